from odoo import api, models

# Nobody signs in by these, and no new password is sent there.
_OF_WORKERS = {"phone"}


class FsmPerson(models.Model):
    """Workers on the contacts of users. Odoo lets only those change these contacts who may change the users: who has
    the mail address of somebody can become that person. Who manages workers can still do their work."""

    _inherit = "fsm.person"

    @api.onchange("worker_user_id")
    def _onchange_worker_user_id(self):
        if self.worker_user_id:
            self.partner_id = self.worker_user_id.partner_id
        elif self.partner_id.user_ids:
            self.partner_id = False

    @api.model_create_multi
    def create(self, vals_list):
        """Who may create workers makes them of users, too."""
        for vals in vals_list:
            user = self.env["res.users"].browse(vals.get("worker_user_id") or ())
            if user and not vals.get("partner_id"):
                vals["partner_id"] = user.partner_id.id
        contacts = self.env["res.partner"].browse(
            {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
        )
        closed = contacts._closed_to_person()
        if not closed:
            return super().create(vals_list)
        workers = self.browse()
        for vals in vals_list:
            on_closed = vals.get("partner_id") in closed.ids
            workers += self._create_on_closed(vals) if on_closed else super().create([vals])
        return workers

    def _create_on_closed(self, vals):
        """Create a worker on a contact that the person may not change. All besides is written as the person may."""
        self.check_access("create")
        self.env["res.partner"].browse(vals["partner_id"]).check_access("read")
        workers_sudo = self.sudo()  # the contact is marked as that of a worker, and nothing else
        worker = workers_sudo.create([{"partner_id": vals["partner_id"]}]).sudo(False)
        worker.write({name: value for name, value in vals.items() if worker._changes(name, value)})
        return worker

    def _changes(self, name, value):
        """:return: whether this value is another than the present one; a form sends all that it shows"""
        field = self._fields[name]
        return field.convert_to_cache(value, self) != field.convert_to_cache(self[name], self)

    def write(self, vals):
        """Who may change workers changes the phone numbers of users who are workers, too, but not those of
        administrators."""
        on_closed = self.filtered(lambda worker: worker.partner_id._closed_to_person())
        opened = {name: value for name, value in vals.items() if name in _OF_WORKERS}
        if not on_closed or not opened or "partner_id" in vals:
            return super().write(vals)
        on_closed.check_access("write")
        on_closed.partner_id._check_not_of_administrators()
        contacts_sudo = on_closed.partner_id.sudo()  # for these fields only
        contacts_sudo.write(opened)
        super(FsmPerson, on_closed).write({name: vals[name] for name in vals.keys() - opened.keys()})
        return super(FsmPerson, self - on_closed).write(vals)

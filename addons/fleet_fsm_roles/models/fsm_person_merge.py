from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError


class FsmPersonMergeMixin(models.AbstractModel):
    _name = "fsm.person.merge.mixin"
    _inherit = "fsm.person.duplicates.mixin"
    _description = "One worker made out of several"

    @api.depends_context("with_orders")
    def _compute_display_name(self):
        """Tell workers of one name apart, where that is asked for."""
        super()._compute_display_name()
        if not self.env.context.get("with_orders"):
            return
        counts = dict(
            self.env["fsm.order"]._read_group([("person_id", "in", self.ids)], ["person_id"], ["__count"])
        )
        for worker in self:
            told = {
                "name": worker.display_name,
                "number": worker._origin.id,
                "orders": counts.get(worker._origin, 0),
            }
            if worker.active:
                worker.display_name = self.env._("%(name)s (no. %(number)s, orders: %(orders)s)", **told)
            else:
                worker.display_name = self.env._(
                    "%(name)s (no. %(number)s, orders: %(orders)s, archived)", **told
                )

    def _merge(self, others, user=None):
        """Make this worker out of several: orders, teams, locations and history come along.

        So do the contacts, if the person may change users: the mail address of a user's contact is a way to log in.
        Otherwise the contacts stay as they are, and the worker stands on that of the user.

        :param others: workers that are gone afterwards
        :param user: user who is this worker, if none of the workers knows
        """
        self.ensure_one()
        together = self | others
        others = together - self
        users = together.with_context(active_test=False).partner_id.user_ids
        if len(users.partner_id) > 1:
            raise UserError(
                self.env._("These workers are several users: %s.", ", ".join(users.mapped("name")))
            )
        contact = (together.worker_user_id[:1] or user or self).partner_id
        contacts = together.partner_id - contact
        (contacts | contact).check_access("write")
        names = ", ".join((contacts or others).mapped("display_name"))
        if others:
            self._take_over(others)
        if self.env["res.users"].has_access("write"):
            merge = self.env["base.partner.merge.automatic.wizard"]
            merge_sudo = merge.sudo()  # it looks at visitors of a website, too, which not everybody reads
            # One by one: Odoo merges three at most at a time. Contacts of two users it refuses to merge.
            for other_contact in contacts:
                merge_sudo._merge((other_contact | contact).ids, contact.with_env(merge_sudo.env))
        elif contacts:
            self.partner_id = contact
            (contacts - self.search([("partner_id", "in", contacts.ids)]).partner_id).fsm_person = False
        self.env.invalidate_all()
        self._link_users()
        self.message_post(body=Markup("%s") % self.env._("Merged with %(names)s.", names=names))

    def _take_over(self, others):
        """What points to other workers points to this one, the way Odoo merges contacts."""
        self.write(self._missing_values(others))
        self.message_subscribe(others.message_partner_ids.ids)
        # A second row of the same place or in the same person's calendar can't be moved; Odoo would drop them all.
        self._drop_repeated("fsm.location.person", "location_id", others)
        self._drop_repeated("fsm.person.calendar.filter", "user_id", others)
        merge = self.env["base.partner.merge.automatic.wizard"]
        merge._update_foreign_keys_generic("fsm.person", others, self)
        merge._update_reference_fields_generic("fsm.person", others, self)
        self.env.invalidate_all()
        others.unlink()

    def _missing_values(self, others):
        """:return: what others know of themselves and this worker doesn't"""
        own = [
            name
            for name, field in self._fields.items()
            if field.store and not field.compute and field.type not in ("one2many", "many2many")
        ]
        return {
            name: self._fields[name].convert_to_write(other[name], other)
            for other in others
            for name in own
            if name != "worker_user_id" and other[name] and not self[name]
        }

    def _drop_repeated(self, model, field, others):
        rows_sudo = self.env[model].sudo().with_context(active_test=False)  # everybody's calendars
        rows_sudo = rows_sudo.search([("person_id", "in", (self | others).ids)])
        seen, repeated = set(), rows_sudo.browse()
        for row in rows_sudo.sorted(lambda row: row.person_id != self):
            if row[field] in seen:
                repeated += row
            seen.add(row[field])
        repeated.unlink()

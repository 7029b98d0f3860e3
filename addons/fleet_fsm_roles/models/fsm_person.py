from odoo import api, fields, models
from odoo.exceptions import ValidationError


class FsmPerson(models.Model):
    _name = "fsm.person"
    _inherit = ["fsm.person", "fsm.person.merge.mixin", "fsm.readable.fields.mixin"]

    worker_user_id = fields.Many2one(
        "res.users",
        string="User",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        context={"active_test": False},
        help="The user who works as this worker. It is set by itself for a worker on the contact of a user.",
    )
    worker_login = fields.Char(related="worker_user_id.login", string="Login of the User")
    follows_role = fields.Boolean(
        copy=False,
        help="Archived when the user has no role any more that needs a worker, and re-activated with such a role.",
    )
    # The label says whose: this is the salesperson of the contact, never the user who works here.
    user_id = fields.Many2one(
        related="partner_id.user_id", inherited=True, string="Salesperson of the Contact"
    )

    _worker_user_uniq = models.Constraint(
        "unique(worker_user_id)",
        "A user can be one field-service worker only.",
    )

    @api.constrains("partner_id")
    def _check_one_worker_per_contact(self):
        """Duplicates from before are left to be merged; no new ones come up."""
        # Two at once don't slip through: a new worker writes on its contact, which lets one wait for the other.
        repeated = self.with_context(active_test=False)._read_group(
            [("partner_id", "in", self.partner_id.ids)], ["partner_id"], having=[("__count", ">", 1)]
        )
        if repeated:
            raise ValidationError(
                self.env._(
                    "There already is a field-service worker for this contact, maybe an archived one: %(names)s.",
                    names=", ".join(partner.display_name for (partner,) in repeated),
                )
            )

    @api.constrains("partner_id", "worker_user_id")
    def _check_contact_of_user(self):
        for worker in self.filtered("worker_user_id"):
            if worker.partner_id != worker.worker_user_id.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(worker)s stands on another contact than the user %(user)s. Merge the two workers instead.",
                        worker=worker.name,
                        user=worker.worker_user_id.login,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        workers = super().create(vals_list)
        workers._link_users()
        return workers

    def _link_users(self):
        """Link each worker that has no user to the user of its contact, unless that user has a worker already."""
        taken = self._of_users(self.partner_id.user_ids).worker_user_id
        for worker in self.filtered(lambda worker: not worker.worker_user_id)._kept_first():
            user = (worker.partner_id.user_ids - taken)[:1]
            if user:
                worker.worker_user_id = user
                taken += user

    @api.model
    def _open_for(self, users):
        """Make these users workers, those who are not, on their own contacts. A worker at rest comes back."""
        on_contacts = self.with_context(active_test=False).search(
            [("partner_id", "in", users.partner_id.ids)]
        )
        on_contacts._link_users()
        # A contact may have several users; the worker is the one person behind them.
        without = {user.partner_id: user for user in users if user.partner_id not in on_contacts.partner_id}
        self.create(
            [
                {"partner_id": partner.id, "worker_user_id": user.id, "follows_role": True}
                for partner, user in without.items()
            ]
        )
        theirs = on_contacts.filtered(lambda worker: worker.worker_user_id in users)
        theirs.filtered(lambda worker: not worker.follows_role).follows_role = True
        theirs.filtered(lambda worker: not worker.active).action_unarchive()

    @api.model
    def _of_users(self, users):
        """:return: workers of these users, archived ones too"""
        return self.with_context(active_test=False).search([("worker_user_id", "in", users.ids)])

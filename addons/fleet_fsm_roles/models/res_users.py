from odoo import fields, models


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users", "res.users.missing.mixin"]

    worker_ids = fields.One2many(
        "fsm.person",
        "worker_user_id",
        string="Field-Service Worker",
        context={"active_test": False},
        groups="fieldservice.group_fsm_user_own",
    )

    def _after_roles(self):
        result = super()._after_roles()
        self._keep_in_step()
        return result

    def write(self, vals):
        result = super().write(vals)
        if "active" in vals:
            self._keep_workers_in_step()
            if vals["active"]:
                workers_sudo = self._workers_sudo()
                workers_sudo.filtered(lambda worker: not worker.follows_role).action_unarchive()
        return result

    def unlink(self):
        workers_sudo = self._workers_sudo()
        workers_sudo.action_archive()
        return super().unlink()

    def action_open_worker(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "fsm.person",
            "res_id": self.worker_ids.id,
            "views": [(False, "form")],
        }

    def _keep_in_step(self):
        self._keep_workers_in_step()
        needing = self._whose_role_needs("needs_employee")
        employees_sudo = self.env["hr.employee"].sudo()  # whoever gives roles need not be an officer of HR
        employees_sudo._open_for(needing)

    def _keep_workers_in_step(self):
        """Users whose role needs one get a worker, on their own contact; the other workers of these users go to rest.

        Orders stay assigned to a worker at rest. A worker that was made by hand, for a user without such a role, rests
        only as long as the user does.
        """
        needing = self._whose_role_needs("needs_worker")
        persons_sudo = self.env["fsm.person"].sudo()  # whoever gives roles need not manage workers
        persons_sudo._open_for(needing)
        workers_sudo = (self - needing)._workers_sudo()
        workers_sudo.filtered(
            lambda worker: worker.active and (worker.follows_role or not worker.worker_user_id.active)
        ).action_archive()

    def _whose_role_needs(self, what):
        """:return: active users with a current role on which the field ``what`` is set"""
        roles = self._enabled_roles()
        return self.filtered(lambda user: user.active and user in roles and any(roles[user].mapped(what)))

    def _workers_sudo(self):
        persons_sudo = self.env["fsm.person"].sudo()  # whoever archives a user need not manage workers
        return persons_sudo._of_users(self)

    def _expense_approvers(self):
        """Find who may approve the expenses of all: Odoo refuses those of an employee without an approver.

        :return: company of these users -> ids of users, whoever does this first
        """
        group = self.env.ref("hr_expense.group_hr_expense_user")
        found = self.search([("all_group_ids", "in", group.ids)], order="id") if self else self
        found = (found & self.env.user) | found
        return {
            company: [user.id for user in found if company in user.company_ids] for company in self.company_id
        }

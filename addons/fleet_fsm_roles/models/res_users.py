from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

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
            workers_sudo = (
                self.env["fsm.person"].sudo()._of_users(self)
            )  # user administrators need not manage workers
            if vals["active"]:
                workers_sudo.filtered(lambda worker: not worker.follows_role).action_unarchive()
        return result

    def unlink(self):
        workers_sudo = (
            self.env["fsm.person"].sudo()._of_users(self)
        )  # user administrators need not manage workers
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
        self._keep_employees_in_step()

    def _whose_role_needs(self, what):
        """:return: active users with a current role on which the field ``what`` is set"""
        roles = self._enabled_roles()
        return self.filtered(lambda user: user.active and user in roles and any(roles[user].mapped(what)))

    def _keep_workers_in_step(self):
        """Users whose role needs one get a worker, on their own contact; the other workers of these users go to rest.

        Orders stay assigned to a worker at rest. A worker that was made by hand, for a user without such a role, rests
        only as long as the user does.
        """
        needing = self._whose_role_needs("needs_worker")
        needing._open_workers()
        workers_sudo = (
            self.env["fsm.person"].sudo()._of_users(self - needing)
        )  # user administrators need not manage them
        workers_sudo.filtered(
            lambda worker: worker.active and (worker.follows_role or not worker.worker_user_id.active)
        ).action_archive()

    def _open_workers(self):
        workers_sudo = self.env["fsm.person"].sudo().with_context(active_test=False)  # the same
        on_contacts = workers_sudo.search([("partner_id", "in", self.partner_id.ids)])
        on_contacts._link_users()
        # A contact may have several users; the worker is the one person behind them.
        without = {user.partner_id: user for user in self if user.partner_id not in on_contacts.partner_id}
        workers_sudo.create(
            [
                {"partner_id": partner.id, "worker_user_id": user.id, "follows_role": True}
                for partner, user in without.items()
            ]
        )
        theirs = on_contacts.filtered(lambda worker: worker.worker_user_id in self)
        theirs.filtered(lambda worker: not worker.follows_role).follows_role = True
        theirs.filtered(lambda worker: not worker.active).action_unarchive()

    def _keep_employees_in_step(self):
        """Users whose role needs one are employees of their company. Who leaves is a matter for HR, not for roles."""
        needing = self._whose_role_needs("needs_employee")
        employees_sudo = (
            self.env["hr.employee"].sudo().with_context(active_test=False)
        )  # nor be officers of HR
        theirs = employees_sudo.search([("user_id", "in", needing.ids)])
        there = {(employee.user_id, employee.company_id) for employee in theirs}
        without = needing.filtered(lambda user: (user, user.company_id) not in there)
        for employee in employees_sudo.search(
            [("user_id", "=", False), ("work_contact_id", "in", without.partner_id.ids)]
        ):
            user = without.filtered(
                lambda user, employee=employee: (
                    user.partner_id == employee.work_contact_id and user.company_id == employee.company_id
                )
            )[:1]
            if user:
                employee.user_id = user
                theirs += employee
                without -= user
        approvers = self._expense_approvers() if without else without
        employees_sudo.create(
            [
                {
                    "user_id": user.id,
                    "company_id": user.company_id.id,
                    "expense_manager_id": approvers.filtered(
                        lambda other, user=user: other._may_approve_for(user)
                    )[:1].id,
                }
                for user in without
            ]
        )
        theirs.filtered(lambda employee: not employee.active).action_unarchive()

    def _expense_approvers(self):
        """:return: who may approve the expenses of all, first whoever does this

        Without an approver, Odoo refuses the expenses of an employee when they are handed in.
        """
        group = self.env.ref("hr_expense.group_hr_expense_user")
        approvers = self.search([("all_group_ids", "in", group.ids)], order="id")
        return (approvers & self.env.user) | approvers

    def _may_approve_for(self, user):
        return self != user and user.company_id in self.company_ids

from odoo import api, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    @api.model
    def _open_for(self, users):
        """Make these users employees of their company, those who are not: Odoo takes own hours and expenses of
        employees only. Who left stays away: that is a matter for HR, not for roles.
        """
        employees = self.with_context(active_test=False)
        theirs = employees.search([("user_id", "in", users.ids)]).filtered(
            lambda employee: employee.company_id == employee.user_id.company_id
        )
        theirs |= employees._adopted_by(users - theirs.user_id)
        without = users - theirs.user_id
        approvers = without._expense_approvers()
        self.create(
            [
                {
                    "user_id": user.id,
                    "company_id": user.company_id.id,
                    "expense_manager_id": next(
                        (id_ for id_ in approvers[user.company_id] if id_ != user.id), False
                    ),
                }
                for user in without
            ]
        )

    def _adopted_by(self, users):
        """Employees without a user, on the contact of one of these users, are that user.

        :return: these employees
        """
        domain = [("user_id", "=", False), ("work_contact_id", "in", users.partner_id.ids)]
        adopted = self.browse()
        for employee in self.search(domain):
            user = (employee.work_contact_id.user_ids & users - adopted.user_id)[:1]
            if user.company_id == employee.company_id:
                employee.user_id = user
                adopted += employee
        return adopted

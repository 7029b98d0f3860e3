from odoo import api, fields, models
from odoo.fields import Domain


class ResUsersMissingMixin(models.AbstractModel):
    """Who works as a role, by the role or by the same groups given by hand, needs what comes with it."""

    _name = "res.users.missing.mixin"
    _description = "What users lack for their work"

    missing_for_work = fields.Char(
        compute="_compute_missing_for_work",
        compute_sudo=True,
        groups="base.group_erp_manager",
        help="The worker or employee that comes with what this user works as, and isn't there.",
    )
    is_missing_for_work = fields.Boolean(
        string="Without Worker or Employee",
        compute="_compute_missing_for_work",
        compute_sudo=True,
        search="_search_is_missing_for_work",
        groups="base.group_erp_manager",
    )

    @api.depends(
        "group_ids", "role_line_ids.is_enabled", "active", "company_id", "employee_ids", "worker_ids.active"
    )
    def _compute_missing_for_work(self):
        works_as = self._works_as()
        workers, employees = self._without_worker(works_as), self._without_employee(works_as)
        for user in self:
            worker, employee = user in workers, user in employees
            user.is_missing_for_work = worker or employee
            roles = works_as[user].filtered(
                lambda role, worker=worker, employee=employee: (
                    (worker and role.needs_worker) or (employee and role.needs_employee)
                )
            )
            user.missing_for_work = self._missing_text(worker, employee, ", ".join(roles.mapped("name")))

    def _missing_text(self, worker, employee, roles):
        if worker and employee:
            return self.env._("Works as %s, without a field-service worker and without an employee.", roles)
        if worker:
            return self.env._("Works as %s, without a field-service worker.", roles)
        return employee and self.env._("Works as %s, without an employee.", roles)

    def _search_is_missing_for_work(self, operator, value):
        if operator != "in":
            return NotImplemented
        users_sudo = self.env["res.users"].sudo()  # who may change users asks
        missing = users_sudo.search([("share", "=", False)]).filtered("is_missing_for_work")
        return [("id", "in" if True in value else "not in", missing.ids)]

    def action_add_missing_for_work(self):
        """Give these users the worker and the employee that they lack."""
        self.check_access("write")
        users_sudo = self.sudo()  # who may change users need not manage workers or employees, as with roles
        works_as = users_sudo._works_as()
        workers = users_sudo._without_worker(works_as)
        by_hand = workers - workers._whose_role_needs("needs_worker")
        employees = users_sudo._without_employee(works_as)
        users_sudo.env["fsm.person"]._open_for(workers)
        users_sudo.env["hr.employee"]._open_for(employees)
        # Without the role, nothing else would keep them from going to rest.
        by_hand._workers_sudo().follows_role = False

    def _works_as(self):
        """:return: active user -> roles in force, and the highest of those whose groups the user has all by hand"""
        given = self.env["res.users.role"].search(Domain.TRUE)._groups_given()
        definitions = self.env["res.groups"]._get_group_definitions()
        employee = self.env.ref("base.group_user").id
        everybodys = {employee, *definitions.get_superset_ids([employee])}
        # Without its own group, which is not given by hand. What every employee has makes nobody's work.
        groups = {role: given[role] - {role.group_id.id} - everybodys for role in given}
        in_force = self._enabled_roles()
        works_as = dict.fromkeys(self, self.env["res.users.role"])
        for user in self.filtered(lambda user: user.active and not user.share):
            has = set(user.all_group_ids.ids)
            held = [role for role in groups if groups[role] and groups[role] <= has]
            highest = [role for role in held if not any(groups[role] < groups[other] for other in held)]
            works_as[user] = works_as[user].union(in_force.get(user, works_as[user]), *highest)
        return works_as

    def _without_worker(self, works_as):
        needing = self.filtered(lambda user: any(works_as[user].mapped("needs_worker")))
        return needing - needing._workers_sudo().filtered("active").worker_user_id

    def _without_employee(self, works_as):
        """Who left has no employee any more, on purpose."""
        needing = self.filtered(lambda user: any(works_as[user].mapped("needs_employee")))
        employees_sudo = self.env["hr.employee"].sudo()  # whether there is one
        theirs_sudo = employees_sudo.with_context(active_test=False).search([("user_id", "in", needing.ids)])
        return (
            needing
            - theirs_sudo.filtered(
                lambda employee: employee.company_id == employee.user_id.company_id
            ).user_id
        )

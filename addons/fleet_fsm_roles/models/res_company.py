from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    fsm_project_id = fields.Many2one(
        "project.project",
        string="Project of Field-Service Orders",
        domain="[('allow_timesheets', '=', True), ('company_id', 'in', (id, False))]",
        help="New orders without a project get this one, or that of their team: hours are logged on projects.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies_sudo = companies.sudo()  # who makes a company need not manage projects
        companies_sudo._create_fsm_project()
        return companies

    def _create_fsm_project(self):
        """Give these companies a project for field-service orders, those that have none."""
        without = self.filtered(lambda company: not company.fsm_project_id)
        projects = self.env["project.project"].create(
            [
                {"name": self.env._("Field Service"), "company_id": company.id, "allow_timesheets": True}
                for company in without
            ]
        )
        for company, project in zip(without, projects, strict=True):
            company.fsm_project_id = project

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
        companies_sudo = companies.sudo()  # who makes a company need not manage projects and warehouses
        companies_sudo._start_field_service()
        return companies

    def _start_field_service(self):
        """Give these companies what an order takes, where they have none: a project, a team, a warehouse."""
        self._create_fsm_project()
        self._create_fsm_team()
        with_warehouse = self._owners("stock.warehouse")
        self.env["stock.warehouse"].create([{"company_id": company.id} for company in self - with_warehouse])

    def _create_fsm_project(self):
        without = self.filtered(lambda company: not company.fsm_project_id)
        projects = self.env["project.project"].create(
            [
                {"name": self.env._("Field Service"), "company_id": company.id, "allow_timesheets": True}
                for company in without
            ]
        )
        for company, project in zip(without, projects, strict=True):
            company.fsm_project_id = project

    def _create_fsm_team(self):
        """Teams have different names, in all companies together."""
        without = self - self._owners("fsm.team")
        teams = self.env["fsm.team"].with_context(active_test=False)
        taken = set(teams.search([("name", "in", without.mapped("name"))]).mapped("name"))
        stages = self.env["fsm.stage"].search([("is_default", "=", True), ("company_id", "=", False)])
        teams.create(
            [
                {
                    "name": f"{company.name} ({company.id})" if company.name in taken else company.name,
                    "company_id": company.id,
                    "stage_ids": stages.ids,
                }
                for company in without
            ]
        )

    def _owners(self, model):
        """:return: those of these companies that have a record of the model, maybe an archived one"""
        records = self.env[model].with_context(active_test=False)
        return records.search([("company_id", "in", self.ids)]).company_id

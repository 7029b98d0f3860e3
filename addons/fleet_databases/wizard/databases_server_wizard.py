from odoo import Command, fields, models
from odoo.exceptions import UserError


class DatabasesServerWizard(models.TransientModel):
    _name = "databases.server.wizard"
    _inherit = ["databases.wizard.mixin"]
    _description = "Add the databases of a server"

    url = fields.Char("Address", required=True)
    template_id = fields.Many2one(
        "project.project",
        "Project template",
        domain=[("is_template", "=", True)],
        default=lambda self: self.env["project.project"]._database_template()._filtered_access("read"),
    )
    line_ids = fields.One2many("databases.server.wizard.line", "wizard_id")
    message = fields.Char(readonly=True)

    def action_list(self):
        """Ask the server which databases it has. Commits."""
        self.ensure_one()
        project = self.env["project.project"]
        names, self.message = project._database_names_on_server(self.url)
        known = project._database_names_known_on_server(self.url)
        self.line_ids = [
            Command.clear(),
            *(
                Command.create({"name": name, "is_known": name in known, "is_chosen": name not in known})
                for name in names
            ),
        ]
        return self._get_records_action(name=self.env._("Add from a Server"), target="new")

    def action_create_databases(self):
        """Create the chosen databases.

        :return: action that shows them
        """
        self.ensure_one()
        chosen = [line.name.strip() for line in self.line_ids if line.is_chosen and not line.is_known]
        if not chosen:
            raise UserError(self.env._("Choose the databases to add."))
        project = self.env["project.project"]
        databases = project._database_create(
            [
                {"name": name, "database_hosting": "premise", "database_url": self.url, "database_name": name}
                for name in chosen
            ],
            self.template_id,
        )
        action = self.env["ir.actions.actions"]._for_xml_id(
            "fleet_databases.project_project_action_databases"
        )
        return {**action, "domain": [("id", "in", databases.ids)]}


class DatabasesServerWizardLine(models.TransientModel):
    _name = "databases.server.wizard.line"
    _inherit = ["databases.wizard.mixin"]
    _description = "Database of a server"
    _order = "name, id"

    wizard_id = fields.Many2one("databases.server.wizard", required=True, ondelete="cascade")
    name = fields.Char("Database", required=True)
    is_known = fields.Boolean("Known already", readonly=True)
    is_chosen = fields.Boolean("Add", default=True)

from odoo import Command, api, fields, models
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
    login = fields.Char("API login", help="For all databases that are added.")
    key = fields.Char("API key", compute="_compute_key", inverse="_inverse_key", exportable=False)
    token = fields.Char(readonly=True, help="The key, encrypted.")

    def _compute_key(self):
        self.key = False

    def _inverse_key(self):
        project = self.env["project.project"]
        for wizard in self.filtered("key"):
            wizard.token = project._database_encrypted_key_of_server(wizard.url, wizard.key.strip())

    @api.model_create_multi
    def create(self, vals_list):
        created = super().create(vals_list)
        created.invalidate_recordset(["key"])
        return created

    def write(self, vals):
        written = super().write(vals)
        self.invalidate_recordset(["key"])
        return written

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
        return self._reopened()

    def action_choose_all(self):
        """Choose all databases, or none if all are chosen."""
        new = self.line_ids.filtered(lambda line: not line.is_known)
        new.is_chosen = not all(new.mapped("is_chosen"))
        return self._reopened()

    def action_create_databases(self):
        """Create the chosen databases. With a login and a key, these are tried first; commits then.

        :return: action that shows them, or which of them can't be opened: then none is created
        """
        self.ensure_one()
        chosen = self.line_ids.filtered(lambda line: line.is_chosen and not line.is_known)
        names = [line.name.strip() for line in chosen]
        if not names:
            raise UserError(self.env._("Choose the databases to add."))
        shared = self._shared_credentials()
        if shared and not self._opens_all(chosen, shared):
            self.message = self.env._(
                "Nothing was added yet: the login and the key don't open all of them. Enter others, or leave those out."
            )
            return self._reopened()
        project = self.env["project.project"]
        of_all = {"database_hosting": "premise", "database_url": self.url, **shared}
        databases = project._database_create(
            [{"name": name, "database_name": name, **of_all} for name in names], self.template_id
        )
        self.token = False
        action = self.env["ir.actions.actions"]._for_xml_id(
            "fleet_databases.project_project_action_databases"
        )
        return {**action, "domain": [("id", "in", databases.ids)]}

    def _shared_credentials(self):
        """The values of one login and one key for all databases; none, if none was entered."""
        if not (self.login or self.token):
            return {}
        if not (self.login and self.token):
            raise UserError(self.env._("Enter the API login and the API key, or neither of them."))
        key = self.env["project.project"]._database_key_of_server(self.url, self.token)
        return {"database_api_login": self.login.strip(), "database_api_key": key}

    def _opens_all(self, lines, shared):
        """Try the login and the key, and write into each line why it can't be opened."""
        login, key = shared["database_api_login"], shared["database_api_key"]
        names = [line.name.strip() for line in lines]
        failed = self.env["project.project"]._database_try_on_server(self.url, login, key, names)
        self.line_ids.message = False
        for line in lines:
            line.message = failed.get(line.name.strip())
        return not failed

    def _reopened(self):
        return self._get_records_action(name=self.env._("Add from a Server"), target="new")


class DatabasesServerWizardLine(models.TransientModel):
    _name = "databases.server.wizard.line"
    _inherit = ["databases.wizard.mixin"]
    _description = "Database of a server"
    _order = "name, id"

    wizard_id = fields.Many2one("databases.server.wizard", required=True, ondelete="cascade")
    name = fields.Char("Database", required=True)
    is_known = fields.Boolean("Known", readonly=True, help="The hub has this database already.")
    is_chosen = fields.Boolean("Add", default=True)
    message = fields.Char("Can't be opened", readonly=True)

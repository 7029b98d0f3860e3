from odoo import api, fields, models
from odoo.exceptions import UserError


class DatabasesKeyRenewal(models.TransientModel):
    """Guides a person who has to make the new key in the client's database."""

    _name = "databases.key.renewal"
    _inherit = ["databases.wizard.mixin"]
    _description = "Renewal of an API key"

    project_id = fields.Many2one(
        "project.project", "Database", required=True, readonly=True, ondelete="cascade"
    )
    login = fields.Char(related="project_id.database_api_login", related_sudo=False)
    url = fields.Char(related="project_id.database_url", related_sudo=False)
    seen = fields.Json(readonly=True, help="Where the dialog says that the key goes.")
    why = fields.Char(readonly=True)
    key = fields.Char("New API key", compute="_compute_key", inverse="_inverse_key", exportable=False)
    token = fields.Char(readonly=True, help="The new key, encrypted.")

    def _compute_display_name(self):
        self.display_name = self.env._("Renew the API Key")

    def _compute_key(self):
        self.key = False

    def _inverse_key(self):
        for renewal in self:
            renewal.project_id._database_check_is_as_seen(renewal.seen or {})
            renewal.token = renewal.key and renewal.project_id._database_encrypted_key(renewal.key.strip())

    @api.model_create_multi
    def create(self, vals_list):
        databases = self.env["project.project"].browse(vals.get("project_id") for vals in vals_list)
        created = super().create(
            [
                {**vals, "seen": database._database_connection()}
                for vals, database in zip(vals_list, databases, strict=True)
            ]
        )
        created.invalidate_recordset(["key"])
        return created

    def write(self, vals):
        written = super().write(vals)
        self.invalidate_recordset(["key"])
        return written

    def action_open_database(self):
        return self.project_id.action_database_connect()

    def action_use(self):
        """Try the new key, and use it if it works. Commits."""
        self.ensure_one()
        if not self.token:
            raise UserError(self.env._("Enter the new API key."))
        told = self.project_id._database_use_key(self.token)
        self.token = False
        return told

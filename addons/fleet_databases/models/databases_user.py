from odoo import api, fields, models
from odoo.tools import email_normalize


class DatabasesUser(models.Model):
    _name = "databases.user"
    _description = "User of a remote database"
    _order = "name, login, id"

    project_id = fields.Many2one("project.project", "Database", required=True, index=True, ondelete="cascade")
    login = fields.Char(required=True)
    name = fields.Char(required=True)
    latest_authentication = fields.Datetime("Last connection")
    local_user_id = fields.Many2one(
        "res.users", "Local user", compute="_compute_local_user_id", help="Who has this e-mail address here."
    )

    _login_unique = models.UniqueIndex("(project_id, login)", "A database has each login only once.")

    @api.depends("login")
    def _compute_local_user_id(self):
        addresses = {user: email_normalize(user.login) for user in self}
        local_users = self.env["res.users"].search(
            [("email_normalized", "in", [address for address in addresses.values() if address])], order="id desc"
        )
        by_address = {user.email_normalized: user.id for user in local_users}
        for user, address in addresses.items():
            user.local_user_id = by_address.get(address)

from odoo import api, fields, models

# So many users are named; of more there is the number.
NAMED = 10


class BaseModuleUninstall(models.TransientModel):
    """Says, before modules go, which roles go with them and who has these."""

    _inherit = "base.module.uninstall"

    role_ids = fields.Many2many("res.users.role", string="Roles that go", compute="_compute_role_ids")
    role_consequences = fields.Char("What happens to users with roles", compute="_compute_role_ids")

    @api.depends("module_ids")
    def _compute_role_ids(self):
        for wizard in self:
            roles = self.env["res.users.role"]._of_modules(wizard._get_modules().mapped("name"))
            wizard.role_ids = roles
            wizard.role_consequences = wizard._consequences(roles) if roles else False

    def _consequences(self, roles):
        users = roles._all_lines().user_id
        names = users[:NAMED].mapped("name")
        if len(users) > NAMED:
            names.append(self.env._("%(number)s more", number=len(users) - NAMED))
        told = {
            "roles": ", ".join(roles.mapped("name")),
            "number": len(users),
            "users": ", ".join(names),
        }
        if not users:
            return self.env._("These roles go, which nobody has: %(roles)s.", **told)
        if roles._users_keep_groups():
            return self.env._(
                "These roles go: %(roles)s. Users who have them: %(number)s (%(users)s). They keep the groups of these "
                "roles, as the settings say.",
                **told,
            )
        return self.env._(
            "These roles go: %(roles)s. Users who have them: %(number)s (%(users)s). They lose the groups of these "
            "roles, as the settings say.",
            **told,
        )

    def action_export_roles(self):
        """Download the roles that go, with who has them, as a file that the import takes back."""
        return self.env["res.users.role.export"]._download(self.role_ids, with_users=True)

from odoo import api, fields, models


class ResUsersRoleChangeMixin(models.AbstractModel):
    """While somebody edits the groups of a role, the form shows what saving will do to its users."""

    _name = "res.users.role.change.mixin"
    _description = "Preview of edited groups of a role"

    change_lost = fields.Text(compute="_compute_change")
    change_gained = fields.Text(compute="_compute_change")
    change_warning = fields.Text(compute="_compute_change")
    change_is_idle = fields.Boolean(
        compute="_compute_change", help="Groups were edited, and no user changes."
    )

    @api.depends("implied_ids")
    def _compute_change(self):
        lines = self.env["res.users.role.wizard.line"]
        for role in self:
            saved = role._origin
            is_edited = bool(saved) and set(role.implied_ids.ids) != set(saved.implied_ids.ids)
            rows = saved._preview_groups(set(role.implied_ids.ids)) if is_edited else []
            told = lines.concat(*(lines.new(lines._values(row)) for row in rows))
            role.change_lost, role.change_gained = told._losses(), told._gains()
            role.change_warning = told._warnings()
            role.change_is_idle = is_edited and told._change_nothing()

from odoo import models


class ResUsersRoleLine(models.Model):
    _inherit = "res.users.role.line"

    def _follow_dates(self):
        """A role that begins or ends by its dates may change no group, as another role gives the same."""
        users = self.filtered(lambda line: line.is_enabled != line.in_force).user_id
        result = super()._follow_dates()
        users._keep_in_step()
        return result

from odoo import api, models


class IrModelData(models.Model):
    _inherit = "ir.model.data"

    @api.model
    def _process_end(self, modules):
        """After modules were installed or upgraded, presets find their groups, and users follow their roles."""
        done = super()._process_end(modules)
        self.env["res.users.role"].search([("preset_groups", "!=", False)])._follow_preset()
        self.env["res.users.role"]._all_lines_domain_sudo().user_id.set_groups_from_roles()
        return done

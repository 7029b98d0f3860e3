from odoo import api, models
from odoo.exceptions import AccessError


class IrModelData(models.Model):
    _inherit = "ir.model.data"

    @api.model
    def _process_end(self, modules):
        """After modules were installed or upgraded, presets find their groups, and users follow their roles."""
        done = super()._process_end(modules)
        self.env["res.users.role"].search([("preset_groups", "!=", False)])._follow_preset()
        self.env["res.users.role"]._all_lines_domain_sudo().user_id.set_groups_from_roles()
        return done

    @api.model_create_multi
    def create(self, vals_list):
        names = super().create(vals_list)
        names._check_namer()
        return names

    def write(self, vals):
        self._check_namer()
        done = super().write(vals)
        self._check_namer()
        return done

    def unlink(self):
        self._check_namer()
        return super().unlink()

    def _check_namer(self):
        """By its external id Odoo knows the group whose members are administrators."""
        names_sudo = self.sudo()  # for a check; some may be gone already
        of_settings = [("id", "in", self.ids), ("module", "=", "base"), ("name", "=", "group_system")]
        if names_sudo.search_count(of_settings) and not self.env["res.users"]._acts_as_administrator():
            raise AccessError(self.env._("Only an administrator may say which group administrators are in."))

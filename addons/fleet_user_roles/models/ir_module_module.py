from odoo import models


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def module_uninstall(self):
        """What auditors read because of these modules goes with them."""
        done = super().module_uninstall()
        self.env["res.groups.auditor"]._follow()
        return done

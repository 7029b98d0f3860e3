from odoo import models


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """Employees searches departments to know which of its menus to hide. Backend users may not read departments,
        and don't see these menus anyway.
        """
        if self.env.user._is_backend():
            menus_sudo = self.sudo()  # the answer only hides menus
            return super(IrUiMenu, menus_sudo)._load_menus_blacklist()
        return super()._load_menus_blacklist()

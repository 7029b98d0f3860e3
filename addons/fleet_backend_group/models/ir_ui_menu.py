from odoo import api, models, tools


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    @api.model
    @tools.ormcache("frozenset(self.env.user._get_group_ids())", "debug")
    def _visible_menu_ids(self, debug=False):
        """Backend users see the apps that name one of their groups: an app without groups is for employees."""
        visible = super()._visible_menu_ids(debug)
        user = self.env.user
        if not user._is_backend():
            return visible
        menus_sudo = self.sudo().browse(visible)  # the groups of a menu are for administrators
        groups = set(user._get_group_ids())
        apps = {menu.id for menu in menus_sudo if not menu.parent_id and groups & set(menu.group_ids.ids)}
        return frozenset(menu.id for menu in menus_sudo if int(menu.parent_path.split("/")[0]) in apps)

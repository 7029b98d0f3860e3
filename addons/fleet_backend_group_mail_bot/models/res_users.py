from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _on_webclient_bootstrap(self):
        """OdooBot shows employees around Discuss. A bare backend user could not even open its chat."""
        if self._is_backend() and self.odoobot_state != "disabled":
            self_sudo = self.sudo()  # users do not write the bot's state themselves
            self_sudo.odoobot_state = "disabled"
        return super()._on_webclient_bootstrap()

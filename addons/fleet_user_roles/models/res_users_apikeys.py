from odoo import api, models
from odoo.exceptions import UserError


class ResUsersApikeys(models.Model):
    _inherit = "res.users.apikeys"

    @api.model
    def _valid_domain(self):
        """Keys that open something: they did not expire, and their owner is active."""
        return [
            ("user_id.active", "=", True),
            "|",
            ("expiration_date", "=", False),
            ("expiration_date", ">=", "now"),
        ]

    def _generate(self, scope, name, expiration_date):
        """Nobody makes a key for a shared account: what it does could not be told from what others do."""
        # Trusted devices are kept like keys, but belong to a browser.
        if self._name == "res.users.apikeys":
            self._check_not_shared()
        return super()._generate(scope, name, expiration_date)

    @api.model
    def _check_not_shared(self):
        user_sudo = self.env.user.sudo()  # the flag is for who administers users
        if user_sudo.api_keys_blocked:
            raise UserError(
                self.env._(
                    "This account is shared by several people, so it can't have API keys. Use your own account."
                )
            )

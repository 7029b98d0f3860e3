from odoo import api, models
from odoo.exceptions import AccessError

# A link to a new password goes to the e-mail address. These count in superuser mode, too: other records, such as those
# of employees, hand on what was entered there.
_ALWAYS = {"login", "email", "partner_id", "totp_secret"}
# In superuser mode Odoo itself writes these, once a token, a passkey or another service has said who somebody is.
_SECRETS = {"password", "new_password", "api_key_ids", "oauth_uid", "oauth_provider_id", "oauth_access_token"}
# Written as they were, they change nothing.
_COMPARED = {"login", "email"}


class ResUsers(models.Model):
    """Nobody becomes an administrator by the account of one: by what an administrator signs in, only administrators
    change, and they themselves."""

    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        # Two users on one contact have one e-mail address.
        contacts = {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
        self.env["res.partner"].browse(contacts)._check_not_of_administrators()
        return super().create(vals_list)

    def write(self, vals):
        names = _ALWAYS & vals.keys()
        if not self.env.su:
            names |= (_SECRETS | set(self._get_session_token_fields()) - {"id", "active"}) & vals.keys()
        if names:
            self._check_not_administrators({name: vals[name] for name in names})
        return super().write(vals)

    def _check_not_administrators(self, vals):
        """:raises AccessError: these values change by what another administrator signs in"""
        for user_sudo in self._other_administrators_sudo() & self:
            if vals.keys() - _COMPARED or any((user_sudo[name] or "") != (vals[name] or "") for name in vals):
                raise AccessError(
                    self.env._(
                        "%(user)s is an administrator: only an administrator may change by what they sign in.",
                        user=user_sudo.name,
                    )
                )

    def _other_administrators_sudo(self):
        """:return: those whom the person of this request must not become: administrators, also archived ones and those
        by a role that is yet to begin"""
        if self._acts_as_administrator():
            return self.browse()
        others_sudo = self.env["res.users"].sudo()  # for a check
        return others_sudo.browse(self._administrators_to_come() - {self.env.uid})

import secrets
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessDenied, UserError

# No letter or digit that is read as another one.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_PARTS = 4
# From Friday to Monday: who gets it at the end of a week can begin with the next. Found later, the note opens nothing.
HOURS = 72


class ResUsers(models.Model):
    """A temporary password opens no session and no API: it leads to the page where the person chooses another one.

    That is the second step of logging in, as Odoo has it for two-factor authentication.
    """

    _inherit = "res.users"

    password_is_temporary = fields.Boolean(readonly=True, copy=False, groups="base.group_erp_manager")

    temporary_password_until = fields.Datetime(readonly=True, copy=False, groups="base.group_erp_manager")

    def write(self, vals):
        """Whoever sets a password in another way ends the temporary one."""
        if "password" in vals and any(user._has_temporary_password() for user in self):
            vals = {"password_is_temporary": False, "temporary_password_until": False, **vals}
        return super().write(vals)

    def _give_temporary_password(self):
        """Give this user a password that opens nothing until the user has changed it. It is stored as its hash only.

        :return: the password
        """
        self.ensure_one()
        if self._is_or_becomes_administrator():
            raise UserError(
                self.env._("Administrators get an invitation by mail, and no temporary password.")
            )
        parts = ("".join(secrets.choice(_SIGNS) for _sign in range(4)) for _part in range(_PARTS))
        password = "-".join(parts)
        until = fields.Datetime.now() + timedelta(hours=HOURS)
        self.write({"password": password, "password_is_temporary": True, "temporary_password_until": until})
        return password

    def _end_temporary_passwords(self):
        """Give these users a password that nobody knows: they need an invitation, or another password."""
        for user in self:
            user.password = secrets.token_urlsafe()

    def _check_credentials(self, credential, env):
        """Whoever knows a temporary password that has ended is told so."""
        found = super()._check_credentials(credential, env)
        user_sudo = self.env.user.sudo()  # asked before somebody is signed in
        if found["auth_method"] == "password" and user_sudo._has_ended_password():
            raise AccessDenied(
                self.env._("This temporary password has ended. Ask whoever gave it to you for a new one.")
            )
        return found

    def _has_ended_password(self):
        now = fields.Datetime.now()
        return self.password_is_temporary and (self.temporary_password_until or now) <= now

    def _is_or_becomes_administrator(self):
        return self.id in self._administrators_to_come()

    def _has_temporary_password(self):
        user_sudo = self.sudo()  # asked before somebody is signed in
        return user_sudo.password_is_temporary

    def _choosing_password(self, uid):
        """:return: the user of this id, if active and with a temporary password that has not ended"""
        users_sudo = self.sudo()  # nobody is signed in yet
        found = users_sudo.search([("id", "=", uid), ("password_is_temporary", "=", True)])
        return found.filtered(lambda user: not user._has_ended_password()).sudo(False)

    def _choose_password(self, password, again):
        """Change the temporary password of this user, who is the one to do it.

        :raises UserError: with a sentence for the person
        """
        if self._is_or_becomes_administrator():
            # Whoever gave the password knows it, and would become the administrator by it.
            raise UserError(
                self.env._("You have become an administrator. Ask for a link to set your password.")
            )
        if password != again:
            raise UserError(self.env._("The two passwords differ. Type the same one twice."))
        user_sudo = self.with_user(self).sudo()  # the user changes the own password, before being signed in
        if user_sudo._is_current_password(password.strip()):
            raise UserError(self.env._("This is the temporary password. Choose another one."))
        user_sudo._change_password(password)

    def _is_current_password(self, password):
        self.env.cr.execute("SELECT COALESCE(password, '') FROM res_users WHERE id = %s", [self.id])
        (stored,) = self.env.cr.fetchone()
        return self._crypt_context().verify(password, stored)

    def _mfa_type(self):
        return "temporary_password" if self._has_temporary_password() else super()._mfa_type()

    def _mfa_url(self):
        return "/web/login/new_password" if self._has_temporary_password() else super()._mfa_url()

    def _rpc_api_keys_only(self):
        return self._has_temporary_password() or super()._rpc_api_keys_only()

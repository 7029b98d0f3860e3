from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import email_normalize

# By these somebody signs in, besides what Odoo counts among them itself. A link to a new password goes to the address.
_IDENTITY = {"login", "email", "partner_id", "new_password", "api_key_ids", "oauth_uid", "oauth_provider_id"}
# Written as they were, they change nothing.
_COMPARED = {"login", "email"}
# In the context of who showed a token, which only its owner got. It is an object, so it can't come over the wire.
_BY_TOKEN = object()


class ResUsers(models.Model):
    """Nobody becomes an administrator by the account of one: by what an administrator signs in, only administrators
    change, and they themselves."""

    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_contacts(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """Superuser mode makes no difference: other records, such as those of employees, hand on in it what was entered
        there."""
        names = (_IDENTITY | set(self._get_session_token_fields()) - {"id", "active"}) & vals.keys()
        if names and self.env.context.get("signup_by") is not _BY_TOKEN:
            self._check_not_administrators({name: vals[name] for name in names})
            self._check_contacts([vals])
        return super().write(vals)

    @api.model
    def signup(self, values, token=None):
        by_token = self.with_context(signup_by=_BY_TOKEN) if token else self
        return super(ResUsers, by_token).signup(values, token)

    @api.model
    def web_create_users(self, emails):
        """Whoever has one of these addresses is unarchived by Odoo, or gets a new link.

        :raises AccessError: that would be an administrator; nobody is invited then, since who invites, be it a browser
            or a script, is told of nothing but failures
        """
        self.check_access("create")  # who may not invite is not told who is an administrator
        others_sudo = self._other_administrators_sudo()
        addresses = [*others_sudo.mapped("login"), *others_sudo.mapped("email")]
        taken = {email_normalize(address) or address for address in addresses}
        refused = [email for email in emails if (email_normalize(email) or email) in taken]
        if refused:
            raise AccessError(
                self.env._(
                    "Only an administrator may invite an administrator: %(addresses)s. Nobody was invited. Try "
                    "again without.",
                    addresses=", ".join(refused),
                )
            )
        return super().web_create_users(emails)

    def _check_contacts(self, vals_list):
        """Two users on one contact have one e-mail address."""
        contacts = {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
        self.env["res.partner"].browse(contacts)._check_not_of_administrators()

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
        """Return those whom the person of this request must not become: administrators, also archived ones and those by
        a role that is yet to begin."""
        if self._acts_as_administrator():
            return self.browse()
        others_sudo = self.env["res.users"].sudo()  # for a check
        return others_sudo.browse(self._administrators_to_come() - {self.env.uid})

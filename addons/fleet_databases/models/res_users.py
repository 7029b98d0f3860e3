from odoo import fields, models
from odoo.tools import email_normalize
from odoo.tools.sql import escape_psql


class ResUsers(models.Model):
    _inherit = "res.users"

    def _addresses(self):
        """The e-mail addresses under which this user may appear in a client's database: an invitation goes to the
        first of them. Everybody writes their own e-mail address, so one that is somebody else's login is left out.

        :return: list of str in lower case, which may be empty
        """
        login = email_normalize(self.login)
        addresses = [address for address in (self.email_normalized, login) if address]
        # A login keeps its letters.
        same = fields.Domain.OR(
            fields.Domain("login", "=ilike", escape_psql(address)) for address in addresses
        )
        others = self.with_context(active_test=False).search(same & fields.Domain("id", "!=", self.id))
        taken = {email_normalize(other.login) for other in others} - {login}
        return list(dict.fromkeys(address for address in addresses if address not in taken))

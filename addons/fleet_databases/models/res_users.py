from odoo import models
from odoo.tools import email_normalize


class ResUsers(models.Model):
    _inherit = "res.users"

    def _addresses(self):
        """The e-mail addresses under which this user may appear in a client's database: an invitation goes to the
        first of them.

        :return: list of str in lower case, which may be empty
        """
        addresses = (self.email_normalized, email_normalize(self.login))
        return list(dict.fromkeys(address for address in addresses if address))

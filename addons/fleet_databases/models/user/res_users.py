from odoo import api, fields, models

from .login_address import login_address


class ResUsers(models.Model):
    _inherit = "res.users"

    database_address = fields.Char(
        "Login in databases",
        compute="_compute_database_address",
        store=True,
        index="btree_not_null",
        groups="base.group_system",
        help="The login, if it is an e-mail address: as whom this person is known in clients' databases.",
    )

    @api.depends("login")
    def _compute_database_address(self):
        for user in self:
            user.database_address = login_address(user.login)

    @api.model
    def _by_address(self, addresses):
        """Find the users here who are the users of clients' databases. The login decides, because only administrators
        of the system change it. Everybody can change their own e-mail address.

        :param addresses: such as :func:`login_address` gives
        :return: address -> one user, who may be archived. Of several users, it is an active one, and the oldest of
            these
        """
        users_sudo = self.sudo().with_context(active_test=False)  # the answer is the same, whoever asks
        found = users_sudo.search([("database_address", "in", list(addresses))], order="active, id desc")
        return {
            user.database_address: user.with_env(self.env)
            for user in found
            # The stored address may not come from the login.
            if user.database_address == login_address(user.login)
        }

    def _login_address(self):
        """:return: the address that the login of this user is, or False"""
        return login_address(self.login)

    def _addresses(self):
        """The address by which each of these users is known in clients' databases. It decides what they see, and as
        whom they are invited or removed.

        :return: user -> address, without users whose login is no address or also belongs to somebody else
        """
        people = self._by_address({login_address(user.login) for user in self} - {False})
        return {user: address for address, user in people.items() if user in self}

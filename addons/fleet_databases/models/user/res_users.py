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
        """Who the users of clients' databases are here. The login says it, which administrators of the system change;
        everybody writes their own e-mail address.

        :param addresses: such as :func:`login_address` gives
        :return: address -> one user, archived ones too; of several an active one first, then the oldest
        """
        users_sudo = self.sudo().with_context(active_test=False)  # one login is one person, whoever asks
        found = users_sudo.search([("database_address", "in", list(addresses))], order="active, id desc")
        return {
            user.database_address: user.with_env(self.env)
            for user in found
            # What is stored may have come otherwise than from the login.
            if user.database_address == login_address(user.login)
        }

    def _addresses(self):
        """Under which address each of these users is known in clients' databases, to see them, to be invited and to be
        removed.

        :return: user -> address; without those whose login is none, or is somebody else's, too
        """
        people = self._by_address({login_address(user.login) for user in self} - {False})
        return {user: address for address, user in people.items() if user in self}

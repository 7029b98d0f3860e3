from odoo import api, fields, models

from ...remote.work.accounts import Account
from ...remote.work.persons import fits, is_of_the_hub
from ...tools.remote_users import shown_login
from .login_address import login_address


class DatabasesUser(models.Model):
    _name = "databases.user"
    _description = "User of a remote database"
    _order = "name, login, id"

    project_id = fields.Many2one("project.project", "Database", required=True, index=True, ondelete="cascade")
    remote_id = fields.Integer(
        "Id there", aggregator=False, help="Empty until the database is synchronized after an upgrade."
    )
    login = fields.Char("Login, as it is there", required=True)
    shown_login = fields.Char(
        "Login",
        compute="_compute_shown_login",
        store=True,
        precompute=True,
        help="Without characters that can't be shown, and then with a mark at its end.",
    )
    address = fields.Char(
        "E-mail address",
        compute="_compute_address",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="If the login is one.",
    )
    email = fields.Char(
        "E-mail address there", index="btree_not_null", help="Of the contact of the user there."
    )
    name = fields.Char(required=True)
    latest_authentication = fields.Datetime("Last connection")
    local_user_id = fields.Many2one(
        "res.users",
        "Local user",
        compute="_compute_local_user_id",
        help="Whose account this is, by its login or its e-mail address.",
    )
    is_of_colleague = fields.Boolean(
        "Of our people",
        compute="_compute_is_of_colleague",
        search="_search_is_of_colleague",
        help="Otherwise it is the client's own.",
    )

    is_of_the_hub = fields.Boolean(
        "The hub's own user",
        compute="_compute_is_of_the_hub",
        store=True,
        precompute=True,
        help="Behind the API key. It is never removed.",
    )

    _remote_id_unique = models.UniqueIndex(
        "(project_id, remote_id) WHERE remote_id > 0", "A database has each user only once."
    )

    @api.depends("login")
    def _compute_shown_login(self):
        for user in self:
            user.shown_login = user.login and shown_login(user.login)

    @api.depends("login")
    def _compute_address(self):
        for user in self:
            user.address = login_address(user.login)

    @api.depends("login", "remote_id", "project_id.database_api_login", "project_id.database_api_uid")
    def _compute_is_of_the_hub(self):
        for user in self:
            user.is_of_the_hub = is_of_the_hub(
                user._as_account(user.remote_id),
                user.project_id.database_api_uid,
                user.project_id.database_api_login,
            )

    @api.depends("address", "email")
    def _compute_local_user_id(self):
        people = self.env["res.users"]._by_address({*self.mapped("address"), *self.mapped("email")} - {False})
        shown = self.env["res.users"].union(*people.values())._filtered_access("read").filtered("active")
        owners = self._owners(people)
        for user in self:
            user.local_user_id = owners.get(user, shown.browse()) & shown

    @api.depends("local_user_id")
    def _compute_is_of_colleague(self):
        for user in self:
            user.is_of_colleague = bool(user.local_user_id) and not user.local_user_id.share

    def _search_is_of_colleague(self, operator, value):
        if operator != "in":
            return NotImplemented
        people_sudo = self.env["res.users"].sudo()  # everybody may know which accounts are of colleagues
        found = people_sudo._search([("database_address", "!=", False), ("share", "=", False)])
        addresses = found.subselect(people_sudo._field_to_sql(people_sudo._table, "database_address", found))
        of_colleagues = fields.Domain("address", "in", addresses) | fields.Domain("email", "in", addresses)
        accounts = fields.Domain("id", "in", self._search(of_colleagues))  # most have no e-mail address
        return accounts if True in value else ~accounts

    def _owners(self, people):
        """Whose accounts these are. If an account has the login of one person and the e-mail address of another, it
        belongs to the one with the login.

        :param people: address -> person
        :return: user -> person
        """
        owners = {}
        for (_database, address), found in self._fits(people).items():
            for fit in found:
                if not fit.left_alone and (fit.account.address == address or fit.account not in owners):
                    owners[fit.account] = people[address]
        return owners

    def _fits(self, addresses):
        """Which of the users that the databases of these have told are perhaps the people with these addresses.

        :return: (database, address) -> list of :class:`~...remote.work.persons.Fit` with the user as its account
        """
        if not addresses:
            return {}
        known = self._at(addresses, [("project_id", "in", self.project_id.ids)])
        fitting = {}
        for database, users in known.grouped("project_id").items():
            accounts = [user._as_account() for user in users]
            for address in {*users.mapped("address"), *users.mapped("email")} & {*addresses}:
                fitting[database, address] = [
                    fit._replace(account=known.browse(fit.account.id)) for fit in fits(address, accounts)
                ]
        return fitting

    def _as_account(self, account_id=None):
        """This user, who is internal and active, as an :class:`~...remote.work.accounts.Account`.

        :param account_id: None: that of the record here
        """
        return Account(
            self.id if account_id is None else account_id, self.login or "", self.email or "", self.name
        )

    def action_remove(self):
        """Show what removing these users would do, and ask for a confirmation.

        :return: action that shows the preview
        """
        return self.env["databases.user.wizard"]._remove(self)

    @api.model
    def _at(self, addresses, domain=()):
        """The users in all databases whose login or e-mail address is one of these addresses.

        :param domain: which of them
        """
        addresses = list(addresses)
        return self.search([*domain, "|", ("address", "in", addresses), ("email", "in", addresses)])

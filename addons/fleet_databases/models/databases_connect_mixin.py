from urllib.parse import quote, urlencode

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..remote.ladder import ADDRESS, Step, climb
from ..remote.values import Job
from .actions import new_tab
from .connection_test import described
from .settings import account, settings

# The client's own list behind a KPI, as external id of an action. Those of the dashboard's journal types.
_LISTS = {
    "account_journal_type_sale": "account.action_move_out_invoice_type",
    "account_journal_type_purchase": "account.action_move_in_invoice_type",
    "account_journal_type_bank": "account.action_move_journal_line",
    "account_journal_type_cash": "account.action_move_journal_line",
    "account_journal_type_credit": "account.action_move_journal_line",
    "account_journal_type_general": "account.action_move_journal_line",
    "database_nb_users": "base.action_res_users",
}
# The first version whose web client has addresses of its own, such as /odoo/action-12.
_ODOO_PATH_SINCE = (17, 2)


class DatabasesConnectMixin(models.AbstractModel):
    """The way into a client's database, for a person and for a test."""

    _name = "databases.connect.mixin"
    _description = "Way into a remote database"

    database_version_major = fields.Integer(
        "Major version", compute="_compute_database_version_major", store=True, index="btree_not_null"
    )
    database_is_outdated = fields.Boolean(
        "Outdated version",
        compute="_compute_database_is_outdated",
        search="_search_database_is_outdated",
        help="Older than the oldest version of the settings.",
    )

    @api.depends("database_version")
    def _compute_database_version_major(self):
        for project in self:
            major, _dot, _minor = (project.database_version or "").partition(".")
            project.database_version_major = int(major) if major.isdecimal() else False

    @api.depends("database_version_major")
    def _compute_database_is_outdated(self):
        oldest = settings(self.env).oldest_version
        for project in self:
            project.database_is_outdated = 0 < project.database_version_major < oldest

    def _search_database_is_outdated(self, operator, value):
        if operator != "in":
            return NotImplemented
        outdated = fields.Domain("database_version_major", ">", 0) & fields.Domain(
            "database_version_major", "<", settings(self.env).oldest_version
        )
        return outdated if True in value else ~outdated

    def action_connect(self):
        """Open the database in a new tab of the browser, as its own users do."""
        self.ensure_one()
        self.check_access("read")
        if not self.database_url:
            raise UserError(self.env._("Enter the address of the database “%s”.", self.name))
        return new_tab(self._connect_address())

    def action_open_kpi(self, name):
        """Open the client's own list behind a number, where it is known; else the database.

        :param name: of a KPI's property, or ``database_nb_users``
        """
        self.ensure_one()
        self.check_access("read")
        action = _LISTS.get(name)
        if not action or not self._has_web_client():
            return self.action_connect()
        if self._version() >= _ODOO_PATH_SINCE:
            return new_tab(f"{self.database_url}/odoo/action-{action}{self._chosen_database()}")
        return new_tab(f"{self.database_url}/web{self._chosen_database()}#action={action}")

    def _connect_address(self):
        if self.database_hosting == "saas" and self.database_uuid:
            return f"{account(self.env).url}/my/databases/connect/{quote(self.database_uuid)}"
        if self.database_hosting in ("premise", "paas") and self._has_web_client():
            path = "/odoo" if self._version() >= _ODOO_PATH_SINCE else "/web"
            return f"{self.database_url}{path}{self._chosen_database()}"
        return self.database_url

    def _has_web_client(self):
        return bool(self.database_hosting != "other" and self.database_version)

    def _version(self):
        """(major, minor), both int, of a database that has told its version."""
        return tuple(int(part) for part in self.database_version.split("."))

    def _chosen_database(self):
        """One server may serve many databases: without this it would ask which one."""
        own_server = self.database_hosting == "premise" and self.database_name
        return f"?{urlencode({'db': self.database_name})}" if own_server else ""

    def action_test_connection(self):
        """Walk step by step to these databases and tell where it breaks. Commits.

        :return: action that shows the steps
        """
        self._check_are_ours()
        databases = self.filtered_domain(self._pullable_domain())
        if not databases:
            raise UserError(self.env._("There is no database here that can be asked now"))
        jobs = [Job(target, climb) for target in databases._targets()]
        answers = self.env["databases.engine"]._answers(jobs)
        lines = []
        for database in databases:
            result = answers.get(database.id)
            steps = {} if not result else result.answers or {ADDRESS: Step(error=result.error)}
            lines += [{"project_id": database.id, **line} for line in described(self.env, steps)]
        return self.env["databases.connection.test"]._show(lines)

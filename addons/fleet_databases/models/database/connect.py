from urllib.parse import quote, urlencode

from odoo import models
from odoo.exceptions import UserError

from ..actions import new_tab
from ..settings import account

# For each KPI the external id of the action that opens its records in the client's database. For journals, they are
# those of the dashboard of Accounting.
_LISTS = {
    "account_journal_type_sale": "account.action_move_out_invoice_type",
    "account_journal_type_purchase": "account.action_move_in_invoice_type",
    "account_journal_type_bank": "account.action_move_journal_line",
    "account_journal_type_cash": "account.action_move_journal_line",
    "account_journal_type_credit": "account.action_move_journal_line",
    "account_journal_type_general": "account.action_move_journal_line",
    "database_nb_users": "base.action_res_users",
}
# Since this version the web client has addresses such as /odoo/action-12.
_ODOO_PATH_SINCE = (17, 2)


class ProjectProject(models.Model):
    """Opens a client's database for a person."""

    _inherit = "project.project"

    def action_database_connect(self):
        """Open the database in a new tab of the browser, as its own users do."""
        self.ensure_one()
        self.check_access("read")
        if not self.database_url:
            raise UserError(self.env._("Enter the address of the database “%s”.", self.name))
        return new_tab(self._database_connect_address())

    def action_database_open_kpi(self, name):
        """Open the list in the client's database that a number counts, if the hub knows it; else the database.

        :param name: of a KPI's property, or ``database_nb_users``
        """
        self.ensure_one()
        self.check_access("read")
        action = _LISTS.get(name)
        if not action or not self._database_has_web_client():
            return self.action_database_connect()
        if self._database_version_series() >= _ODOO_PATH_SINCE:
            return new_tab(f"{self.database_url}/odoo/action-{action}{self._database_choice()}")
        return new_tab(f"{self.database_url}/web{self._database_choice()}#action={action}")

    def _database_connect_address(self):
        if self.database_hosting == "saas" and self.database_uuid:
            return f"{account(self.env).url}/my/databases/connect/{quote(self.database_uuid)}"
        if self.database_hosting in ("premise", "paas") and self._database_has_web_client():
            path = "/odoo" if self._database_version_series() >= _ODOO_PATH_SINCE else "/web"
            return f"{self.database_url}{path}{self._database_choice()}"
        return self.database_url

    def _database_has_web_client(self):
        return bool(self.database_hosting != "other" and self.database_version)

    def _database_choice(self):
        """The part of an address that names the database. Without it, a server with several databases asks for one."""
        own_server = self.database_hosting == "premise" and self.database_name
        return f"?{urlencode({'db': self.database_name})}" if own_server else ""

from urllib.parse import quote, urlencode

from odoo import models
from odoo.exceptions import UserError

from ..actions import new_tab
from ..settings import account

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
        """Open the list in the client's database that a number counts, if its KPI has one; else the database.

        :param name: of the field or the property
        """
        self.ensure_one()
        self.check_access("read")
        kpis_sudo = self.env["databases.kpi"].sudo()  # we only read where it leads
        lists_sudo = kpis_sudo.search([("column_name", "=", name)]).list_ids
        if not lists_sudo or not self._database_has_web_client():
            return self.action_database_connect()
        series = self._database_version_series()
        behind = lists_sudo._of(series)
        if not behind:
            return self.action_database_connect()
        if series >= _ODOO_PATH_SINCE:
            return new_tab(f"{self.database_url}/odoo/{behind._path()}{self._database_choice()}")
        return new_tab(f"{self.database_url}/web{self._database_choice()}#{behind._fragment()}")

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

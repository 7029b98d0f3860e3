from odoo import api, models

from ...remote.values import Job, Target, Trust
from ...remote.work.server_databases import ask_server
from ...tools import address
from ..settings import reach, setting
from ..words import sentence


class ProjectProject(models.Model):
    """Which databases a server has."""

    _inherit = "project.project"

    @api.model
    def _database_names_on_server(self, url):
        """Ask a server which databases it has. Commits.

        :return: list of names, and a sentence if the server does not tell them
        :raises UserError: the address can't be used
        """
        self._database_check_is_admin()
        self._database_check_address(url, self.env._("the server"))
        target = Target(
            0,
            address.origin(url),
            timeout=setting(self.env, "timeout"),
            reach=reach(self.env),
            trust=self._database_trust_on_server(url),
        )
        [result] = self.env["databases.engine"]._results([Job(target, ask_server)]).values()
        if result.error:
            return [], sentence(self.env, result.error.kind, result.error.detail)
        return sorted(result.answers["names"]), False

    @api.model
    def _database_trust_on_server(self, url):
        """Which certificate is accepted of a server: as of its databases that the hub already has, if they agree."""
        trusts = {database._database_trust() for database in self._database_known_on_server(url)} - {Trust()}
        return trusts.pop() if len(trusts) == 1 else Trust()

    @api.model
    def _database_names_known_on_server(self, url):
        """Names of the databases of a server that the hub already has, also archived ones."""
        return set(self._database_known_on_server(url).mapped("database_name"))

    @api.model
    def _database_known_on_server(self, url):
        return self.with_context(active_test=False).search([("database_url", "=", address.origin(url))])

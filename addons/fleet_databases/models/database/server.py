from dataclasses import replace

from odoo import api, models
from odoo.exceptions import UserError

from ...remote.values import Job, Target, Trust
from ...remote.work.renewal import prove
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
        target = self._database_target_on_server(url)
        [result] = self.env["databases.engine"]._results([Job(target, ask_server)]).values()
        if result.error:
            return [], sentence(self.env, result.error.kind, result.error.detail)
        return sorted(result.answers["names"]), False

    @api.model
    def _database_target_on_server(self, url):
        self._database_check_is_admin()
        self._database_check_address(url, self.env._("the server"))
        return Target(
            0,
            address.origin(url),
            timeout=setting(self.env, "timeout"),
            reach=reach(self.env),
            trust=self._database_trust_on_server(url),
        )

    @api.model
    def _database_encrypted_key_of_server(self, url, key):
        """:return: an API key for the databases of a server, as text that may be stored"""
        self._database_check_is_admin()
        self._database_check_address(url, self.env._("the server"))
        keys_sudo = self.env["databases.key"].sudo()  # no key is read
        return keys_sudo._encrypted_for_server(address.origin(url), key)

    @api.model
    def _database_key_of_server(self, url, token):
        """:return: the key that :meth:`_database_encrypted_key_of_server` got
        :raises UserError: it was entered for another server
        """
        self._database_check_is_admin()
        self._database_check_address(url, self.env._("the server"))
        keys_sudo = self.env["databases.key"].sudo()  # the first check makes sure who may do this
        key = keys_sudo._decrypted_for_server(address.origin(url), token)
        if key is None:
            raise UserError(self.env._("The address was changed: enter the API key again."))
        return key

    @api.model
    def _database_try_on_server(self, url, login, key, names):
        """Try whether a login and a key open these databases of a server. Commits.

        :return: name -> a sentence, of those that they don't open, or for which there was no time
        """
        base = self._database_target_on_server(url)
        targets = [
            replace(base, id=number, database=name, login=login, key=key) for number, name in enumerate(names)
        ]
        results = self.env["databases.engine"]._results([Job(target, prove) for target in targets])
        untried = self.env._("There was no time to try it. Add the others first.")
        told = {
            target.database: results[target.id].error if target.id in results else untried
            for target in targets
        }
        return {
            name: why if isinstance(why, str) else sentence(self.env, why.kind, why.detail)
            for name, why in told.items()
            if why
        }

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

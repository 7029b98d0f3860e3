from odoo import api, models

from ..remote.database_list import served
from ..remote.values import Job, Target
from ..tools import address
from .failure import sentence
from .settings import account, reach, settings


class DatabasesServerMixin(models.AbstractModel):
    """New databases: made from the project template, and found on a server."""

    _name = "databases.server.mixin"
    _description = "Databases of a server"

    @api.model
    def _template(self):
        """The project template of new databases, which may be none."""
        template = self.browse(account(self.env).template).exists()
        return template if template.is_template else self.browse()

    @api.model
    def _create_databases(self, vals_list, template):
        """Create databases, from a project template where there is one."""
        if not template:
            return self.create(vals_list)
        return self.union(*[template.action_create_from_template(vals) for vals in vals_list])

    @api.model
    def _databases_of_server(self, url):
        """Ask a server which databases it has. Commits.

        :return: list of names, and a sentence where the server does not tell
        :raises UserError: the address can't be used
        """
        self._check_is_databases_admin()
        self._check_address(url, self.env._("the server"))
        target = Target(0, address.origin(url), timeout=settings(self.env).timeout, reach=reach(self.env))
        [result] = self.env["databases.engine"]._answers([Job(target, served)]).values()
        if result.error:
            return [], sentence(self.env, result.error.kind, result.error.detail)
        return sorted(result.answers["names"]), False

    @api.model
    def _known_on_server(self, url):
        """Names of the databases of a server that the hub has already, archived ones too."""
        return set(
            self.with_context(active_test=False)
            .search([("database_url", "=", address.origin(url))])
            .mapped("database_name")
        )

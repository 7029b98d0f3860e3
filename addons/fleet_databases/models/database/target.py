from odoo import api, models

from ...remote.values import Target
from ...tools import address
from ..settings import account, reach, setting


class ProjectProject(models.Model):
    """How a database is reached."""

    _inherit = "project.project"

    @api.model
    def _database_pullable_domain(self):
        """Projects that are databases which can be asked."""
        return [("database_hosting", "not in", (False, "other")), ("active", "=", True)]

    def _database_targets(self):
        """How to reach these databases, as frozen values that threads can carry, in their order.

        One key of Odoo.com opens all Odoo Online databases of the account. It goes to those that the account has
        listed, as is on record, below its own address: at other addresses of Odoo.com, clients run code of their own.
        """
        own, timeout, allowed = account(self.env), setting(self.env, "timeout"), reach(self.env)
        keys_sudo = self.env["databases.key"].sudo()  # frozen into the targets, for the transport alone
        keys = keys_sudo._keys([*self.ids, False])
        on_record = keys_sudo._with_listing(self.filtered("database_is_listed").ids)
        targets = []
        for project in self:
            url = address.origin(project.database_url)
            is_online = project.database_is_listed and address.is_below(url, own.url)
            of_account = keys.get(False, "") if is_online else ""
            if of_account and project.id not in on_record:
                of_account = None
            targets.append(
                Target(
                    id=project.id,
                    url=url,
                    database=project.database_name or "",
                    login=project.database_api_login or (own.login if is_online else ""),
                    key=keys.get(project.id, of_account),
                    protocol=project.database_protocol or "",
                    timeout=timeout,
                    reach=allowed,
                )
            )
        return targets

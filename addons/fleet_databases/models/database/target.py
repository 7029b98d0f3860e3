from odoo import api, models

from ...remote.values import Target
from ...tools import address
from ..settings import account, reach, setting


class ProjectProject(models.Model):
    """How to reach a database."""

    _inherit = "project.project"

    @api.model
    def _database_pullable_domain(self):
        """Projects that are databases which can be asked."""
        return [("database_hosting", "not in", (False, "other")), ("active", "=", True)]

    def _database_targets(self):
        """How to reach these databases, in their order, as frozen values that can be used in threads. Those that can't
        be asked are barred: whatever is to be done there, nothing is.

        One key of Odoo.com opens all Odoo Online databases of the account. It is sent only to databases that the
        account has listed, according to an encrypted record, and whose host is below that of Odoo.com: at other hosts,
        clients run code of their own.
        """
        own, timeout, allowed = account(self.env), setting(self.env, "timeout"), reach(self.env)
        keys_sudo = self.env["databases.key"].sudo()  # only the transport reads the keys in the targets
        keys = keys_sudo._keys([*self.ids, False])
        on_record = keys_sudo._with_listing(self.filtered("database_is_listed").ids)
        askable = self.filtered_domain(self._database_pullable_domain())
        targets = []
        for project in self:
            if project not in askable:
                targets.append(Target(project.id, project.database_url or "", barred=True))
                continue
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
                    trust=project._database_trust(),
                )
            )
        return targets

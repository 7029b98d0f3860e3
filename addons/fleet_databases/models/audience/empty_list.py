from markupsafe import Markup

from odoo import api, models
from odoo.tools import format_list

_USER, _ADMIN = "fleet_databases.group_databases_user", "fleet_databases.group_databases_admin"
_MAX_ADMINISTRATORS = 5
_HELP = Markup('<p class="o_view_nocontent_smiling_face">%s</p><p>%s</p>')


class ProjectProject(models.Model):
    """What stands in the list of databases while it is empty."""

    _inherit = "project.project"

    @api.model
    def get_empty_list_help(self, help_message):
        if not self.env.context.get("default_database_hosting") or not self.env.user.has_group(_USER):
            return super().get_empty_list_help(help_message)
        own = self.with_user(self.env.user).with_context(
            active_test=False
        )  # actions are read in superuser mode
        if own.search_count([("database_hosting", "!=", False)], limit=1):
            return _HELP % (
                self.env._("No database is like this"),
                self.env._("Take a filter out of the search to see more."),
            )
        if self.env.user.has_group(_ADMIN):
            return super().get_empty_list_help(help_message)
        return _HELP % (
            self.env._("No client has an account with your e-mail address"),
            self.env._("Ask %s to invite you.", self._database_administrators()),
        )

    @api.model
    def _database_administrators(self):
        """The names of the people who can invite somebody."""
        group_sudo = self.env.ref(_ADMIN).sudo()  # everybody may know whom to ask
        people_sudo = group_sudo.all_user_ids.filtered("active")[:_MAX_ADMINISTRATORS]
        names = people_sudo.mapped("name") or [self.env._("an administrator")]
        return format_list(self.env, names, style="or")

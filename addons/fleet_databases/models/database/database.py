from odoo import api, models
from odoo.exceptions import AccessError

from ..own_hand import FETCHED, is_by_mail, is_own_hand, says_what_a_database_is
from .connection import CONNECTION

_ADMIN = "fleet_databases.group_databases_admin"


class ProjectProject(models.Model):
    """A project is a database when it has a hosting type. Who may make it one, and change what it is."""

    _inherit = "project.project"

    @api.model
    def get_import_templates(self):
        templates = super().get_import_templates()
        if not self.env.context.get("default_database_hosting"):
            return templates
        template = {
            "label": self.env._("Import Template for Databases"),
            "template": "/fleet_databases/static/import/databases.csv",
        }
        return [template, *templates]

    @api.model_create_multi
    def create(self, vals_list):
        if not self._database_is_admin():
            defaults = [name for name in self.env.context if name.startswith("default_database_")]
            self = self.with_context(**dict.fromkeys(defaults))  # noqa: PLW0642
        projects = super().create(vals_list)
        projects.invalidate_recordset(["database_api_key"])
        urls = [vals.get("database_url") for vals in vals_list]
        projects._database_tell_cut(dict(zip(projects, urls, strict=True)))
        databases = projects.filtered("database_hosting")
        if databases:
            databases._database_connection_changed({database: set() for database in databases})
        return projects

    def _prepare_create_values(self, vals_list):
        # These are all values that will be stored, default values too.
        completed = super()._prepare_create_values(vals_list)
        for vals in completed:
            self._database_check_may_change([name for name, value in vals.items() if value])
        completed = [self._database_with_connection(vals) for vals in completed]
        self._database_check_are_free(
            [(vals.get("database_url"), vals.get("database_name")) for vals in completed]
        )
        return completed

    def write(self, vals):
        self._database_check_may_change(vals)
        # Before anything is added to what the person has written.
        vals = self._database_checked_as_seen(vals)
        if (FETCHED | {"active"}) & vals.keys():
            self._database_check_may_end()
        ends = (
            "database_hosting" in vals
            and not vals["database_hosting"]
            and any(self.mapped("database_hosting"))
        )
        if ends:
            # Another database may get the address of a project that is not a database any more.
            vals = {**vals, **dict.fromkeys(CONNECTION, False)}
        entered = self._database_urls_entered(vals)
        for projects, values in self._database_each_with_connection(vals, entered):
            moved = projects.browse() if CONNECTION.isdisjoint(values) else projects
            moved._database_check_may_move(values)
            before = {project: project._database_connection() for project in moved}
            super(ProjectProject, projects).write(values)
            if moved:
                moved._database_connection_changed(moved._database_differences(before, values))
        self._database_tell_cut(entered)
        self.invalidate_recordset(["database_api_key"])
        if FETCHED & vals.keys():
            self._database_forget_unwanted()
        return True

    def copy_data(self, default=None):
        # The copy has no address, so it is no database, even if the list of databases sets a hosting by default.
        return [{"database_hosting": False, **vals} for vals in super().copy_data(default)]

    @api.ondelete(at_uninstall=False)
    def _database_check_may_end(self):
        """An archived database is not synchronized any more, and deleting one also deletes its key and its history."""
        if any(project.database_hosting for project in self):
            self._database_check_is_admin()

    def _database_check_may_change(self, names):
        """Whoever changes the address of a database decides which server gets its key: not every project manager may do
        that. The switches that say what to fetch are copied with every project, so they are for everybody."""
        if any(says_what_a_database_is(name) for name in names):
            self._database_check_is_admin()

    @api.model
    def _database_check_is_admin(self):
        """:raises AccessError:"""
        if not self._database_is_admin():
            raise AccessError(self.env._("Only an administrator of Databases may change a database."))

    @api.model
    def _database_is_admin(self):
        """Whether an administrator of Databases does this, or the hub itself. Superuser mode is no proof: Odoo also
        uses it to create projects for other people."""
        if is_by_mail(self.env):
            return False
        return is_own_hand(self.env) or self.env.user.has_group(_ADMIN)

from functools import partial

from odoo import api, fields, models

from ...remote.values import Query
from ...tools.remote_users import FIELDS, users_of
from .parts import Part


class ProjectProject(models.Model):
    """Who can log in to a database."""

    _inherit = "project.project"

    database_user_ids = fields.One2many("databases.user", "project_id", "Database users", readonly=True)
    database_nb_users = fields.Integer("Users", compute="_compute_database_nb_users", store=True)

    @api.depends("database_user_ids")
    def _compute_database_nb_users(self):
        counts = dict(
            self.env["databases.user"]._read_group(
                [("project_id", "in", self.ids)], ["project_id"], ["__count"]
            )
        )
        for project in self:
            project.database_nb_users = counts.get(project, 0)

    def _database_connection_changed(self, changed):
        super()._database_connection_changed(changed)
        users_sudo = self._database_ended(changed).database_user_ids.sudo()  # the hub's own records
        users_sudo.unlink()

    @api.model
    def _database_parts(self):
        return [
            *super()._database_parts(),
            Part("users", store="_database_store_users", question="_database_users_question"),
        ]

    def _database_users_question(self):
        # We don't know to which user the key of the Odoo.com account belongs.
        own_login = self.database_has_key and self.database_api_login
        params = {"domain": [["share", "=", False]], "fields": list(FIELDS)}
        return Query("users", "res.users", "search_read", params, read=partial(users_of, own_login))

    def _database_store_users(self, results):
        self.env["databases.user"]._follow({id_: result.answers["users"] for id_, result in results.items()})

from odoo import api, fields, models

from ...remote.values import Query
from ...tools.remote_users import FIELDS as REMOTE_USER_FIELDS


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

    def _database_questions(self):
        return [
            *super()._database_questions(),
            Query(
                "users",
                "res.users",
                "search_read",
                {"domain": [["share", "=", False]], "fields": list(REMOTE_USER_FIELDS)},
            ),
        ]

    def _database_apply(self, readings):
        result = super()._database_apply(readings)
        self.env["databases.user"]._follow({id_: reading.users for id_, reading in readings.items()})
        return result

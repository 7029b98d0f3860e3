from odoo import api, fields, models

from ...remote.partly import Partly
from ...tools.companies import companies_of
from .parts import Part


class ProjectProject(models.Model):
    """Which of the companies in a database its numbers cover: those of the user behind the key."""

    _inherit = "project.project"

    database_nb_companies = fields.Integer(
        "Companies covered",
        copy=False,
        readonly=True,
        help="Those of the user behind the key. 0: it is not known.",
    )
    database_nb_companies_there = fields.Integer(
        "Companies in the database",
        copy=False,
        readonly=True,
        help="All, if the user behind the key may manage users; otherwise those that this user sees.",
    )
    database_is_partial = fields.Boolean(
        "Numbers of some companies",
        compute="_compute_database_is_partial",
        store=True,
        help="The database has companies that the user behind the key does not belong to.",
    )
    database_companies = fields.Char("Companies", compute="_compute_database_companies")

    @api.depends("database_nb_companies", "database_nb_companies_there")
    def _compute_database_is_partial(self):
        for project in self:
            project.database_is_partial = (
                0 < project.database_nb_companies < project.database_nb_companies_there
            )

    @api.depends("database_nb_companies", "database_nb_companies_there")
    @api.depends_context("lang")
    def _compute_database_companies(self):
        for project in self:
            project.database_companies = project.database_is_partial and self.env._(
                "%(covered)s of %(all)s companies",
                covered=project.database_nb_companies,
                all=project.database_nb_companies_there,
            )

    def _database_connection_changed(self, changed):
        super()._database_connection_changed(changed)
        self.write({"database_nb_companies": False, "database_nb_companies_there": False})

    @api.model
    def _database_parts(self):
        return [*super()._database_parts(), Part("companies", store="_database_store_companies")]

    def _database_store_companies(self, results):
        for database in self:
            users = results[database.id].answers.get("users")
            if not isinstance(users, Partly):
                continue
            covered, there = companies_of(users.kept, database.database_api_uid)
            database._database_write_changes(
                {"database_nb_companies": covered, "database_nb_companies_there": there}
            )

from odoo import api, fields, models


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

    def _database_asks_for_key_owner(self):
        # Whoever gives the user the other companies wants to see the warning go.
        return super()._database_asks_for_key_owner() or self.database_is_partial

    def _database_store_key_owner(self, owner):
        super()._database_store_key_owner(owner)
        covered, there = owner.companies
        self._database_write_changes({"database_nb_companies": covered, "database_nb_companies_there": there})

from odoo import fields, models


class ProjectProject(models.Model):
    """The numbers of a database as rows: see ``databases.kpi.current``."""

    _inherit = "project.project"

    database_current_kpi_ids = fields.One2many(
        "databases.kpi.current",
        "project_id",
        "Numbers",
        readonly=True,
        help="All that the database has told, also what has no column in the list.",
    )

    def _database_connection_changed(self, changed):
        super()._database_connection_changed(changed)
        current_sudo = self.env["databases.kpi.current"].sudo()  # the hub's own records
        current_sudo._of(self._database_ended(changed).ids).unlink()

    def _database_forget_unwanted(self):
        super()._database_forget_unwanted()
        self.filtered("database_last_synchro")._database_follow_numbers()

    def _database_store_numbers(self, results):
        """The last part of what is stored of an answer."""
        answered = self.filtered(lambda database: not results[database.id].error)
        answered._database_follow_numbers()

    def _database_follow_numbers(self):
        """Make the rows of these databases equal to their fields and properties. They have answered before."""
        kpis_sudo = self.env["databases.kpi"].sudo()._told()  # the hub's own records, as the rows
        current_sudo = self.env["databases.kpi.current"].sudo()  # nobody else writes them
        current_sudo._follow({database.id: kpis_sudo._told_by(database) for database in self})

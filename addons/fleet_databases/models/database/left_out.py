from odoo import api, fields, models

from ..left_out_words import kept, sentences


class ProjectProject(models.Model):
    """What of the last answer of a database could not be read, and so is missing here."""

    _inherit = "project.project"

    database_left_out = fields.Json("Left out", copy=False, readonly=True, exportable=False)
    database_left_out_message = fields.Char("Could not be read", compute="_compute_database_left_out_message")

    @api.depends("database_left_out")
    @api.depends_context("lang")
    def _compute_database_left_out_message(self):
        for project in self:
            project.database_left_out_message = sentences(self.env, project.database_left_out)

    def _database_note_left_out(self, left_out):
        """
        :param left_out: id -> tuple of :class:`~...remote.partly.LeftOut`
        """
        for database in self:
            # The form shows every KPI, whether it has a column or not.
            unread = tuple(part for part in left_out[database.id] if part.what != "columns")
            database._database_write_changes({"database_left_out": kept(unread)})

    def _database_connection_changed(self, changed):
        super()._database_connection_changed(changed)
        self.write({"database_left_out": False})

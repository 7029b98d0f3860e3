from odoo import api, fields, models

from ...remote.errors import NotAsked


class DatabasesDatabaseTask(models.AbstractModel):
    """A task for a database. It keeps the name and address, in case the database is deleted."""

    _name = "databases.database.task"
    _inherit = ["databases.task"]
    _description = "Task for a database"

    _subject_gone = NotAsked

    project_id = fields.Many2one("project.project", readonly=True, index=True, ondelete="set null")
    database = fields.Char(required=True, readonly=True)
    address = fields.Char(readonly=True)

    @api.model
    def _subject_domain(self):
        return self.env["project.project"]._database_pullable_domain()

    @api.model
    def _targets(self, databases):
        return databases._database_targets()

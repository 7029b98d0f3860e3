from odoo import api, fields, models

from ...tools.versions import series
from ..settings import setting
from .parts import Part


class ProjectProject(models.Model):
    """Which Odoo a database runs on."""

    _inherit = "project.project"

    database_version = fields.Char("Odoo version", copy=False, readonly=True)
    database_protocol = fields.Selection(
        [("json2", "JSON-2"), ("xmlrpc", "XML-RPC")],
        "Protocol",
        copy=False,
        readonly=True,
        help="What the database spoke last time.",
    )
    database_version_major = fields.Integer(
        "Major version", compute="_compute_database_version_major", store=True, index="btree_not_null"
    )
    database_is_outdated = fields.Boolean(
        "Outdated version",
        compute="_compute_database_is_outdated",
        search="_search_database_is_outdated",
        help="Older than the oldest version of the settings.",
    )

    @api.depends("database_version")
    def _compute_database_version_major(self):
        for project in self:
            major, _dot, _minor = (project.database_version or "").partition(".")
            project.database_version_major = int(major) if major.isdecimal() else False

    @api.depends("database_version_major")
    def _compute_database_is_outdated(self):
        oldest = setting(self.env, "oldest_version")
        for project in self:
            project.database_is_outdated = 0 < project.database_version_major < oldest

    def _search_database_is_outdated(self, operator, value):
        if operator != "in":
            return NotImplemented
        outdated = fields.Domain("database_version_major", ">", 0) & fields.Domain(
            "database_version_major", "<", setting(self.env, "oldest_version")
        )
        return outdated if True in value else ~outdated

    @api.model
    def _database_parts(self):
        return [*super()._database_parts(), Part("version", store="_database_store_version")]

    def _database_store_version(self, results):
        for database in self:
            result = results[database.id]
            if not result.error:
                told = {"database_version": result.version, "database_protocol": result.protocol}
                # Not every server lets the hub ask for its version.
                database._database_write_changes({name: value for name, value in told.items() if value})

    def _database_version_series(self):
        """(major, minor), both int, of a database that has told its version."""
        return series(self.database_version)

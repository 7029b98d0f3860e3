from odoo import api, fields, models
from odoo.tools import split_every
from odoo.tools.misc import formatLang

from ...tools.changes import changes
from ...tools.deadline import steps
from ..big_integer import BigInteger
from .status_names import status_name

# After so many rows, we look at the clock.
_ROWS = 500


class DatabasesKpiCurrent(models.Model):
    """What a database told of a KPI the last time. The same stands in a field or a property of the database: sums over
    databases, groups and later histories are made of these rows, which properties can't give."""

    _name = "databases.kpi.current"
    _description = "Current number of a database"
    _order = "project_id, kpi_id"
    _rec_name = "kpi_id"

    project_id = fields.Many2one("project.project", "Database", required=True, index=True, ondelete="cascade")
    kpi_id = fields.Many2one("databases.kpi", "KPI", required=True, index=True, ondelete="cascade")
    value = BigInteger("Number", help="Zero if the KPI is no number.")
    text = fields.Char("Status or text", help="Of a KPI that is no number.")
    shown = fields.Char("Value", compute="_compute_shown")
    column_name = fields.Char(related="kpi_id.column_name")
    user_id = fields.Many2one(related="project_id.user_id", string="Responsible")
    partner_id = fields.Many2one(related="project_id.partner_id", string="Customer")

    _database_kpi_unique = models.UniqueIndex(
        "(project_id, kpi_id)", "A database has one number for each KPI."
    )

    @api.depends("value", "text", "kpi_id.type", "kpi_id.unit")
    @api.depends_context("lang")
    def _compute_shown(self):
        for row in self:
            if row.kpi_id.type == "integer":
                number = formatLang(self.env, row.value, digits=0)
                row.shown = f"{number} {row.kpi_id.unit}" if row.kpi_id.unit else number
            else:
                row.shown = status_name(self.env, row.text) if row.kpi_id.type == "selection" else row.text

    @api.model
    def _follow(self, told):
        """Store what these databases have told, and forget what they don't tell any more.

        :param told: id of the database -> id of the KPI -> int or text
        :raises TooLong: of :mod:`...tools.deadline`
        """
        rows = {(row.project_id.id, row.kpi_id.id): row for row in self._of(told)}
        difference = changes(
            {key: {"value": row.value, "text": row.text} for key, row in rows.items()},
            {
                (database_id, kpi_id): _cells(value)
                for database_id, values in told.items()
                for kpi_id, value in values.items()
            },
        )
        for updates in steps(split_every(_ROWS, difference.update.items())):
            for key, values in updates:
                rows[key].write(values)
        self.browse(rows[key].id for key in difference.remove).unlink()
        new = [
            {**values, "project_id": database_id, "kpi_id": kpi_id}
            for (database_id, kpi_id), values in difference.create.items()
        ]
        for vals_list in steps(split_every(_ROWS, new, list)):
            self.create(vals_list)

    @api.model
    def _of(self, database_ids):
        """The rows of these databases."""
        names = ["project_id", "kpi_id", "value", "text"]
        return self.search_fetch([("project_id", "in", list(database_ids))], names, order="id")


def _cells(value):
    if isinstance(value, str):
        return {"value": 0, "text": value}
    return {"value": value, "text": False}

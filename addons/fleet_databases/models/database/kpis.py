from odoo import api, fields, models
from odoo.tools import SQL

from ...remote.partly import LeftOut
from ...remote.values import Query
from ...tools.drafts import count_drafts
from ...tools.kpi import KPIS, LATE, is_draft_entries, is_tax_return, no_kpis, read_summary
from ..big_integer import BigInteger
from ..own_hand import FETCHED
from .parts import Part


class ProjectProject(models.Model):
    """The numbers that a database tells of itself."""

    _inherit = "project.project"

    database_fetch_documents = fields.Boolean(
        "Fetch documents", default=lambda self: self._database_fetches("documents")
    )
    database_fetch_draft_entries = fields.Boolean(
        "Fetch draft journal entries", default=lambda self: self._database_fetches("draft_entries")
    )
    database_fetch_tax_returns = fields.Boolean(
        "Fetch tax returns", default=lambda self: self._database_fetches("tax_returns")
    )
    database_kpi_definition_id = fields.Many2one(
        "properties.base.definition",
        "KPI definition",
        compute="_compute_database_kpi_definition_id",
        search="_search_database_kpi_definition_id",
    )
    database_kpi_properties = fields.Properties(
        "KPIs", definition="database_kpi_definition_id.database_kpi_definition", copy=False
    )
    database_counts_drafts = fields.Boolean(
        "Draft entries counted by the hub",
        copy=False,
        readonly=True,
        help="This Odoo does not tell its KPIs: it was not updated since they came, in September 2025.",
    )
    database_has_documents = fields.Boolean("Tells documents", copy=False, readonly=True, exportable=False)
    database_nb_documents = BigInteger("Documents", copy=False, readonly=True)
    database_nb_late = fields.Integer(
        "Late returns", default=0, copy=False, readonly=True, help="Tax returns past their deadline."
    )

    def _compute_database_kpi_definition_id(self):
        self.database_kpi_definition_id = self._database_kpi_definition()

    def _search_database_kpi_definition_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        return fields.Domain.TRUE if self._database_kpi_definition().id in value else fields.Domain.FALSE

    def _field_to_sql(self, alias, fname, query=None):
        # Every project has the same definition: exporting and grouping by KPI read it like a column.
        if fname == "database_kpi_definition_id":
            return SQL("%s", self._database_kpi_definition().id)
        return super()._field_to_sql(alias, fname, query)

    def _database_kpi_definition(self):
        """Where the KPIs of all databases are defined."""
        return self.env["properties.base.definition"]._of_kpis()

    @api.model
    def _database_parts(self):
        return [
            *super()._database_parts(),
            Part("kpis", store="_database_store_kpis", question="_database_kpis_question"),
        ]

    def _database_kpis_question(self):
        """No language is sent along: Odoo 19 refuses a call in a language that is not installed there."""
        if not any(self[name] for name in FETCHED):
            return None
        otherwise = count_drafts if self.database_fetch_draft_entries else no_kpis
        return Query("kpis", "kpi.provider", "get_kpi_summary", read=read_summary, otherwise=otherwise)

    def _database_store_kpis(self, results):
        """:return: id -> list of :class:`~...remote.partly.LeftOut`: the numbers for which no column is shown, and
        those for which the hub has no room
        """
        told = {id_: result.answers["kpis"].kept for id_, result in results.items()}
        kpis_sudo = self.env["databases.kpi"].sudo()  # the hub's own records
        wanted = {
            database.id: [
                kpi for kpi in told[database.id].shown if database._database_wants(kpi.property_name)
            ]
            for database in self
        }
        columns = kpis_sudo._columns(kpi for kpis in wanted.values() for kpi in kpis)
        for database in self:
            values = database._database_kpi_values(wanted[database.id], told[database.id], columns)
            database._database_write_changes(
                {
                    **database._database_documents(told[database.id]),
                    "database_nb_late": sum(
                        is_tax_return(name) and value == LATE for name, value in values.items()
                    ),
                    "database_counts_drafts": told[database.id].counts_drafts,
                    KPIS: values,
                }
            )
        return {id_: _not_shown(kpis, columns) for id_, kpis in wanted.items()}

    def _database_documents(self, told):
        """:return: the values of the fields for documents"""
        if told.documents_unread:
            return {}
        tells_documents = self.database_fetch_documents and (
            told.documents is not None or self.database_has_documents
        )
        return {
            "database_has_documents": tells_documents,
            "database_nb_documents": (tells_documents and told.documents) or 0,
        }

    def _database_wants(self, kpi):
        """Whether this database is to show a KPI, given the name of its property."""
        if not any(self[name] for name in FETCHED):
            return False
        if is_tax_return(kpi):
            return self.database_fetch_tax_returns
        return self.database_fetch_draft_entries or not is_draft_entries(kpi)

    def _database_forget_unwanted(self):
        """What was switched off is no longer shown, not even until the next synchronization."""
        for database in self:
            values = database[KPIS]._values or {}
            database._database_write_changes(
                {
                    KPIS: {
                        name: value if database._database_wants(name) else False
                        for name, value in values.items()
                    },
                    "database_nb_late": database.database_fetch_tax_returns and database.database_nb_late,
                    "database_has_documents": database.database_has_documents
                    and database.database_fetch_documents,
                    "database_nb_documents": database.database_fetch_documents
                    and database.database_nb_documents,
                }
            )

    def _database_kpi_values(self, kpis, told, columns):
        """The properties of this database. A KPI that is no longer told is 0: otherwise its last number would
        stay for ever (Odoo leaves journal types without entries out). One that could not be read keeps it.

        :param kpis: the wanted ones of those that could be read
        :param told: :class:`~...tools.kpi.Kpis`
        :param columns: property name -> its ``databases.kpi``
        """
        values = {
            name: self._database_untold_value(columns[name], value, told)
            for name, value in (self[KPIS]._values or {}).items()
            if name in columns
        }
        return values | {kpi.property_name: kpi.value for kpi in kpis if kpi.property_name in columns}

    def _database_untold_value(self, kpi, value, told):
        """The value of a KPI that was ``value`` before, and is not among those that could be read."""
        if not self._database_wants(kpi.column_name):
            return False
        if kpi.column_name in told.unread or not told.is_complete:
            return value
        return 0 if kpi.type == "integer" else False


def _not_shown(kpis, columns):
    """Why some of the KPIs of a database are not in the list: as a list of LeftOut."""
    no_room = [kpi for kpi in kpis if not _has_room(kpi, columns.get(kpi.property_name))]
    hidden = [kpi for kpi in kpis if kpi not in no_room and not columns[kpi.property_name].is_column]
    return [
        LeftOut(what, len(kpis), tuple((kpi.property_name, kpi.name) for kpi in found))
        for what, found in (("no_room", no_room), ("columns", hidden))
        if found
    ]


def _has_room(kpi, column):
    """Whether the hub has a record for it, and for a status a choice."""
    return bool(column) and (kpi.type != "selection" or not kpi.value or column._knows_status(kpi.value))

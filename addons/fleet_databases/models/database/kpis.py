from odoo import api, fields, models
from odoo.tools import SQL

from ...remote.values import Query
from ...tools.drafts import count_drafts
from ...tools.kpi import KPIS, LATE, is_draft_entries, is_tax_return, no_kpis, read_summary
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
    database_has_documents = fields.Boolean("Tells documents", copy=False, readonly=True)
    database_nb_documents = fields.Integer("Documents", copy=False, readonly=True)
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
        told = {id_: result.answers["kpis"] for id_, result in results.items()}
        kpis_sudo = self.env["databases.kpi"].sudo()  # the hub's own records
        wanted = {
            database.id: [
                kpi for kpi in told[database.id].shown if database._database_wants(kpi.property_name)
            ]
            for database in self
        }
        types = kpis_sudo._types(kpi for kpis in wanted.values() for kpi in kpis)
        for database in self:
            documents = told[database.id].documents
            tells_documents = database.database_fetch_documents and (
                documents is not None or database.database_has_documents
            )
            database._database_write_changes(
                {
                    "database_has_documents": tells_documents,
                    "database_nb_documents": (tells_documents and documents) or 0,
                    "database_nb_late": sum(kpi.value == LATE for kpi in wanted[database.id]),
                    "database_counts_drafts": told[database.id].counts_drafts,
                    KPIS: database._database_kpi_values(wanted[database.id], types),
                }
            )

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

    def _database_kpi_values(self, kpis, types):
        """The properties of this database. A KPI that is no longer told is 0: otherwise its last number would
        stay for ever (Odoo leaves journal types without entries out).

        :param types: property name -> type
        """
        vanished = {
            name: 0 if types[name] == "integer" and self._database_wants(name) else False
            for name in self[KPIS]._values
            if name in types
        }
        return vanished | {kpi.property_name: kpi.value for kpi in kpis if kpi.property_name in types}

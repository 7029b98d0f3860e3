from odoo import api, fields, models

from ...tools.kpi import KPIS, RETURN_STATUSES
from .status_names import status_name


class PropertiesBaseDefinition(models.Model):
    """The properties of databases are what the records of KPIs say, in the language of whoever reads them."""

    _inherit = "properties.base.definition"

    database_kpi_definition = fields.PropertiesDefinition(
        compute="_compute_database_kpi_definition", search="_search_database_kpi_definition"
    )

    @api.depends_context("lang")
    def _compute_database_kpi_definition(self):
        of_kpis = self._of_kpis()
        for definition in self:
            definition.database_kpi_definition = definition == of_kpis and self._kpi_properties()

    def _search_database_kpi_definition(self, operator, value):
        # Exports ask which definitions are not empty.
        if operator != "in" or set(value) != {False}:
            return NotImplemented
        return fields.Domain("id", "!=", self._of_kpis().id)

    @api.model
    def _of_kpis(self):
        """Where the KPIs of all databases are defined."""
        return self._get_definition_for_property_field("project.project", KPIS)

    @api.model
    def _begin_adding_kpis(self):
        """Two transactions that add KPIs at the same moment both write this record: so the second one fails, is begun
        anew, and finds the KPIs of the first."""
        definition_sudo = self._of_kpis().sudo()  # only system administrators may
        definition_sudo.properties_definition = False
        definition_sudo.flush_recordset()

    @api.model
    def get_properties_base_definition(self, model_name, field_name):
        answer = super().get_properties_base_definition(model_name, field_name)
        for record in answer["records"]:
            definition_sudo = self.browse(record["id"]).sudo()  # as super: the model is readable
            record["database_kpi_definition"] = definition_sudo.database_kpi_definition
        return answer

    @api.model
    def _kpi_properties(self):
        """:return: list of the properties of databases that are shown, as dictionaries"""
        kpis_sudo = self.env["databases.kpi"].sudo()  # every project has them, whoever reads it
        shown = [("field_name", "=", False), ("is_told", "=", True), ("is_column", "=", True)]
        names = ["column_name", "type", "name", "description", "unit", "other_statuses"]
        return [self._kpi_property(kpi) for kpi in kpis_sudo.search_fetch(shown, names)]

    @api.model
    def _kpi_property(self, kpi):
        prop = {"name": kpi.column_name, "type": kpi.type, "string": kpi.name, "view_in_cards": True}
        if kpi.description:
            prop["help"] = kpi.description
        if kpi.unit:
            prop["suffix"] = kpi.unit
        if kpi.type == "selection":
            known = [*RETURN_STATUSES, *(kpi.other_statuses or [])]
            prop["selection"] = [[status, status_name(self.env, status)] for status in known]
        return prop

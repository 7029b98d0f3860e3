import json

from odoo import api, models

from ...tools.kpi import KPIS


class ProjectProject(models.Model):
    """How the views show KPIs is said by their records: properties are made of them (``properties.base.definition``),
    and fields get their name, and whether they are shown, from them."""

    _inherit = "project.project"

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        described = super().fields_get(allfields, attributes)
        for kpi in self._database_kpis_with_field():
            description = described.get(kpi.field_name, {})
            if "string" in description:
                description["string"] = kpi.name
            if "help" in description and kpi.description:
                description["help"] = kpi.description
        return described

    @api.model
    def get_property_definition(self, full_name):
        field_name, _dot, property_name = full_name.partition(".")
        if field_name != KPIS:
            return super().get_property_definition(full_name)
        self.browse().check_access("read")
        definition_sudo = self._database_kpi_definition().sudo()  # only system administrators may
        properties = definition_sudo.database_kpi_definition
        return next((prop for prop in properties if prop["name"] == property_name), {})

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        for kpi in self._database_kpis_with_field():
            for node in arch.xpath("//field[@name=$name]", name=kpi.field_name):
                if view_type == "kanban":
                    _show_in_card(node, kpi)
                else:
                    _show(node, kpi, "column_invisible" if view_type == "list" else "invisible")
        if view_type == "list":
            self._database_tell_columns(arch)
        return arch, view

    @api.model
    def _database_tell_columns(self, arch):
        """A list learns of properties from its records: so that it has their columns where it shows groups alone, it is
        told of them."""
        for node in arch.xpath("//field[@name=$name]", name=KPIS):
            node.set("kpis", json.dumps(self.env["properties.base.definition"]._kpi_properties()))

    @api.model
    def _database_kpis_with_field(self):
        kpis_sudo = self.env["databases.kpi"].sudo()  # how they are shown is the same for everybody
        return kpis_sudo.search([("field_name", "!=", False)])


def _show(node, kpi, invisible):
    # For static/src/kpi.
    node.set("kpi_told_by", kpi.told_field_name or kpi.field_name)
    if not kpi.is_column:
        node.set(invisible, "True")


def _show_in_card(node, kpi):
    """An element around the number belongs to it: its title says what it is."""
    around = node.getparent()
    if around.tag == "kanban":
        return
    own = node if around.tag == "t" else around
    own.set("title", kpi.description or kpi.name)
    if not kpi.is_column:
        own.getparent().remove(own)

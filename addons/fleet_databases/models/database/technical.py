from odoo import api, models


class ProjectProject(models.Model):
    """What only the hub itself needs is marked as not exportable. Nobody is offered to filter or group by it either."""

    _inherit = "project.project"

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        described = super().fields_get(allfields, attributes)
        for name, description in described.items():
            if name.startswith("database_") and not self._fields[name].exportable:
                description.update(dict.fromkeys({"searchable", "groupable"} & description.keys(), False))
        return described

from odoo import api, models

from ..settings import setting


class ProjectProject(models.Model):
    """New databases, made from the project template of the settings."""

    _inherit = "project.project"

    @api.model
    def _database_template(self):
        """The project template of new databases; empty if there is none."""
        return setting(self.env, "template_id")

    @api.model
    def _database_create(self, vals_list, template):
        """Create databases, from a project template if there is one."""
        if not template:
            return self.create(vals_list)
        return self.browse().union(*[template.action_create_from_template(vals) for vals in vals_list])

    def _database_fetches(self, kind):
        """Whether new databases fetch this kind of KPI: as the template of the settings says."""
        template_sudo = self.sudo()._database_template()  # we read three switches, whoever creates a project
        return template_sudo[f"database_fetch_{kind}"] if template_sudo else True

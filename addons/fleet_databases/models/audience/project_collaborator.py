from odoo import api, models


class ProjectCollaborator(models.Model):
    _inherit = "project.collaborator"

    @api.constrains("project_id")
    def _check_is_no_database(self):
        self.project_id._database_check_sharing()

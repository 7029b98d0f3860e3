from odoo import models


class ProjectMilestone(models.Model):
    _name = "project.milestone"
    _inherit = ["databases.audience.mixin", "project.milestone"]

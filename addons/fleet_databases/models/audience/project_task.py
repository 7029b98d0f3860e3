from odoo import models


class ProjectTask(models.Model):
    _name = "project.task"
    _inherit = ["databases.audience.mixin", "project.task"]

from odoo import models


class ProjectUpdate(models.Model):
    _name = "project.update"
    _inherit = ["databases.audience.mixin", "project.update"]

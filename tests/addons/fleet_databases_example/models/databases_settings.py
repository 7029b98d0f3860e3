from odoo import fields, models


class DatabasesSettings(models.TransientModel):
    _inherit = "databases.settings"

    example_lines = fields.Integer(
        "Lines of a letter",
        config_parameter="fleet_databases_example.lines",
        default=100,
        lowest=1,
        highest=10**6,
    )

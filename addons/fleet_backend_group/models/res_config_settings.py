from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    backend_users_after_uninstall = fields.Selection(
        [("portal", "Become portal users"), ("archive", "Are archived")],
        string="Backend users after uninstalling",
        default="portal",
        config_parameter="fleet_backend_group.after_uninstall",
        help="What becomes of backend users when Backend User Types is uninstalled. Their other groups are taken away "
        "in both cases.",
    )

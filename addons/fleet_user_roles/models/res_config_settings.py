from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .res_users_role_line import MOST_DAYS


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    role_drift_policy = fields.Selection(
        [
            ("warn", "Warn: show who differs from their roles"),
            ("revert", "Revert: take it back at once"),
            ("allow", "Allow: groups may be given besides roles"),
        ],
        string="Groups changed besides roles",
        default="warn",
        config_parameter="fleet_user_roles.drift",
    )
    role_after_uninstall = fields.Selection(
        [("keep", "They keep the groups"), ("lose", "They lose the groups")],
        string="Users of roles that go with a module",
        default="keep",
        config_parameter="fleet_user_roles.after_uninstall",
    )
    role_announce_days = fields.Integer(
        "Announce the end of a role",
        default=14,
        config_parameter="fleet_user_roles.announce_days",
        help="So many days before, whoever gave the role gets an activity.",
    )

    def set_values(self):
        result = super().set_values()
        if not self.role_announce_days:
            # Odoo deletes the parameter of a number that is 0, and then the default value would be back.
            parameters_sudo = self.env["ir.config_parameter"].sudo()  # Odoo has checked who may
            parameters_sudo.set_param("fleet_user_roles.announce_days", "0")
        return result

    @api.constrains("role_announce_days")
    def _check_role_announce_days(self):
        if any(not 0 <= settings.role_announce_days <= MOST_DAYS for settings in self):
            raise ValidationError(
                self.env._(
                    "The end of a role can be announced from 0 to %(most)s days before.",
                    most=MOST_DAYS,
                )
            )

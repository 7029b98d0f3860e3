from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    own_orders_only = fields.Boolean(
        help="Users below Dispatcher see and change only orders to which they are assigned or requested.",
    )

    fsm_project_id = fields.Many2one(related="company_id.fsm_project_id", related_sudo=False, readonly=False)

    @api.model
    def get_values(self):
        values = super().get_values()
        return {**values, "own_orders_only": self._own_orders_rule().active}

    def set_values(self):
        result = super().set_values()
        rule = self._own_orders_rule()
        if rule.active != self.own_orders_only:
            rule.active = self.own_orders_only
        return result

    def _own_orders_rule(self):
        return self.env.ref("fleet_fsm_roles.fsm_order_rule_own")

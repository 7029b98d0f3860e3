from odoo import api, fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    # fieldservice_stock has what is added to a transfer come to its order when somebody looks at the order.
    fsm_order_id = fields.Many2one(
        compute="_compute_fsm_order_id", precompute=True, store=True, readonly=False, index="btree_not_null"
    )

    @api.depends("picking_id.fsm_order_id")
    def _compute_fsm_order_id(self):
        for move in self:
            move.fsm_order_id = move.picking_id.fsm_order_id or move.fsm_order_id

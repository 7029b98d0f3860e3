from odoo import api, models


class FsmOrder(models.Model):
    _name = "fsm.order"
    _inherit = ["fsm.order", "fsm.readable.fields.mixin"]

    @api.model
    def _default_warehouse_id(self):
        """That of the company in which the order is made; fieldservice_stock takes the first company of the user."""
        warehouses = self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)], limit=1)
        return warehouses.id

    @api.model_create_multi
    def create(self, vals_list):
        """An order without a project takes no hours: it gets that of its team, or of its company."""
        orders = super().create(vals_list)
        without = orders.filtered(lambda order: not order.project_id)
        projects = without.grouped(lambda order: order.team_id.project_id or order.company_id.fsm_project_id)
        for project, some in projects.items():
            if project:
                some.project_id = project
        return orders

    def _compute_picking_ids(self):
        """Count, and nothing else: fieldservice_stock changes moves and orders here, whenever an order is looked at."""
        for order in self:
            types = order.picking_ids.mapped(lambda picking: picking.picking_type_id.code)
            order.delivery_count = types.count("outgoing")
            order.return_count = types.count("incoming")

    @api.depends_context("uid")
    def _compute_get_invoiced(self):
        """For who may read no invoice there is none; fieldservice_account would raise an error."""
        if self.env["account.move"].has_access("read"):
            super()._compute_get_invoiced()
            return
        self.invoice_count = 0
        # Assigning even nothing takes the right to read invoices.
        self._fields["invoice_ids"]._update_cache(self, ())

    def action_add_material(self):
        """Open a new delivery to the place of the order, from the warehouse of the order."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add Material"),
            "res_model": "stock.picking",
            "views": [(False, "form")],
            "context": {
                "default_fsm_order_id": self.id,
                "default_origin": self.name,
                "default_partner_id": self.location_id.partner_id.id,
                "default_picking_type_id": self.warehouse_id.out_type_id.id,
                "default_location_id": self.warehouse_id.out_type_id.default_location_src_id.id,
                "default_location_dest_id": self.inventory_location_id.id,
                "default_company_id": self.company_id.id,
            },
        }

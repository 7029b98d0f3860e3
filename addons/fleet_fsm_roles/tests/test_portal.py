from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestPortal(TransactionCase):
    def delivery(self, partner):
        places = {
            "location_id": self.env.ref("stock.stock_location_stock").id,
            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
        }
        picking = self.env["stock.picking"].create(
            {"partner_id": partner.id, "picking_type_id": self.env.ref("stock.picking_type_out").id, **places}
        )
        product = self.env["product.product"].create({"name": "Brick", "type": "consu"})
        return self.env["stock.move"].create(
            {"product_id": product.id, "product_uom_qty": 1, "picking_id": picking.id, **places}
        )

    def test_moves_of_stock(self):
        """OCA's stock addon of field service alone: a portal user reads and changes every move."""
        customer = new_test_user(self.env, "customer", "base.group_portal")
        mine = self.delivery(customer.partner_id)
        theirs = self.delivery(self.env["res.partner"].create({"name": "Stranger"}))
        moves = self.env["stock.move"].with_user(customer)
        self.assertEqual(moves.search([("id", "in", (mine + theirs).ids)]), mine)
        with self.assertRaises(AccessError):
            mine.with_user(customer).product_uom_qty = 5

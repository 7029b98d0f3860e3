from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.fleet_fsm_roles.hooks import post_init_hook

from .common import FieldServiceCase


class TestInstall(FieldServiceCase):
    """What becomes of a field service that was there before."""

    def unlinked(self, name, contact):
        worker = self.env["fsm.person"].create({"name": name})
        self.env.flush_all()
        self.env.cr.execute("UPDATE fsm_person SET partner_id = %s WHERE id = %s", (contact.id, worker.id))
        self.env.invalidate_all()
        return worker

    def test_workers_are_linked_to_the_users_of_their_contacts(self):
        contact = new_test_user(self.env, "anna").partner_id
        archived, active = self.unlinked("Archived", contact), self.unlinked("Active", contact)
        archived.active = False
        post_init_hook(self.env)
        self.assertEqual(active.worker_user_id, contact.user_ids)
        self.assertFalse(archived.worker_user_id)
        self.assertFalse(active.follows_role)

    def test_materials_come_to_the_orders_of_their_transfers(self):
        order = self.order()
        product = self.env["product.product"].create({"name": "Pipe", "type": "consu"})
        lines = [Command.create({"product_id": product.id, "product_uom_qty": 1})]
        context = order.action_add_material()["context"]
        move = self.env["stock.picking"].with_context(**context).create({"move_ids": lines}).move_ids
        self.env.flush_all()
        self.env.cr.execute("UPDATE stock_move SET fsm_order_id = NULL WHERE id = %s", (move.id,))
        self.env.invalidate_all()
        post_init_hook(self.env)
        self.assertEqual(order.move_ids, move)

    def test_each_company_gets_a_project_unless_it_has_one(self):
        project = self.env.company.fsm_project_id
        self.assertTrue(project.allow_timesheets)
        another = self.env["res.company"].create({"name": "Another"})
        self.assertEqual(another.fsm_project_id.company_id, another)
        another.fsm_project_id = False
        post_init_hook(self.env)
        self.assertEqual(self.env.company.fsm_project_id, project)
        self.assertEqual(another.fsm_project_id.company_id, another)

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user

from .common import FieldServiceCase


class TestOwnOrders(FieldServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.installer, cls.colleague = cls.user_of("installer"), cls.user_of("installer", "the_colleague")
        cls.foreman = cls.user_of("foreman")
        cls.own = cls.order(cls.worker_of(cls.installer))
        cls.others = cls.order(cls.worker_of(cls.colleague))
        cls.requested = cls.order(person_ids=cls.worker_of(cls.installer).ids)
        cls.unassigned = cls.order()
        cls.all = cls.own + cls.others + cls.requested + cls.unassigned

    def switch(self, on):
        self.env["res.config.settings"].create({"own_orders_only": on}).execute()

    def seen(self, user):
        return self.env["fsm.order"].with_user(user).search([("id", "in", self.all.ids)])

    def test_off_at_first(self):
        self.assertEqual(self.seen(self.installer), self.all)

    def test_installers_see_own_orders_and_those_they_are_requested_for(self):
        self.switch(True)
        self.assertEqual(self.seen(self.installer), self.own + self.requested)
        self.assertEqual(self.seen(self.colleague), self.others)
        self.assertEqual(self.seen(self.foreman), self.all)

    def test_it_holds_for_reading_and_writing(self):
        self.switch(True)
        self.own.with_user(self.installer).resolution = "Done"
        for order in self.others + self.unassigned:
            with self.assertRaises(AccessError):
                order.with_user(self.installer).read(["resolution"])
            with self.assertRaises(AccessError):
                order.with_user(self.installer).write({"person_id": self.worker_of(self.installer).id})

    def test_it_goes_with_the_assignment(self):
        self.switch(True)
        self.own.person_id = self.worker_of(self.colleague)
        self.assertEqual(self.seen(self.installer), self.requested)
        self.assertEqual(self.seen(self.colleague), self.own + self.others)

    def test_switched_off_again(self):
        self.switch(True)
        self.switch(False)
        self.assertEqual(self.seen(self.installer), self.all)

    def test_salesperson_of_a_contact_owns_nothing(self):
        self.switch(True)
        self.worker_of(self.colleague).user_id = self.installer
        self.assertNotIn(self.others, self.seen(self.installer))

    def test_employees_without_field_service_see_no_more_than_installers(self):
        """fieldservice_project lets every employee read orders."""
        self.switch(True)
        self.assertFalse(self.seen(new_test_user(self.env, "clerk")))

    def test_looking_at_an_order_changes_nothing(self):
        action = self.own.action_add_material()
        product = self.env["product.product"].create({"name": "Pipe", "type": "consu"})
        lines = [Command.create({"product_id": product.id, "product_uom_qty": 1})]
        self.env["stock.picking"].with_context(**action["context"]).create({"move_ids": lines})
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.cr.execute("SET LOCAL transaction_read_only = on")
        self.assertEqual((self.own.delivery_count, self.own.return_count), (1, 0))
        self.assertEqual(self.own.move_ids.product_id, product)
        self.env.flush_all()

    def test_a_transfer_of_anothers_order_stays_readable(self):
        self.switch(True)
        action = self.others.action_add_material()
        picking = self.env["stock.picking"].with_context(**action["context"]).create({})
        found = picking.with_user(self.installer).web_read(
            {"name": {}, "fsm_order_id": {"fields": {"display_name": {}}}}
        )
        self.assertEqual(found[0]["name"], picking.name)

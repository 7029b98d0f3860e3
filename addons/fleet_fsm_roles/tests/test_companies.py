from odoo.fields import Command

from odoo.addons.fleet_fsm_roles.hooks import post_init_hook

from .common import FieldServiceCase


class TestCompanies(FieldServiceCase):
    """Field service works in each company as in the first one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.env["res.company"].create({"name": "Koivu Service"})
        cls.foreman, cls.installer = (cls.user_there(role) for role in ("foreman", "installer"))

    @classmethod
    def user_there(cls, role):
        values = {"company_id": cls.second.id, "company_ids": [Command.set(cls.second.ids)]}
        user = cls.env["res.users"].create({"name": role, "login": f"{role}_there", **values})
        cls.role(role)._assign(user)
        return user

    def order_there(self, user=None):
        values = {"location_id": self.location.id, "person_id": self.worker_of(self.installer).id}
        return self.env["fsm.order"].with_user(user or self.foreman).create(values)

    def test_a_day_in_a_second_company(self):
        order = self.order_there()
        for owned in (order, order.team_id, order.warehouse_id, order.project_id):
            self.assertEqual(owned.company_id, self.second, owned._name)
        order = order.with_user(self.installer)
        order.write({"resolution": "Done"})
        product = self.env["product.product"].create({"name": "Pipe", "type": "consu"})
        lines = [Command.create({"product_id": product.id, "product_uom_qty": 1})]
        context = order.action_add_material()["context"]
        self.env["stock.picking"].with_user(self.installer).with_context(**context).create(
            {"move_ids": lines}
        )
        self.assertEqual(order.move_ids.company_id, self.second)
        hours = {"name": "Work", "fsm_order_id": order.id, "project_id": order.project_id.id}
        hours = self.env["account.analytic.line"].with_user(self.installer).create(hours)
        self.assertEqual(hours.company_id, self.second)
        order.action_complete()
        self.assertTrue(order.is_closed)
        self.order_there().with_user(self.foreman).action_cancel()

    def test_orders_of_who_works_in_both_belong_where_they_are_made(self):
        self.foreman.write(
            {
                "company_ids": [Command.link(self.env.company.id)],
                "company_id": self.env.company.id,
            }
        )
        allowed = [self.second.id, self.env.company.id]
        values = {"location_id": self.location.id}
        orders = self.env["fsm.order"].with_user(self.foreman).with_context(allowed_company_ids=allowed)
        order = orders.create(values)
        for owned in (order, order.team_id, order.warehouse_id, order.project_id):
            self.assertEqual(owned.company_id, self.second, owned._name)

    def test_companies_that_were_there_before(self):
        """They may have stages of one company, and no team."""
        stages = self.env["fsm.stage"].search([("stage_type", "=", "order")])
        stages.company_id = self.env.company
        teams = self.env["fsm.team"].search([("company_id", "=", self.second.id)])
        teams.unlink()
        post_init_hook(self.env)
        self.assertFalse(self.order_there().with_user(self.installer).stage_id.company_id)

    def test_what_a_company_has_stays(self):
        stage = self.env["fsm.stage"].create({"name": "Waiting", "stage_type": "order", "sequence": 20})
        had = self.env["fsm.team"].search([]), self.env["stock.warehouse"].search([])
        post_init_hook(self.env)
        self.assertEqual((self.env["fsm.team"].search([]), self.env["stock.warehouse"].search([])), had)
        self.assertEqual(stage.company_id, self.env.company)

    def test_names_of_teams_that_are_taken(self):
        self.env["fsm.team"].create({"name": "Lampi"})
        company = self.env["res.company"].create({"name": "Lampi"})
        self.assertIn("Lampi", self.env["fsm.team"].search([("company_id", "=", company.id)]).name)

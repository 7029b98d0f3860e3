from odoo.tests import HttpCase, tagged

from .common import FieldServiceCase


@tagged("post_install", "-at_install")
class TestTour(FieldServiceCase, HttpCase):
    """A day of an installer and of an administrator, in a real browser."""

    def test_installer(self):
        self.env["res.config.settings"].create({"own_orders_only": True}).execute()
        self.env["product.product"].create({"name": "Heat Pump", "type": "consu"})
        installer, colleague = self.user_of("installer"), self.user_of("installer", "the_colleague")
        own = self.order(self.worker_of(installer), name="OWN1")
        self.order(self.worker_of(colleague), name="OTHER1")
        action = self.env.ref("fieldservice.action_fsm_operation_order")
        self.start_tour(f"/odoo/action-{action.id}", "fleet_fsm_roles_installer", login=installer.login)
        self.assertEqual(own.move_ids.mapped("product_id.name"), ["Heat Pump"])
        self.assertEqual(own.timesheet_ids.employee_id, installer.employee_id)
        self.assertEqual(own.timesheet_ids.unit_amount, 2.5)

    def test_administrator(self):
        action = self.env.ref("fleet_fsm_roles.fsm_new_user_action")
        self.start_tour(
            f"/odoo/action-{action.id}", "fleet_fsm_roles_administrator", login=self.user_of("admin").login
        )
        user = self.env["res.users"].search([("login", "=", "anna@example.com")])
        self.assertEqual(user.role_line_ids.role_id, self.role("installer") + self.role("foreman"))
        self.assertEqual(self.worker_of(user).partner_id, user.partner_id)

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import MailDeliveryException
from odoo.addons.mail.tests.common import MailCommon

from .common import FieldServiceCase


class TestNewUser(FieldServiceCase, MailCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "no_reset_password": False})
        cls.admin = cls.user_of("admin")
        cls.env["res.lang"]._activate_lang("fi_FI")

    def wizard(self, name="Anna Korhonen", login="anna@example.com", role="installer"):
        form = Form(self.env["fsm.new.user"].with_user(self.admin))
        form.name, form.login, form.role_id, form.lang = name, login, self.role(role), "fi_FI"
        return form

    def create_user(self, form):
        with self.mock_mail_gateway():
            action = form.save().action_create_user()
        return self.env["res.users"].browse(action["params"]["next"]["res_id"]), action["params"]["message"]

    def test_user_worker_employee_and_invitation_in_one_step(self):
        user, message = self.create_user(self.wizard())
        self.assertEqual((user.name, user.login, user.lang), ("Anna Korhonen", "anna@example.com", "fi_FI"))
        self.assertTrue(user.has_group("fieldservice.group_fsm_user"))
        self.assertFalse(user.has_group("hr.group_hr_user"))
        self.assertEqual(self.worker_of(user).partner_id, user.partner_id)
        self.assertEqual(user.employee_id.work_contact_id, user.partner_id)
        self.assertEqual([mail["email_to"] for mail in self._mails], [["anna@example.com"]])
        self.assertIn("anna@example.com", message)

    def test_everything_works_on_first_login(self):
        user, _message = self.create_user(self.wizard())
        order = self.order(self.worker_of(user)).with_user(user)
        product = self.env["product.product"].create({"name": "Pipe", "type": "consu"})
        form = Form(
            self.env["stock.picking"].with_user(user).with_context(**order.action_add_material()["context"])
        )
        with form.move_ids.new() as move:
            move.product_id, move.product_uom_qty = product, 2
        picking = form.save()
        picking.action_confirm()
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        self.assertEqual(order.picking_ids, picking)
        self.assertEqual(order.move_ids.product_id, product)
        hours = (
            self.env["account.analytic.line"]
            .with_user(user)
            .create(
                {
                    "name": "Work",
                    "project_id": order.project_id.id,
                    "fsm_order_id": order.id,
                    "unit_amount": 2,
                }
            )
        )
        self.assertEqual(hours.employee_id, user.employee_id)
        expense = Form(self.env["hr.expense"].with_user(user))
        expense.name, expense.product_id = (
            "Hotel",
            self.env.ref("hr_expense.expense_product_travel_accommodation"),
        )
        expense.total_amount_currency = 80
        expense = expense.save()
        expense.action_submit()
        self.assertEqual((expense.employee_id, expense.state), (user.employee_id, "submitted"))
        order.action_complete()
        self.assertTrue(order.is_closed)

    def test_existing_contact_is_offered_with_its_worker_and_employee(self):
        worker = self.env["fsm.person"].create({"name": "Anna", "email": "anna@example.com"})
        employee = self.env["hr.employee"].create({"name": "Anna", "work_contact_id": worker.partner_id.id})
        order = self.order(worker)
        form = self.wizard()
        self.assertEqual(form.partner_id, worker.partner_id)
        user, _message = self.create_user(form)
        self.assertEqual(user.partner_id, worker.partner_id)
        self.assertEqual(self.worker_of(user), worker)
        self.assertEqual(user.employee_id, employee)
        self.assertEqual(order.person_id, worker)

    def test_without_an_address_there_is_no_invitation(self):
        user, message = self.create_user(self.wizard(login="anna"))
        self.assertEqual(user.login, "anna")
        self.assertFalse(self._mails)
        self.assertIn("Set a password", message)

    def test_mail_that_can_not_be_sent_leaves_the_user(self):
        down = MailDeliveryException("down")
        with (
            patch.object(self.env.registry["ir.mail_server"], "send_email", side_effect=down),
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            user, message = self.create_user(self.wizard())
        self.assertTrue(self.worker_of(user))
        self.assertIn("could not be sent", message)

    def test_others_can_not(self):
        foreman = self.user_of("foreman")
        with self.assertRaises(AccessError):
            self.env["fsm.new.user"].with_user(foreman).create({})

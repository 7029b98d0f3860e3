from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common import FieldServiceCase


class TestWorkers(FieldServiceCase):
    def test_worker_comes_with_the_role_on_the_users_own_contact(self):
        user = new_test_user(self.env, "anna", email="anna@example.com")
        contacts = self.env["res.partner"].search_count([])
        self.role("installer")._assign(user)
        worker = self.worker_of(user)
        self.assertEqual(worker.partner_id, user.partner_id)
        self.assertEqual(worker.worker_user_id, user)
        self.assertEqual(user.employee_id.work_contact_id, user.partner_id)
        self.assertEqual(self.env["res.partner"].search_count([]), contacts)

    def test_roles_that_need_no_worker_bring_none(self):
        user = self.user_of("office_invoicing")
        self.assertFalse(self.worker_of(user))
        self.assertTrue(user.employee_id)

    def test_worker_on_the_contact_is_taken_over(self):
        user = new_test_user(self.env, "anna")
        worker = self.env["fsm.person"].create({"partner_id": user.partner_id.id})
        self.assertEqual(worker.worker_user_id, user)
        self.role("installer")._assign(user)
        self.assertEqual(self.worker_of(user), worker)

    def test_employee_on_the_contact_is_taken_over(self):
        user = new_test_user(self.env, "anna")
        employee = self.env["hr.employee"].create({"name": "Anna", "work_contact_id": user.partner_id.id})
        self.role("installer")._assign(user)
        self.assertEqual(user.employee_id, employee)

    def test_employee_who_left_stays_away(self):
        user = self.user_of("installer")
        employee = user.employee_id
        employee.active = False
        user._after_roles()
        self.assertFalse(employee.active)
        self.assertEqual(
            self.env["hr.employee"].with_context(active_test=False).search([("user_id", "=", user.id)]),
            employee,
        )

    def test_expenses_of_a_new_employee_go_to_an_approver(self):
        office = self.user_of("office_full")
        installer = self.user_of("installer")
        self.assertTrue(
            installer.employee_id.expense_manager_id.has_group("hr_expense.group_hr_expense_user")
        )
        another = new_test_user(self.env, "another")
        self.role("installer").with_user(self.user_of("admin"))._assign(another)
        self.assertEqual(another.employee_id.expense_manager_id.login, "the_admin")
        self.assertNotEqual(office.employee_id.expense_manager_id, office)

    def test_without_the_role_the_worker_rests_and_keeps_its_orders(self):
        user = self.user_of("installer")
        worker = self.worker_of(user)
        order = self.order(worker)
        self.role("installer")._withdraw(user)
        self.assertFalse(worker.active)
        self.assertEqual(order.person_id, worker)
        self.role("foreman")._assign(user)
        self.assertTrue(worker.active)
        self.assertEqual(self.worker_of(user), worker)

    def test_a_role_that_ends_by_its_date_needs_no_worker_any_more(self):
        """Neither if all its groups stay, because another role gives them."""
        alone, promoted = self.user_of("installer"), self.user_of("office_full")
        self.role("installer")._assign(alone + promoted, date_to=fields.Date.today())
        self.assertEqual(self.worker_of(alone + promoted).mapped("active"), [True, True])
        with freeze_time(fields.Date.today() + timedelta(days=1)):
            self.env.invalidate_all()
            self.env["res.users.role"].cron_update_users()
            self.assertEqual(self.worker_of(alone + promoted).mapped("active"), [False, False])

    def test_promotion_to_the_office_lets_the_worker_rest(self):
        user = self.user_of("installer")
        self.role("office_full")._assign(user)
        self.assertTrue(self.worker_of(user).active)
        self.role("installer")._withdraw(user)
        self.assertFalse(self.worker_of(user).active)

    def test_archived_and_re_activated_with_the_user(self):
        user = self.user_of("installer")
        worker = self.worker_of(user)
        order = self.order(worker)
        user.action_archive()
        self.assertFalse(worker.active)
        self.assertEqual(order.person_id, worker)
        user.action_unarchive()
        self.assertTrue(worker.active)

    def test_worker_made_by_hand_rests_only_with_its_user(self):
        user = new_test_user(self.env, "helper", "fieldservice.group_fsm_user")
        worker = self.env["fsm.person"].create({"partner_id": user.partner_id.id})
        user._after_roles()
        self.assertTrue(worker.active)
        user.action_archive()
        self.assertFalse(worker.active)
        user.action_unarchive()
        self.assertTrue(worker.active)

    def test_deleted_user_leaves_a_worker_at_rest(self):
        user = self.user_of("installer")
        worker = self.worker_of(user)
        user.employee_id.unlink()
        user.unlink()
        self.assertFalse(worker.active)
        self.assertFalse(worker.worker_user_id)

    def test_administrators_of_users_need_no_right_on_workers(self):
        administrator = new_test_user(self.env, "chief", "base.group_erp_manager,base.group_partner_manager")
        user = new_test_user(self.env, "anna")
        self.role("installer").with_user(administrator)._assign(user.with_user(administrator))
        self.assertTrue(self.worker_of(user).active)
        user.with_user(administrator).action_archive()
        self.assertFalse(self.worker_of(user).active)

    def test_one_worker_for_each_contact(self):
        user = self.user_of("installer")
        with self.assertRaisesRegex(ValidationError, "already is a field-service worker"):
            self.env["fsm.person"].create({"partner_id": user.partner_id.id})
        self.worker_of(user).action_archive()
        with self.assertRaisesRegex(ValidationError, "already is a field-service worker"):
            self.env["fsm.person"].create({"partner_id": user.partner_id.id})

    def test_a_worker_stands_on_the_contact_of_its_user(self):
        user, other = self.user_of("installer"), self.env["fsm.person"].create({"name": "Other"})
        with self.assertRaisesRegex(ValidationError, "Merge the two workers"):
            other.worker_user_id = new_test_user(self.env, "anna")
        with self.assertRaisesRegex(ValidationError, "Merge the two workers"):
            self.worker_of(user).partner_id = self.location.owner_id

    def test_the_database_knows_a_user_as_one_worker(self):
        user = self.user_of("installer")
        other = self.env["fsm.person"].create({"name": "Other"})
        self.env.flush_all()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.env.cr.execute(
                "UPDATE fsm_person SET worker_user_id = %s WHERE id = %s", (user.id, other.id)
            )

    def test_many_users_are_kept_in_step_with_as_many_statements_as_few(self):
        def statements(count, prefix):
            users = self.env["res.users"].create(
                [{"name": f"{prefix} {number}", "login": f"{prefix}{number}"} for number in range(count)]
            )
            self.role("installer")._assign(users)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            users._keep_in_step()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        statements(1, "first")
        self.assertEqual(statements(2, "few"), statements(20, "many"))

    def test_a_role_that_comes_to_need_a_worker(self):
        user = self.user_of("office_invoicing")
        self.role("office_invoicing").needs_worker = True
        self.assertTrue(self.worker_of(user).active)
        self.role("office_invoicing").needs_worker = False
        self.assertFalse(self.worker_of(user).active)

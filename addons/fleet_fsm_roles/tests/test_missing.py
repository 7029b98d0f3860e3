"""Who works in field service without worker or employee is told of, and gets them with one click."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, new_test_user

from .common import FieldServiceCase


class TestMissing(FieldServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.user_of("admin")

    def by_hand(self, role, login="anna"):
        """A user with the groups that the role gives, and without the role."""
        user = new_test_user(self.env, login)
        user.group_ids = [Command.link(group.id) for group in self.role(role).implied_ids]
        return user.with_user(self.admin)

    def told(self, user):
        return Form(user, "base.view_users_form").missing_for_work

    def test_groups_given_by_hand(self):
        user = self.by_hand("installer")
        told = "Works as Installer, without a field-service worker and without an employee."
        self.assertEqual(self.told(user), told)
        user.action_add_missing_for_work()
        self.assertEqual(self.worker_of(user).partner_id, user.partner_id)
        self.assertEqual(user.employee_id.company_id, user.company_id)
        self.assertFalse(self.told(user))

    def test_its_worker_stays(self):
        user = self.by_hand("installer")
        user.action_add_missing_for_work()
        user.sudo()._after_roles()
        self.assertTrue(self.worker_of(user).active)
        user.action_archive()
        self.assertFalse(self.worker_of(user).active)

    def test_the_highest_role_counts(self):
        user = self.by_hand("office_invoicing")
        self.assertEqual(self.told(user), "Works as Office (invoicing), without an employee.")
        user.action_add_missing_for_work()
        self.assertFalse(self.worker_of(user))

    def test_who_has_the_role(self):
        user = self.user_of("installer").with_user(self.admin)
        self.assertFalse(self.told(user))
        self.worker_of(user).action_archive()
        user.employee_id.unlink()
        self.assertIn("without a field-service worker and without an employee", self.told(user))
        user.action_add_missing_for_work()
        self.assertTrue(self.worker_of(user).active and user.employee_id)
        self.assertTrue(self.worker_of(user).follows_role)

    def test_who_left_stays_away(self):
        user = self.user_of("installer").with_user(self.admin)
        user.employee_id.active = False
        self.assertFalse(self.told(user))

    def test_others(self):
        self.assertFalse(self.told(new_test_user(self.env, "clerk").with_user(self.admin)))
        gone = self.by_hand("installer")
        gone.action_archive()
        self.assertFalse(self.told(gone))
        customer = new_test_user(self.env, "customer", "base.group_portal")
        self.assertFalse(self.told(customer.with_user(self.admin)))

    def test_search(self):
        user = self.by_hand("installer")
        users = self.env["res.users"].with_user(self.admin)
        self.assertIn(user, users.search([("is_missing_for_work", "=", True)]))
        self.assertNotIn(self.admin, users.search([("is_missing_for_work", "=", True)]))
        self.assertNotIn(user, users.search([("is_missing_for_work", "=", False)]))
        user.action_add_missing_for_work()
        self.assertNotIn(user, users.search([("is_missing_for_work", "=", True)]))

    def test_only_who_may_change_users(self):
        user = self.by_hand("installer")
        foreman = self.user_of("foreman")
        with self.assertRaises(AccessError):
            user.with_user(foreman).action_add_missing_for_work()
        with self.assertRaises(AccessError):
            user.with_user(foreman).read(["missing_for_work"])
        self.assertFalse(self.worker_of(user))

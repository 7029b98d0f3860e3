"""What the dependency leaves open; each docstring says what happens there.

The top-level ``tests/test_role_defects.py`` shows the known ones with the dependency alone.
"""

from datetime import date, timedelta

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import RolesCase

YESTERDAY = date.today() - timedelta(days=1)


@tagged("post_install", "-at_install")
class TestDefects(RolesCase):
    def test_default_role_is_not_for_portal_users(self):
        """Alone: a person who signs up on the portal becomes an internal user."""
        self.mason.is_default = True
        template = self.env.ref("base.template_portal_user_id")
        signed_up = template.copy({"login": "customer", "name": "Customer", "active": True})
        self.assertEqual(signed_up.group_ids, self.portal)
        self.assertTrue(signed_up.share)
        self.assertFalse(signed_up.role_line_ids)

    def test_default_role_is_for_new_employees(self):
        """Alone: what is given by default at the same time stays besides the role until the next write."""
        self.mason.is_default = True
        user = self.env["res.users"].create({"name": "Carl", "login": "carl"})
        self.assertEqual(user.group_ids, self.mason.all_implied_ids)
        self.assertFalse(user.role_drift)

    def test_default_role_with_administrator_rights(self):
        """Alone: whoever creates a user creates an administrator."""
        clerk = new_test_user(self.env, "hr", "base.group_erp_manager,base.group_partner_manager")
        self.boss.is_default = True
        user = self.env["res.users"].with_user(clerk).create({"name": "Carl", "login": "carl"})
        self.assertFalse(user._is_system())
        self.assertTrue(self.env["res.users"].create({"name": "Dan", "login": "dan"})._is_system())

    def test_line_given_through_the_user(self):
        """Alone: only this way works at once."""
        self.ann.role_line_ids = [Command.create({"role_id": self.mason.id})]
        self.assertEqual(self.ann.group_ids, self.mason.all_implied_ids)

    def test_group_given_from_its_side_is_drift(self):
        """Alone: nobody sees it, and the scheduled action takes it away within three hours."""
        self.mason._assign(self.ann)
        self.invoices.user_ids += self.ann
        self.assertTrue(self.ann.role_drift)
        self.assertIn("Invoices", self.ann.role_drift_message)
        self.assertEqual(self.env["res.users"].search([("role_drift", "=", True)]), self.ann)
        self.env["res.users.role"].cron_update_users()
        self.ann.name = "Ann Smith"
        self.assertIn(self.invoices, self.ann.group_ids, "the policy is to warn")
        self.ann._match_roles()
        self.assertNotIn(self.invoices, self.ann.group_ids)
        self.assertFalse(self.ann.role_drift)

    def test_group_taken_from_its_side_is_drift(self):
        """Alone: nobody sees it."""
        self.mason._assign(self.ann)
        self.bricks.user_ids -= self.ann
        self.assertTrue(self.ann.role_drift)
        self.assertIn("Missing: Bricks", self.ann.role_drift_message)

    def test_drift_is_reverted_at_once(self):
        """Alone: from the side of the group, only three hours later."""
        self.policy("revert")
        self.mason._assign(self.ann)
        self.invoices.user_ids += self.ann
        self.assertNotIn(self.invoices, self.ann.group_ids)
        self.ann.group_ids += self.invoices
        self.assertNotIn(self.invoices, self.ann.group_ids)
        self.bricks.user_ids -= self.ann
        self.assertIn(self.bricks, self.ann.group_ids)
        self.assertFalse(self.ann.role_drift)

    def test_drift_is_allowed(self):
        """Alone: what is given besides a role is always taken away."""
        self.policy("allow")
        self.mason._assign(self.ann)
        self.ann.group_ids += self.invoices
        self.roofer._assign(self.ann)
        self.mason._withdraw(self.ann)
        self.assertIn(self.invoices, self.ann.group_ids)
        self.assertNotIn(self.bricks, self.ann.group_ids)
        self.assertFalse(self.ann.role_drift_message)

    def test_hierarchy_that_shrinks(self):
        """Alone: what a group of the role implied stays with its users until the scheduled action."""
        self.bricks.implied_ids = self.roofs
        self.mason._assign(self.ann)
        self.assertIn(self.roofs, self.ann.group_ids)
        self.bricks.implied_ids = False
        self.assertNotIn(self.roofs, self.ann.all_group_ids)
        self.assertFalse(self.ann.role_drift)

    def test_hierarchy_that_shrinks_from_the_other_side(self):
        """Alone: it stays with its users until the scheduled action."""
        self.bricks.implied_ids = self.roofs
        self.mason._assign(self.ann)
        self.roofs.implied_by_ids = False
        self.assertNotIn(self.roofs, self.ann.all_group_ids)

    def test_group_that_is_deleted(self):
        """Alone: what it implied stays with the users of the role."""
        self.bricks.implied_ids = self.roofs
        self.mason._assign(self.ann)
        self.bricks.unlink()
        self.assertNotIn(self.roofs, self.ann.all_group_ids)
        self.assertFalse(self.ann.role_drift)

    def test_archived_user_follows_too(self):
        """Alone: comes back with what the role gave when they left."""
        self.mason._assign(self.ann)
        self.ann.active = False
        self.mason.implied_ids -= self.bricks
        self.assertNotIn(self.bricks, self.ann.group_ids)

    def test_last_line_removed(self):
        """Alone: the user is neither internal nor portal."""
        self.mason._assign(self.ann)
        self.ann.role_line_ids.unlink()
        self.assertEqual(self.ann.group_ids, self.employee)
        self.assertFalse(self.ann.share)

    def test_last_line_expired(self):
        """Alone: the user is neither internal nor portal."""
        line = self.mason._assign(self.ann)
        self.today_is(line, date_to=YESTERDAY)
        self.env["res.users.role"].cron_update_users()
        self.assertEqual(self.ann.group_ids, self.employee)
        self.ann.group_ids += self.invoices
        self.ann.name = "Ann Smith"
        self.assertIn(self.invoices, self.ann.group_ids, "who has no role is no concern of roles")

    def test_portal_user_stays_portal(self):
        """Alone: without a role, a portal user is nothing at all; with one without a type, too."""
        customer = new_test_user(self.env, "customer", "base.group_portal")
        key = self.create_role("Key", self.invoices)
        key._assign(customer)
        self.assertEqual(customer.group_ids, self.portal + self.invoices + key.group_id)
        key._withdraw(customer)
        self.assertEqual(customer.group_ids, self.portal)

    def test_role_of_another_type(self):
        """Alone: works when the user is written next."""
        line = self.mason._assign(self.ann)
        self.roofs.implied_ids = self.employee
        self.ann.group_ids += self.roofs + self.invoices
        line.role_id = self.create_role("Visitor", self.portal)
        self.assertTrue(self.ann.share)
        self.assertEqual(self.ann.all_group_ids & self.env["res.groups"]._get_user_type_groups(), self.portal)
        self.assertIn(self.invoices, self.ann.group_ids, "given besides the roles, for any type")

    def test_role_deleted(self):
        """Alone: its group stays, with its users in it."""
        self.mason._assign(self.ann)
        group = self.mason.group_id
        self.mason.unlink()
        self.assertFalse(group.exists())
        self.assertEqual(self.ann.group_ids, self.employee)
        self.assertEqual(self.actions(self.ann), ["given", "withdrawn"])

    def test_group_of_a_role_deleted(self):
        """Alone: the role goes without a word, and what it gave stays with its users."""
        self.mason._assign(self.ann)
        self.mason.group_id.unlink()
        self.assertFalse(self.mason.exists())
        self.assertEqual(self.ann.group_ids, self.employee)

    def test_copy_of_a_role_has_no_users(self):
        """Alone: whoever has the role is in the group of its copy, without a line."""
        self.mason._assign(self.ann)
        copy = self.mason.copy()
        self.assertFalse(copy.group_id.user_ids)
        self.assertEqual(copy.implied_ids, self.mason.implied_ids)

    def test_role_made_by_hand_has_an_external_id(self):
        """Alone: it has none, so it can't be exported and imported."""
        self.assertTrue(self.mason.external_id)
        name = self.mason.external_id
        self.mason.name = "Bricklayer"
        self.assertEqual(self.mason.external_id, name)

    def test_last_administrator_stays(self):
        """Alone: all of several go when they lose it together, one by one; here one of them stays in any case."""
        administrators = self.env["res.users"].search([("group_ids", "in", self.system.ids)])
        self.assertGreater(len(administrators), 1)
        self.mason._assign(administrators)
        left = self.env["res.users"].search([("all_group_ids", "in", self.system.ids)])
        self.assertEqual(len(left), 1)
        self.mason._withdraw(left)
        self.assertTrue(left._is_system())

    def test_last_administrator_is_not_taken_away(self):
        """Alone: they can be archived, and taken out of the group from its side."""
        self.admin.group_ids = self.employee
        last = self.env["res.users"].search([("group_ids", "in", self.system.ids)])
        self.assertEqual(len(last), 1)
        ways = (
            lambda: last.with_user(self.clerk).write({"active": False}),
            lambda: last.write({"group_ids": [Command.set(self.employee.ids)]}),
            lambda: self.system.write({"user_ids": [Command.unlink(last.id)]}),
        )
        for way in ways:
            with self.assertRaises(ValidationError):
                way()
            self.assertTrue(last.active and last._is_system())

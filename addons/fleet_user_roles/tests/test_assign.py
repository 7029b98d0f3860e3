"""Giving, changing and taking roles takes effect at once."""

from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .common import RolesCase

DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestAssign(RolesCase):
    def test_line_created_changed_and_removed(self):
        """The dependency alone changes groups at the next write of the user, or three hours later."""
        line = self.env["res.users.role.line"].create({"user_id": self.ann.id, "role_id": self.mason.id})
        self.assertIn(self.bricks, self.ann.group_ids)
        line.role_id = self.roofer
        self.assertIn(self.roofs, self.ann.group_ids)
        self.assertNotIn(self.bricks, self.ann.group_ids)
        line.date_to = date.today() - DAY
        self.assertNotIn(self.roofs, self.ann.group_ids)
        line.date_to = False
        self.assertIn(self.roofs, self.ann.group_ids)
        line.user_id = self.bob
        self.assertNotIn(self.roofs, self.ann.group_ids)
        self.assertIn(self.roofs, self.bob.group_ids)
        line.unlink()
        self.assertNotIn(self.roofs, self.bob.group_ids)

    def test_wizard_of_the_dependency(self):
        """The dependency alone changes groups at the next write of the user, or three hours later."""
        wizard = self.env["role.add.users.wizard"].create(
            {"role_id": self.mason.id, "user_ids": [Command.set((self.ann + self.bob).ids)]}
        )
        wizard.action_add_users()
        self.assertEqual(self.bricks.user_ids, self.ann + self.bob)

    def test_assign_and_withdraw(self):
        lines = (self.mason + self.roofer)._assign(self.ann + self.bob, reason="New site")
        self.assertEqual(len(lines), 4)
        self.assertEqual(self.bricks.user_ids, self.ann + self.bob)
        again = self.mason._assign(self.ann, date_to=date.today() + DAY)
        self.assertEqual(
            again, lines.filtered(lambda line: line.user_id == self.ann and line.role_id == self.mason)
        )
        self.assertEqual(again.date_to, date.today() + DAY)
        self.mason._withdraw(self.ann + self.bob, reason="Site closed")
        self.assertFalse(self.bricks.user_ids)
        self.assertEqual(self.roofs.user_ids, self.ann + self.bob)

    def test_role_of_the_future_changes_nothing_today(self):
        self.ann.group_ids += self.invoices
        line = self.mason._assign(self.ann, date_from=date.today() + DAY)
        self.assertEqual(self.ann.group_ids, self.employee + self.invoices)
        self.today_is(line, date_from=date.today())
        self.env["res.users.role"].cron_update_users()
        self.assertIn(self.bricks, self.ann.group_ids)
        self.assertNotIn(self.invoices, self.ann.group_ids)
        self.assertEqual(self.actions(self.ann), ["given", "begun"])

    def test_many_users_in_a_few_statements(self):
        """As many for 60 users as for 10, but for those that come in batches: whatever else is installed."""
        users = self.env["res.users"].create(
            [{"name": f"Worker {number}", "login": f"worker-{number}"} for number in range(70)]
        )
        few, many = self.statements_to_assign(users[:10]), self.statements_to_assign(users[10:])
        self.assertLess(many, few + 10)
        self.assertEqual(self.bricks.user_ids, users)

    def statements_to_assign(self, users):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.mason._assign(users)
        self.env.flush_all()
        return self.cr.sql_log_count - before

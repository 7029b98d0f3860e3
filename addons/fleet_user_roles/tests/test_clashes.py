"""Roles that exclude each other: refused where somebody gives them, and one person's matter where they come to it."""

from datetime import date, timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import RolesCase

TODAY = date.today()
YESTERDAY, TOMORROW, LATER = TODAY - timedelta(days=1), TODAY + timedelta(days=1), TODAY + timedelta(days=30)


class Clashing(RolesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visitor = cls.create_role("Visitor", cls.portal)

    def problems(self):
        return self.env["res.users"].search([("role_problem", "!=", False)])

    def told(self, user):
        kind = self.env.ref("fleet_user_roles.mail_activity_type_role_problem")
        return user.partner_id.activity_ids.filtered(lambda activity: activity.activity_type_id == kind)


@tagged("post_install", "-at_install")
class TestRefusedWhenAssigned(Clashing):
    def test_on_a_later_day(self):
        self.mason._assign(self.ann)
        for dates in ((TOMORROW, False), (LATER, False), (False, False), (TODAY, TODAY)):
            with self.subTest(dates), self.assertRaises(ValidationError) as refused:
                self.visitor._assign(self.ann, *dates)
            for word in ("Ann Mason", "Mason", "Visitor"):
                self.assertIn(word, str(refused.exception))
        self.assertEqual(self.ann.role_line_ids.role_id, self.mason)

    def test_one_after_the_other(self):
        self.mason._assign(self.ann, date_to=TODAY)
        self.visitor._assign(self.ann, date_from=TOMORROW)
        line = self.ann.role_line_ids.filtered(lambda line: line.role_id == self.mason)
        with self.assertRaises(ValidationError):
            line.date_to = TOMORROW
        with self.assertRaises(ValidationError):
            line.date_to = False
        line.date_to = YESTERDAY - timedelta(days=1)
        self.assertFalse(self.problems())

    def test_both_at_once(self):
        with self.assertRaises(ValidationError):
            (self.mason + self.visitor)._assign(self.ann, date_from=LATER)
        with self.assertRaises(ValidationError):
            self.ann.role_line_ids = [
                Command.create({"role_id": role.id}) for role in self.mason + self.visitor
            ]

    def test_a_role_alone_has_one_type(self):
        for way in (
            lambda: self.create_role("Both", self.employee + self.portal),
            lambda: self.mason.write({"implied_ids": [Command.link(self.portal.id)]}),
            lambda: self.mason.write({"implied_ids": [Command.link(self.visitor.group_id.id)]}),
            lambda: self.env["res.users.role"].create(
                {"name": "Both", "preset_groups": "base.group_user base.group_portal"}
            ),
        ):
            with self.assertRaises(ValidationError) as refused:
                way()
            self.assertRegex(str(refused.exception), "“(Both|Mason)”")

    def test_the_preview_says_so(self):
        self.mason._assign(self.ann, date_to=TODAY)
        wizard = self.env["res.users.role.wizard"].create(
            {"action": "assign", "user_ids": self.ann.ids, "role_ids": self.visitor.ids}
        )
        self.assertIn("Impossible", wizard.line_ids.warning)
        self.assertIn("Visitor", wizard.line_ids.warning)
        with self.assertRaises(ValidationError):
            wizard.action_apply()
        wizard.date_from = TOMORROW
        self.assertNotIn("Impossible", wizard.line_ids.warning)
        wizard.action_apply()
        self.assertEqual(self.ann.role_line_ids.role_id, self.mason + self.visitor)


@tagged("post_install", "-at_install")
class TestOnePersonsMatter(Clashing):
    """What becomes impossible later leaves that user as they are, and all others go on."""

    def let_clash(self):
        """As old data has it: nobody would be let through today."""
        self.mason._assign(self.ann)
        self.mason._assign(self.bob)
        line = self.roofer._assign(self.ann)
        self.today_is(line, date_from=YESTERDAY)
        self.env.cr.execute(
            "UPDATE res_users_role_line SET role_id = %s WHERE id = %s", (self.visitor.id, line.id)
        )
        self.env.invalidate_all()

    def test_the_day_comes(self):
        self.let_clash()
        ended = self.roofer._assign(self.bob)
        self.today_is(ended, date_to=YESTERDAY)
        before = self.ann.all_group_ids
        self.env["res.users.role"].cron_update_users()
        self.assertNotIn(self.roofs, self.bob.all_group_ids, "the right that ended is gone")
        self.assertIn(self.bricks, self.ann.all_group_ids)
        self.assertLessEqual(self.ann.all_group_ids, before)
        self.assertEqual(self.problems(), self.ann)
        for word in ("Mason", "Visitor", "Withdraw"):
            self.assertIn(word, self.ann.role_problem)

    def test_the_inbox_stays(self):
        """Also when their first roles exclude each other: they stay employees."""
        self.ann.notification_type = "inbox"
        for role in self.mason + self.roofer:
            line = role._assign(self.ann, date_from=LATER)
            self.today_is(line, date_from=TODAY)
        self.today_is(line, role_id=self.visitor.id)
        self.env["res.users.role"].cron_update_users()
        self.assertEqual(self.problems(), self.ann)
        self.assertEqual(self.ann.notification_type, "inbox")

    def test_administrators_are_told_once(self):
        self.let_clash()
        for _night in range(2):
            self.env["res.users.role"].cron_update_users()
        activity = self.told(self.ann)
        self.assertEqual(len(activity), 1)
        self.assertTrue(activity.user_id._is_system())
        self.assertIn("Visitor", activity.note)
        self.visitor._withdraw(self.ann)
        self.assertFalse(self.problems())
        self.assertFalse(self.told(self.ann))
        self.assertIn(self.bricks, self.ann.all_group_ids)

    def test_the_user_works_on(self):
        self.let_clash()
        self.ann.with_user(self.ann).signature = "Ann"
        self.ann.with_user(self.clerk).signature = "Ann M."
        self.assertTrue(self.ann.has_group("base.group_user"))

    def test_an_installation_goes_on(self):
        self.let_clash()
        self.env["ir.model.data"]._process_end(["acme"])
        self.assertEqual(self.problems(), self.ann)

    def test_what_nobody_foresaw(self):
        """Another addon refuses what roles do to one of several users."""
        follow = type(self.env["res.users"])._after_roles

        def refuse(users):
            if self.ann in users:
                raise UserError(self.env._("Ann is on leave"))
            return follow(users)

        ending = self.mason._assign(self.ann + self.bob)
        for line in ending:
            self.today_is(line, date_to=YESTERDAY)
        self.patch(type(self.env["res.users"]), "_after_roles", refuse)
        self.env["res.users.role"].cron_update_users()
        self.assertNotIn(self.bricks, self.bob.all_group_ids)
        self.assertIn(self.bricks, self.ann.all_group_ids)
        self.assertIn("on leave", self.ann.role_problem)
        self.ann.with_user(self.ann).signature = "Ann"
        self.patch(type(self.env["res.users"]), "_after_roles", follow)
        self.env["res.users.role"].cron_update_users()
        self.assertFalse(self.problems() or self.told(self.ann))
        self.assertNotIn(self.bricks, self.ann.all_group_ids)

    def test_a_role_that_has_nothing_to_do_with_it(self):
        """It is given, the preview says that the groups wait, and they come when the clash is solved."""
        self.let_clash()
        key = self.create_role("Key", self.invoices)
        wizard = self.env["res.users.role.wizard"].create(
            {"action": "assign", "user_ids": self.ann.ids, "role_ids": key.ids}
        )
        for word in ("Mason", "Visitor", "stay as they are", "Withdraw"):
            self.assertIn(word, wizard.line_ids.warning)
        self.assertNotIn("Impossible", wizard.line_ids.warning)
        wizard.action_apply()
        self.assertNotIn(self.invoices, self.ann.all_group_ids)
        self.assertEqual(self.problems(), self.ann)
        key._assign(self.ann, date_to=LATER)
        self.visitor._withdraw(self.ann)
        self.assertLessEqual(self.invoices + self.bricks, self.ann.all_group_ids)
        self.assertFalse(self.problems())

    def test_a_role_that_would_take_part_in_it(self):
        self.let_clash()
        for role in self.roofer + self.create_role("Guest", self.portal):
            wizard = self.env["res.users.role.wizard"].create(
                {"action": "assign", "user_ids": self.ann.ids, "role_ids": role.ids}
            )
            for word in ("Impossible", "Mason", "Visitor", role.name):
                self.assertIn(word, wizard.line_ids.warning)
            with self.assertRaises(ValidationError):
                wizard.action_apply()

    def test_what_is_given_clashes_later(self):
        """The clash of today must not hide that one."""
        self.let_clash()
        self.today_is(self.ann.role_line_ids[0], date_to=TODAY)
        with self.assertRaises(ValidationError) as refused:
            self.roofer._assign(self.ann, date_from=LATER)
        self.assertIn("Roofer", str(refused.exception))

    def test_a_role_that_is_edited(self):
        (self.mason + self.roofer)._assign(self.ann)
        self.roofer._assign(self.bob)
        self.roofer.implied_ids = [Command.set((self.portal + self.roofs).ids)]
        self.assertTrue(self.bob.has_group("base.group_portal"))
        self.assertEqual(self.problems(), self.ann)
        self.assertTrue(self.ann.has_group("base.group_user"))
        self.assertIn(self.bricks, self.ann.all_group_ids)
        self.roofer.implied_ids = [Command.set((self.employee + self.roofs).ids)]
        self.assertFalse(self.problems())
        self.assertLessEqual(self.roofs + self.bricks, self.ann.all_group_ids)

    def test_a_group_of_a_role_is_edited(self):
        """By an installation, for instance: nobody is there to be refused."""
        (self.mason + self.roofer)._assign(self.ann)
        self.bricks.with_context(install_mode=True).implied_ids = [Command.link(self.portal.id)]
        self.assertIn(self.ann, self.problems())
        self.assertTrue(self.ann.has_group("base.group_user"))
        self.assertFalse(self.ann.has_group("base.group_portal"))


@tagged("post_install", "-at_install")
class TestAnotherType(Clashing):
    """The user type in a role that is in use changes for all who have it."""

    def test_employee_to_portal_and_back(self):
        self.mason._assign(self.ann + self.bob)
        self.ann.notification_type = "inbox"
        self.mason.implied_ids = [Command.set((self.portal + self.bricks).ids)]
        self.assertEqual(self.ann.notification_type, "email", "Odoo has no inbox for portal users")
        for user in self.ann + self.bob:
            self.assertEqual(user.all_group_ids & (self.portal + self.employee), self.portal)
            self.assertIn(self.bricks, user.all_group_ids)
        self.mason.implied_ids = [Command.set((self.employee + self.bricks).ids)]
        for user in self.ann + self.bob:
            self.assertEqual(user.all_group_ids & (self.portal + self.employee), self.employee)

    def test_the_preview_shows_what_happens(self):
        self.mason._assign(self.ann)
        with Form(self.mason) as form:
            form.implied_ids.remove(self.employee.id)
            form.implied_ids.add(self.portal)
            self.assertIn(self.portal.full_name, form.change_gained)
            self.assertIn(self.employee.full_name, form.change_lost)
            self.assertIn("Becomes", form.change_warning)
        self.assertTrue(self.ann.has_group("base.group_portal"))
        self.assertIn(self.bricks, self.ann.all_group_ids)

    def test_who_has_no_role_is_still_protected(self):
        self.ann.group_ids += self.bricks
        with self.assertRaises(ValidationError):
            self.bricks.implied_ids = [Command.link(self.portal.id)]


@tagged("post_install", "-at_install")
class TestWaitingPresets(Clashing):
    def test_a_preset_that_cannot_be_applied_goes_on_waiting(self):
        """What it names comes with an installation, and excludes what the role contains."""
        role = self.env["res.users.role"].create(
            {"name": "Guest", "preset_groups": "base.group_user acme.guests"}
        )
        other = self.env["res.users.role"].create(
            {"name": "Roadman", "preset_groups": "base.group_user acme.roads"}
        )
        role._assign(self.ann)
        guests, roads = self.env["res.groups"].create(
            [{"name": "Guests", "implied_ids": [Command.link(self.portal.id)]}, {"name": "Roads"}]
        )
        self.env["ir.model.data"].create(
            [
                {"module": "acme", "name": name, "model": "res.groups", "res_id": group.id, "noupdate": True}
                for name, group in (("guests", guests), ("roads", roads))
            ]
        )
        self.env["ir.model.data"]._process_end(["acme"])
        self.assertEqual(role.preset_state, "waiting")
        self.assertIn("Guest", role.preset_problem)
        self.assertEqual(role.implied_ids, self.employee)
        self.assertIn(roads, other.implied_ids)
        self.assertTrue(self.ann.has_group("base.group_user"))
        role.preset_groups = "base.group_user"
        self.assertFalse(role.preset_problem)

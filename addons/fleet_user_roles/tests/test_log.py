"""What is on record, and what is announced."""

from datetime import date, timedelta

from lxml import html

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RolesCase

DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestLog(RolesCase):
    def log(self, user):
        return self.env["res.users.role.log"].search([("user_id", "=", user.id)], order="id")

    def test_who_gave_which_role_to_whom_when_until_when_and_why(self):
        end = date.today() + 30 * DAY
        mason = self.mason.with_user(self.clerk)
        mason._assign(self.ann, date_to=end, reason="New site")
        mason._assign(self.ann, date_to=end + DAY, reason="Site goes on")
        mason._assign(self.ann, date_to=end + DAY, reason="Site goes on")
        mason._withdraw(self.ann, reason="Site closed")
        given, changed, withdrawn = self.log(self.ann)
        self.assertEqual(
            [row.action for row in (given, changed, withdrawn)], ["given", "changed", "withdrawn"]
        )
        self.assertEqual([row.date_to for row in (given, changed, withdrawn)], [end, end + DAY, end + DAY])
        self.assertEqual(
            [row.reason for row in (given, changed, withdrawn)], ["New site", "Site goes on", "Site closed"]
        )
        self.assertEqual((changed.old_date_to, changed.old_reason), (end, "New site"))
        self.assertEqual((changed.old_role, changed.old_user), ("Mason", "Ann Mason (ann)"))
        self.assertFalse(given.old_role or withdrawn.old_role)
        self.assertEqual({row.author_id for row in (given, changed, withdrawn)}, {self.clerk})
        self.assertEqual((given.role, given.user, given.author), ("Mason", "Ann Mason (ann)", "Access Clerk"))
        self.assertTrue(given.create_date)

    def test_it_outlives_roles_and_users(self):
        self.mason._assign(self.ann)
        log = self.log(self.ann)
        self.mason.unlink()
        self.ann.unlink()
        self.assertEqual((log.role, log.user), ("Mason", "Ann Mason (ann)"))
        self.assertFalse(log.role_id or log.user_id)

    def test_deleted_user(self):
        self.mason._assign(self.ann)
        self.ann.unlink()
        last = self.env["res.users.role.log"].search([("role_id", "=", self.mason.id)], limit=1)
        self.assertEqual((last.action, last.reason), ("withdrawn", "The user was deleted."))

    def test_nobody_edits_or_deletes_it(self):
        self.mason._assign(self.ann)
        log = self.log(self.ann)
        with self.assertRaisesRegex(UserError, "can't be edited"):
            log.sudo().write({"reason": "forged"})
        with self.assertRaisesRegex(UserError, "can't be deleted"):
            log.sudo().unlink()

    def test_expiry_is_logged_once(self):
        line = self.mason._assign(self.ann, date_to=date.today())
        self.env["res.users.role"].cron_update_users()
        self.assertIn(self.bricks, self.ann.group_ids, "the last day counts")
        self.today_is(line, date_to=date.today() - DAY)
        self.env["res.users.role"].cron_update_users()
        self.env["res.users.role"].cron_update_users()
        self.assertNotIn(self.bricks, self.ann.group_ids)
        self.assertEqual(self.actions(self.ann), ["given", "expired"])

    def test_expiry_at_midnight(self):
        cron = self.env.ref("base_user_role.cron_update_users")
        self.assertEqual((cron.nextcall.minute, 24 % cron.interval_number), (0, 0))
        self.assertEqual(cron.nextcall.hour % cron.interval_number, 0)

    def test_dates_in_the_wrong_order(self):
        with self.assertRaisesRegex(UserError, "would end before it begins"):
            self.mason._assign(self.ann, date_from=date.today(), date_to=date.today() - DAY)

    def activities(self, user):
        return self.env["mail.activity"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", user.partner_id.id)]
        )

    def test_end_is_announced_once_to_who_gave_it(self):
        self.mason.with_user(self.clerk)._assign(self.ann, date_to=date.today() + 14 * DAY)
        self.mason.with_user(self.clerk)._assign(self.bob, date_to=date.today() + 15 * DAY)
        for _time in range(2):
            self.env["res.users.role"].cron_update_users()
        activity = self.activities(self.ann)
        self.assertEqual((activity.user_id, activity.date_deadline), (self.clerk, date.today() + 14 * DAY))
        self.assertIn("Mason", activity.summary)
        self.assertFalse(self.activities(self.bob))
        activity.action_done()
        self.env["res.users.role"].cron_update_users()
        self.assertFalse(self.activities(self.ann), "what was seen is not announced again")

    def test_announcement_goes_when_the_end_moves(self):
        line = self.mason.with_user(self.clerk)._assign(self.ann, date_to=date.today() + 3 * DAY)
        self.env["res.users.role"].cron_update_users()
        line.with_user(self.admin).date_to = date.today() + 5 * DAY
        self.assertFalse(self.activities(self.ann))
        self.env["res.users.role"].cron_update_users()
        self.assertEqual(self.activities(self.ann).user_id, self.admin)
        line.unlink()
        self.assertFalse(self.activities(self.ann))

    def test_whatever_the_setting_says_roles_end(self):
        """It may have been written as a system parameter, which takes any text."""
        ended = self.mason._assign(self.bob)
        self.roofer._assign(self.ann, date_to=date.today() + 14 * DAY)
        for text in ("soon", "1.5", "-3", str(10**9), str(10**18)):
            with self.subTest(text), self.env.cr.savepoint() as done:
                self.env["ir.config_parameter"].set_param("fleet_user_roles.announce_days", text)
                self.today_is(ended, date_to=date.today() - DAY)
                self.env["res.users.role"].cron_update_users()
                self.assertNotIn(self.bricks, self.bob.all_group_ids)
                self.assertTrue(self.activities(self.ann))
                done.close(rollback=True)
            self.env.invalidate_all()

    def test_the_setting_takes_a_number_of_days(self):
        for days in (-1, 367, 10**9):
            with self.subTest(days), self.assertRaises(ValidationError):
                self.env["res.config.settings"].create({"role_announce_days": days})

    def test_no_day_before_stays_no_day(self):
        for days in (0, 5, 0):
            self.env["res.config.settings"].create({"role_announce_days": days}).execute()
            self.assertEqual(self.env["res.config.settings"].create({}).role_announce_days, days)
        self.mason._assign(self.ann, date_to=date.today() + DAY)
        self.roofer._assign(self.bob, date_to=date.today())
        self.env["res.users.role"].cron_update_users()
        self.assertFalse(self.activities(self.ann))
        self.assertTrue(self.activities(self.bob), "on the day itself")

    def test_announcement_when_the_giver_left(self):
        self.env["ir.config_parameter"].set_param("fleet_user_roles.announce_days", 3)
        self.mason.with_user(self.clerk)._assign(self.ann, date_to=date.today() + 3 * DAY)
        self.clerk.active = False
        self.env["res.users.role"].cron_update_users()
        self.assertTrue(self.activities(self.ann).user_id._is_system())

    def test_names_are_text(self):
        """A note is HTML, and everybody writes their own name."""
        live = '<img src="x"><a href="//elsewhere.example">Ann</a>'
        self.ann.name, self.mason.name = live, live
        self.mason.with_user(self.clerk)._assign(self.ann, date_to=date.today() + DAY)
        self.env["res.users.role"].cron_update_users()
        note = html.fromstring(self.activities(self.ann).note)
        self.assertEqual(note.xpath("//img | //a"), [])
        self.assertEqual(note.text_content(), f"The role {live} of {live} ends after this day.")

    @mute_logger("odoo.sql_db")
    def test_what_only_this_addon_knows_of_a_line(self):
        line = self.env["res.users.role.line"].create(
            {"user_id": self.ann.id, "role_id": self.mason.id, "given_by_id": self.bob.id, "in_force": False}
        )
        line.write({"given_by_id": self.bob.id, "announced_end": date.today(), "in_force": False})
        self.assertEqual((line.given_by_id, line.announced_end, line.in_force), (self.env.user, False, True))

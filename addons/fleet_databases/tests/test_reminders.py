from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user

from .common import DatabasesCase

ACTIVITY = "fleet_databases.mail_activity_type_renew_key"


class TestReminders(DatabasesCase):
    def setUp(self):
        super().setUp()
        self.database = self.create_database()

    def reminders(self, days):
        """What stands in the activities of the database when its key ends in so many days."""
        self.database.database_api_key_end = fields.Datetime.now() + timedelta(days=days)
        self.env["project.project"].sudo()._remind_of_keys()
        activities = self.database.activity_ids
        self.assertLessEqual(activities.activity_type_id, self.env.ref(ACTIVITY))
        return activities

    def test_thirty_seven_and_one_day_ahead(self):
        self.assertFalse(self.reminders(31))
        month = self.reminders(29.9)
        self.assertEqual(len(month), 1)
        self.assertEqual(self.reminders(8), month, "one reminder, not one each day")
        week = self.reminders(6.9)
        self.assertEqual(len(week), 1)
        self.assertNotEqual(week, month)
        self.assertEqual(self.reminders(2), week)
        day = self.reminders(0.5)
        self.assertNotEqual(day, week)
        self.assertEqual(self.reminders(-3), day)
        self.assertEqual(day.date_deadline, fields.Date.context_today(day))

    def test_done_means_done_until_the_next(self):
        self.reminders(20).action_done()
        self.assertFalse(self.reminders(15))
        self.assertEqual(len(self.reminders(5)), 1)

    def test_new_key_ends_the_reminder(self):
        self.reminders(5)
        self.database.database_api_key = "a-new-key"
        self.assertFalse(self.database.activity_ids)
        self.assertFalse(self.database.database_api_key_end)
        self.assertEqual(len(self.reminders(5)), 1)

    def test_whoever_may_renew_it_is_reminded(self):
        self.assertEqual(self.reminders(20).user_id, self.admin, "who entered the key")
        other = new_test_user(self.env(su=True), "other-admin", "fleet_databases.group_databases_admin")
        self.database.user_id = other
        self.assertEqual(self.reminders(5).user_id, other, "who is responsible")
        self.database.user_id = self.consultant
        self.assertEqual(
            self.reminders(0.5).user_id, self.admin, "a user of Databases has no right to renew it"
        )

    def test_scheduled_action(self):
        self.database.database_api_key_end = fields.Datetime.now() + timedelta(days=5)
        with self.enter_registry_test_mode():
            self.env.ref("fleet_databases.ir_cron_remind_of_keys").sudo().method_direct_trigger()
        self.assertEqual(len(self.database.activity_ids), 1)

    def test_archived_is_left_alone(self):
        self.database.active = False
        self.assertFalse(self.reminders(5))

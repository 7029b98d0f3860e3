from datetime import timedelta

from lxml import html

from odoo import fields, sql_db
from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .common import DatabasesCase, kpi, store_answer, store_result, user

ACTIVITY = "fleet_databases.mail_activity_type_renew_key"


class TestReminders(DatabasesCase):
    def setUp(self):
        super().setUp()
        self.database = self.create_database()

    def remind(self):
        # It commits. A test may only do that with a cursor of its own.
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.env["project.project"].with_env(self.env(cr=cr)).sudo()._database_remind_of_keys()

    def asked(self):
        return {query.name for query in self.database._database_questions()[self.database.id].queries}

    def reminders(self, days):
        """The texts of the activities of the database when its key ends in so many days."""
        self.database.database_api_key_end = fields.Datetime.now() + timedelta(days=days)
        self.remind()
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

    def test_names_are_text(self):
        """Notes and bodies are HTML; names of databases, KPIs and people are not."""
        live = '<img src="x"><a href="//elsewhere.example">x</a>'
        self.database.name = self.admin.name = live
        store_answer(
            self.database, kpis=[kpi("live", 3, name=live)], users=[user("ann@bakery.example", live)]
        )
        self.database._database_leave_as_is()
        self.assertTrue(self.reminders(5))
        written = [*self.database.message_ids.mapped("body"), *self.database.activity_ids.mapped("note")]
        self.assertTrue(any("Odoo.com account" in body for body in written))
        told = [html.fromstring(body) for body in written if body]
        self.assertEqual(
            [body for body in told if body.xpath("//img | //a[@href='//elsewhere.example']")], []
        )

    def test_done_means_done_until_the_next(self):
        self.reminders(20).action_done()
        self.assertFalse(self.reminders(15))
        self.assertEqual(len(self.reminders(5)), 1)

    def test_another_end_is_announced_anew(self):
        """Of several keys, the first to end counts, and that one was deleted."""
        month = self.reminders(20)
        later = {"id": 1, "scope": "rpc", "expiration_date": str(fields.Datetime.now() + timedelta(days=25))}
        self.database.database_api_key_asked = False
        self.answer([{**later, "expiration_date": later["expiration_date"][:19]}])
        self.assertFalse(month.exists())
        self.remind()
        self.assertEqual(len(self.database.activity_ids), 1)

    def answer(self, keys):
        """Store what the database answers about its keys."""
        answers = {"kpis": [], "users": [user(self.database.database_api_login)], "api_keys": keys}
        store_result(self.database, version="19.0", protocol="json2", answers=answers)

    def test_what_was_not_told_changes_nothing(self):
        end = fields.Datetime.now() + timedelta(days=40)
        for answer in (None, "odd", [{"expiration_date": "tomorrow"}], [{}] * 2000):
            self.database.write({"database_api_key_end": end, "database_api_key_asked": False})
            self.answer(answer)
            self.assertFalse(self.database.database_synchro_error, "an odd answer costs nothing but itself")
            self.assertEqual(self.database.database_api_key_end, end)
            self.assertTrue(self.database.database_api_key_asked)
        self.database.database_api_key_asked = False
        store_answer(self.database)
        self.assertFalse(self.database.database_api_key_asked, "it was not asked")

    def test_key_of_the_account_is_none_of_the_database(self):
        keys = [{"scope": "rpc", "expiration_date": "2099-01-01 00:00:00"}]
        self.answer(keys)
        self.assertTrue(self.database.database_api_key_end)
        self.database.action_database_forget_key()
        self.answer(keys)
        self.assertFalse(self.database.database_api_key_end)
        self.assertTrue(self.database.database_api_key_asked, "it was asked who stands behind the key")

    def test_one_that_can_not_be_reminded_of_keeps_nobody_from_it(self):
        others = self.database + self.create_database(database_name="garage")
        others.database_api_key_end = fields.Datetime.now() + timedelta(days=5)
        remind = type(self.database)._database_people_of_keys

        def failing(databases):
            if self.database in databases:
                raise UserError(databases.env._("no"))
            return remind(databases)

        self.patch(type(self.database), "_database_people_of_keys", failing)
        with self.enter_registry_test_mode(), self.assertLogs("odoo.addons.fleet_databases", "WARNING"):
            self.env.ref("fleet_databases.ir_cron_remind_of_keys").sudo().method_direct_trigger()
        self.assertEqual([len(database.activity_ids) for database in others], [0, 1])

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

    def test_statements_do_not_grow_with_the_databases(self):
        """Many keys are entered on the same day, so they end on the same day."""
        statements = {}
        for number in (10, 60):
            databases = self.env["project.project"].union(
                *[
                    self.create_database(name=f"{number}-{each}", database_name=f"{number}-{each}")
                    for each in range(number)
                ]
            )
            databases.database_api_key_end = fields.Datetime.now() + timedelta(days=5)
            before = sql_db.sql_counter
            self.remind()
            statements[number] = sql_db.sql_counter - before
            self.assertEqual(len(databases.activity_ids), number)
        self.assertLess(statements[60], 2 * statements[10], statements)

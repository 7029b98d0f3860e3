from datetime import timedelta

from odoo import SUPERUSER_ID, Command, fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from odoo.addons.fleet_databases.remote import errors

from .common import DatabasesCase, store_answer, store_result


class TestDue(DatabasesCase):
    """Which databases the scheduled action takes."""

    def due(self):
        project = self.env["project.project"]
        return project.search(project._database_due_domain())

    def test_new_databases_are_due(self):
        database = self.create_database()
        self.assertIn(database, self.due())
        self.assertNotIn(self.env["project.project"].create({"name": "Office Party"}), self.due())
        self.assertNotIn(
            self.create_database(database_hosting="other", database_url="https://a.example"), self.due()
        )

    def test_archived_databases_are_not(self):
        database = self.create_database()
        database.action_archive()
        self.assertNotIn(database, self.due())

    def test_synchronized_a_day_ago(self):
        database = self.create_database()
        store_answer(database)
        self.assertNotIn(database, self.due())
        self.assertEqual(database.database_next_synchro, database.database_last_synchro + timedelta(hours=24))
        database.database_next_synchro = fields.Datetime.now()
        self.assertIn(database, self.due())

    def test_claimed_databases_are_not(self):
        database = self.create_database()
        self.assertEqual(database._database_try_claim(), database)
        self.assertNotIn(database, self.due())
        self.assertFalse(database._database_try_claim(), "claimed twice")
        database.database_claimed_until = fields.Datetime.now()  # the worker has died, and its claim is over
        self.assertIn(database, self.due())
        self.assertEqual(database._database_try_claim(), database)

    def test_failures_come_later_and_later(self):
        database = self.create_database()
        waits = []
        for _failure in range(6):
            store_result(database, error=errors.CallTimeout())
            waits.append(round((database.database_next_synchro - fields.Datetime.now()) / timedelta(hours=1)))
        self.assertEqual(waits, [1, 2, 4, 8, 168, 168])
        store_answer(database)
        self.assertEqual(
            round((database.database_next_synchro - fields.Datetime.now()) / timedelta(hours=1)), 24
        )

    def test_refused_key_waits_until_the_connection_changes(self):
        database = self.create_database()
        store_result(database, error=errors.WrongKey())
        self.assertFalse(database.database_next_synchro)
        self.assertNotIn(database, self.due())
        database.name = "Bakery Dupont & Sons"
        self.assertNotIn(database, self.due())
        database.database_api_key = "a-new-key"
        self.assertIn(database, self.due())

    def test_answer_of_the_old_connection_is_not_stored(self):
        database = self.create_database()
        old_claim = database._database_try_claim().database_claim
        database.database_api_key = "a-new-key"
        self.assertFalse(store_result(database, old_claim, error=errors.WrongKey()))
        self.assertIn(database, self.due())
        new_claim = database._database_try_claim().database_claim
        self.assertFalse(
            store_result(database, old_claim, error=errors.WrongKey()), "claimed by somebody else now"
        )
        database._database_release(old_claim)
        self.assertTrue(database.database_claimed_until)
        self.assertTrue(store_answer(database, claim=new_claim))
        self.assertFalse(database.database_synchro_error)

    def test_changed_connection_wakes_the_scheduled_action(self):
        cron = self.env.ref("fleet_databases.ir_cron_synchronize")
        triggers = self.env["ir.cron.trigger"].sudo()
        database = self.create_database()
        triggers.search([("cron_id", "=", cron.id)]).unlink()
        database.name = "Bakery Dupont & Sons"
        self.assertFalse(triggers.search([("cron_id", "=", cron.id)]))
        database.database_api_key = "a-new-key"
        self.assertTrue(triggers.search([("cron_id", "=", cron.id)]))


class TestRun(DatabasesCase):
    """The record of a run."""

    def setUp(self):
        super().setUp()
        self.databases = self.env["project.project"].union(
            *[
                self.create_database(name=f"Client {number}", database_name=f"client{number}")
                for number in range(4)
            ]
        )
        self.run_record = self.env["databases.run"].sudo()._open(self.databases, self.admin)

    def test_counts_and_summary(self):
        run = self.run_record
        self.assertEqual((run.total, run.done, run.failed, run.remaining), (4, 0, 0, 4))
        store_answer(self.databases[0])
        store_result(self.databases[1], error=errors.Unreachable("erp.example.com"), duration=1.5)
        self.assertEqual((run.total, run.done, run.failed, run.remaining), (4, 1, 1, 2))
        self.assertFalse(run.end)
        store_result(self.databases[2], error=errors.WrongKey(), duration=1.5)
        store_result(self.databases[3], error=errors.Unreachable("erp.example.com"), duration=1.5)
        self.assertTrue(run.end)
        self.assertEqual(run.summary, "1 done, 3 failed: 2 × No connection, 1 × Wrong key")
        line = run.line_ids.filtered(lambda line: line.project_id == self.databases[1])
        self.assertEqual(
            (line.state, line.reason, line.detail, line.duration),
            ("failed", "unreachable", "erp.example.com", 1.5),
        )

    def test_progress_survives_a_reload(self):
        store_answer(self.databases[0])
        progress = self.env["databases.run"].progress()
        self.assertEqual(
            (
                progress["total"],
                progress["done"],
                progress["failed"],
                progress["remaining"],
                progress["ended"],
            ),
            (4, 1, 0, 3, False),
        )
        self.assertFalse(self.env["databases.run"].with_user(self.consultant).progress())
        for database in self.databases[1:]:
            store_answer(database)
        self.assertFalse(self.env["databases.run"].progress())

    def test_progress_of_others_is_seen(self):
        mine = self.env["databases.run"].progress()
        self.assertEqual((mine["mine"], mine["title"]), (True, "Synchronizing databases: 4"))
        colleague = new_test_user(
            self.env(user=SUPERUSER_ID), "colleague", "fleet_databases.group_databases_admin"
        )
        runs = self.env["databases.run"].with_user(colleague)
        theirs = runs.progress()
        self.assertEqual((theirs["id"], theirs["mine"]), (self.run_record.id, False))
        self.assertIn(self.admin.name, theirs["title"])
        own = runs.sudo()._open(self.databases[0], colleague)
        self.assertEqual(runs.progress()["id"], own.id)
        for database in self.databases:
            store_answer(database)
        ended = runs.progress(self.run_record.id)
        self.assertEqual((ended["ended"], ended["outcome"], runs.progress()), (True, "success", False))

    def test_run_of_another_company_shows_no_bar(self):
        sudo = self.env(user=SUPERUSER_ID)
        company = sudo["res.company"].create({"name": "Theirs"})
        ben = new_test_user(
            sudo,
            "ben-theirs",
            "fleet_databases.group_databases_admin",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        self.assertEqual(self.env["databases.run"].with_user(ben).progress()["id"], self.run_record.id)
        self.databases.sudo().company_id = self.env.company
        self.env.invalidate_all()
        self.assertFalse(self.env["databases.run"].with_user(ben).progress())
        self.env.invalidate_all()
        self.assertEqual(self.env["databases.run"].progress()["total"], 4)

    def test_a_failure_is_not_told_as_a_success(self):
        self.assertEqual(self.run_record._progress(self.admin)["outcome"], "info")
        for database in self.databases[1:]:
            store_result(database, error=errors.WrongKey())
        store_answer(self.databases[0])
        self.assertEqual(self.run_record._progress(self.admin)["outcome"], "warning")
        self.assertEqual(self.run_record._notification()["params"]["type"], "warning")
        failed = self.env["databases.run"].sudo()._open(self.databases, self.admin)
        for database in self.databases:
            store_result(database, error=errors.WrongKey())
        self.assertEqual(failed._progress(self.admin)["outcome"], "danger")
        self.assertEqual(failed._notification()["params"]["type"], "danger")

    def test_its_name_has_the_time_of_the_reader(self):
        self.run_record.begin = "2026-11-27 18:05:00"
        for tz, lang, told in (
            ("America/New_York", "en_US", "11/27/26, 1:05\u202fPM"),
            ("Asia/Tokyo", "en_US", "11/28/26, 3:05\u202fAM"),
        ):
            name = self.run_record.with_context(tz=tz, lang=lang).display_name
            self.assertIn(told.replace("\u202f", " "), name.replace("\u202f", " "))

    def test_progress_reaches_the_person(self):
        self.env["bus.bus"].sudo().search([]).unlink()
        store_answer(self.databases[0])
        self.env.cr.precommit.run()
        [message] = self.env["bus.bus"].sudo().search([]).mapped("message")
        self.assertIn('"fleet_databases.run"', message)
        self.assertIn('"remaining":3', message.replace(" ", ""))

    def test_one_pull_serves_all_runs_that_wait(self):
        colleague = new_test_user(
            self.env(user=SUPERUSER_ID), "colleague", "fleet_databases.group_databases_admin"
        )
        other = self.env["databases.run"].sudo()._open(self.databases[0], colleague)
        store_answer(self.databases[0])
        self.assertEqual((other.done, bool(other.end), self.run_record.done), (1, True, 1))

    def test_failed_databases_are_one_click_away(self):
        store_answer(self.databases[0])
        store_result(self.databases[1], error=errors.WrongKey(), duration=1.5)
        failed = self.env["project.project"].search(self.run_record.action_open_failed()["domain"])
        self.assertEqual(failed, self.databases[1])

    def test_deleted_database_does_not_hold_up_a_run(self):
        self.databases[0].unlink()
        self.assertEqual(self.run_record.total, 3)

    def test_what_can_no_longer_be_asked_is_skipped(self):
        self.databases[0].action_archive()
        for database in self.databases[1:]:
            store_answer(database)
        self.assertFalse(self.run_record.end)
        self.env["databases.run"].sudo()._close_open_runs()
        self.assertTrue(self.run_record.end)
        self.assertEqual((self.run_record.done, self.run_record.total), (3, 3))

    def test_old_runs_are_deleted(self):
        runs_sudo = self.env["databases.run"].sudo()
        old = runs_sudo.create({"begin": fields.Datetime.now() - timedelta(days=31)})
        runs_sudo._delete_old()
        self.assertFalse(old.exists())
        self.assertTrue(self.run_record.exists())

    def test_runs_are_for_administrators(self):
        for person in (self.consultant, self.project_manager):
            with self.assertRaises(AccessError):
                self.run_record.with_user(person).read(["summary"])

    def test_nobody_writes_runs(self):
        run = self.run_record.with_user(self.admin)
        for change in (run.unlink, run.copy, lambda: run.write({"end": False}), run.line_ids.unlink):
            with self.assertRaises(AccessError):
                change()


class TestSameMoment(DatabasesCase):
    """What people save and click in the same moment is one run."""

    def runs(self):
        return self.env["databases.run"].sudo().search([("id", ">", self.before)])

    def setUp(self):
        super().setUp()
        self.runs_sudo = self.env["databases.run"].sudo()
        # Those of the demo wait for nothing here.
        self.env["project.project"].sudo().search(
            [("database_hosting", "!=", False)]
        ).database_next_synchro = False
        self.before = self.runs_sudo.search([], limit=1).id or 0
        self.bakery, self.garage, self.notary = (
            self.create_database(name=name, database_name=name) for name in ("bakery", "garage", "notary")
        )

    def take_due(self):
        """What the scheduled action does before it asks."""
        self.runs_sudo._claim_due()

    def answer(self, database):
        store_answer(database, claim=database.database_claim)

    def test_several_saves(self):
        for database in (self.bakery, self.garage):
            database.database_api_key = "another"
        self.take_due()
        self.answer(self.bakery)
        self.bakery.database_api_key = "yet-another"
        self.take_due()
        for database in (self.bakery, self.garage, self.notary):
            self.answer(database)
        run = self.runs()
        self.assertEqual((len(run), run.done, run.total, bool(run.end)), (1, 3, 3, True))
        self.notary.database_api_key = "another"
        self.take_due()
        self.assertEqual((self.runs(), run.remaining, bool(run.end)), (run, 1, False))
        self.answer(self.notary)
        self.assertEqual((run.done, run.total, bool(run.end)), (3, 3, True))

    def test_saves_and_clicks(self):
        databases = self.bakery + self.garage + self.notary
        for database in databases:
            database.database_api_key = "another"
        self.take_due()
        self.answer(self.bakery)
        self.garage.database_api_key = "yet-another"
        run = self.runs_sudo._open(databases, self.admin)
        self.assertEqual(self.runs_sudo._open(databases, self.admin), run, "clicked twice")
        self.take_due()
        self.assertEqual((self.runs(), run.user_id, run.total, run.remaining), (run, self.admin, 3, 3))
        for database in databases:
            store_answer(database, claim=database.database_claim or None)
        self.assertEqual((run.done, run.total, bool(run.end)), (3, 3, True))

    def test_what_has_failed_is_asked_again_by_a_second_click(self):
        databases = self.bakery + self.garage
        run = self.runs_sudo._open(databases, self.admin)
        store_result(self.bakery, error=errors.WrongKey())
        self.bakery.database_api_key = "the-right-one"
        self.assertEqual(self.runs_sudo._open(databases, self.admin), run)
        for database in databases:
            store_answer(database)
        self.assertEqual((run.done, run.failed, bool(run.end)), (2, 0, True))

    def test_later_it_is_another_run(self):
        self.take_due()
        first = self.runs()
        for database in first.line_ids.project_id:
            self.answer(database)
        first.begin = fields.Datetime.now() - timedelta(minutes=1)
        run = self.runs_sudo._open(self.bakery, self.admin)
        self.assertEqual((self.runs(), first.done, run.total), (first + run, 3, 1))
        self.garage.database_api_key = "another"
        self.take_due()
        self.assertEqual(len(self.runs()), 3)

"""Changes of users go through the engine: in the background, beside a synchronization, after a crash."""

import contextlib
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError

from odoo.addons.fleet_databases.models.run import databases_engine
from odoo.addons.fleet_databases.remote.sink import Sink

from farm import fleet
from test_engine import CRON, EngineCase

ANN, BOB = "ann@agency.example", "bob@agency.example"
UNFORESEEN = "odoo.addons.fleet_databases.remote.unforeseen"
# PostgreSQL reports a conflict with another transaction once: when a database is given back.
CONFLICT = """
CREATE SEQUENCE conflict;
CREATE FUNCTION conflict() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('conflict') = 1 THEN RAISE EXCEPTION 'conflict' USING ERRCODE = 'serialization_failure'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER conflict BEFORE UPDATE ON project_project FOR EACH ROW
WHEN (OLD.database_claim IS NOT NULL AND NEW.database_claim IS NULL) EXECUTE FUNCTION conflict();
"""


def cannot_be_deleted(_tasks):
    return Sink("/dev/null/letter")


class TestUserEngine(EngineCase):
    def request(self, action, databases, *logins):
        """:return: the run"""
        changes = [(database, login, login.title()) for database in databases for login in logins]
        with self.committing(self.env["databases.user.change"]) as committing:
            return self.env["databases.run"].browse(committing._request(action, changes)["res_id"])

    def states(self, run):
        return {(change.database, change.login): change.state for change in run.change_ids}

    def test_a_few_at_once(self):
        with self.fleet(hosts=5, databases=4) as (databases, _farm):
            run = self.request("invite", databases, ANN, BOB)
            self.assertEqual((run.user_id, run.total, run.done, bool(run.end)), (self.admin, 40, 40, True))
            for database in databases:
                self.assertEqual(set(database.database_user_ids.mapped("login")), {ANN, BOB})

    def test_many_in_the_background(self):
        with self.fleet(hosts=5, databases=5, refusing=1) as (databases, _farm):
            databases.database_next_synchro = False
            run = self.request("invite", databases, ANN)
            self.assertEqual((run.remaining, run.end), (25, False))
            self.assertEqual(self.env["databases.run"].progress()["kind"], "invite")
            self.run_scheduled_action()
            self.assertEqual((run.done, run.failed, run.remaining, bool(run.end)), (20, 5, 0, True))
            self.assertEqual(run.summary, "20 done, 5 failed: 5 × Wrong key")
            failed = run.change_ids.filtered(lambda change: change.state == "failed")
            self.assertEqual(
                self.env["project.project"].search(run.action_open_failed()["domain"]), failed.project_id
            )

    def test_waits_for_who_asks_the_same_database(self):
        with self.fleet(hosts=1, databases=2) as (databases, _farm):
            busy, free = databases
            claim = busy.sudo()._database_try_claim().database_claim
            run = self.request("invite", databases, ANN)
            self.assertEqual(self.states(run), {(busy.name, ANN): "waiting", (free.name, ANN): "done"})
            self.run_scheduled_action()
            self.assertEqual(run.remaining, 1, "still claimed")
            self.assertFalse(run.end)
            busy.sudo()._database_release(claim)
            self.run_scheduled_action()
            self.assertEqual((run.done, bool(run.end)), (2, True))

    def test_interactive_synchronization_wakes_up_what_waits(self):
        with self.fleet(hosts=1, databases=1) as (databases, _farm):
            claim = databases.sudo()._database_try_claim().database_claim
            self.request("invite", databases, ANN)
            triggers = self.env["ir.cron.trigger"].sudo()
            triggers.search([]).unlink()
            databases.sudo()._database_release(claim)
            with self.committing(databases) as committing:
                committing.action_database_synchronize()
            now = fields.Datetime.now()
            self.assertTrue(
                triggers.search([("cron_id", "=", self.env.ref(CRON).id), ("call_at", "<=", now)])
            )

    def test_one_run_after_the_other(self):
        with self.fleet(hosts=1, databases=1) as (databases, _farm):
            claim = databases.sudo()._database_try_claim().database_claim
            invited, again = (self.request("invite", databases, ANN) for _time in range(2))
            databases.sudo()._database_release(claim)
            self.run_scheduled_action()
            self.assertEqual(invited.change_ids.effect, "create")
            self.assertEqual((again.change_ids.effect, again.skipped, again.done), ("present", 1, 0))

    def test_removal_does_not_overtake_an_invitation(self):
        """Else whoever was removed would come back."""
        with self.fleet(hosts=3, databases=7) as (databases, _farm):
            databases.database_next_synchro = False
            invited = self.request("invite", databases, ANN)
            self.assertEqual(invited.remaining, 21)
            removed = self.request("remove", databases[0], ANN)
            # Made at once is what waited first: the invitation of that one database.
            self.assertEqual((invited.done, removed.remaining), (1, 1))
            self.run_scheduled_action()
            self.assertEqual((invited.done, removed.done, removed.remaining), (21, 1, 0))
            self.assertEqual(removed.change_ids.effect, "remove")
            self.assertNotIn(ANN, databases[0].database_user_ids.mapped("login"))

    def test_connection_is_changed_meanwhile(self):
        """The claim is gone, and the changes are in flight: nobody makes them twice, and they get their outcome."""
        with self.fleet(hosts=1, databases=2) as (databases, _farm):
            changes = self.env["databases.user.change"]
            record = type(changes)._record

            def changed_meanwhile(records, results):
                databases.with_env(records.env).sudo().database_api_key = fleet.KEY
                self.assertFalse(records._due(), "in flight")
                record(records, results)

            with patch.object(type(changes), "_record", changed_meanwhile):
                run = self.request("invite", databases, ANN)
            self.assertEqual((run.done, run.failed, bool(run.end)), (2, 0, True))

    def test_interrupted_try_says_so(self):
        """The worker died after the user was created in the client's database and before it was written down."""
        with self.fleet(hosts=1, databases=1) as (databases, _farm):
            changes = type(self.env["databases.user.change"])
            died = patch.object(changes, "_record", side_effect=KeyboardInterrupt)
            # assertRaises would take back what was committed.
            with died, contextlib.suppress(KeyboardInterrupt):
                self.request("invite", databases, ANN)
            change = self.env["databases.user.change"].search([])
            self.assertEqual((change.state, change.tries), ("waiting", 1))
            now = fields.Datetime.now()  # its time is over
            databases.sudo().database_claimed_until = change.sudo().asked_until = now
            self.run_scheduled_action()
            self.assertEqual((change.state, change.effect, change.tries), ("skipped", "present", 2))
            self.assertIn("interrupted", change.detail)

    def test_what_cannot_be_stored_is_said(self):
        with self.fleet(hosts=1, databases=4) as (databases, _farm):
            unlucky = databases[2]
            self.env.cr.execute(
                "ALTER TABLE databases_user ADD CONSTRAINT unlucky CHECK (project_id <> %s)", [unlucky.id]
            )
            run = self.request("invite", databases, ANN)
            self.assertEqual((run.done, run.failed, bool(run.end)), (3, 1, True))
            change = run.change_ids.filtered(lambda change: change.project_id == unlucky)
            self.assertEqual((change.state, change.reason), ("failed", "not_stored"))
            self.assertFalse(unlucky.database_claimed_until)

    def test_what_cannot_even_be_given_up_costs_the_others_nothing(self):
        with self.fleet(hosts=1, databases=4) as (databases, _farm):
            unlucky = databases[2]
            self.env.cr.execute(
                "ALTER TABLE databases_user_change ADD CONSTRAINT unlucky"
                " CHECK (project_id <> %s OR state = 'waiting')",
                [unlucky.id],
            )
            with self.assertLogs(UNFORESEEN):
                run = self.request("invite", databases, ANN)
            self.assertEqual((run.done, run.failed, run.remaining), (3, 0, 1))
            change = run.change_ids.filtered(lambda change: change.project_id == unlucky)
            self.assertEqual(change.tries, 1, "it was tried, and is not begun without end")
            self.assertTrue(change.asked_until)

    def test_a_conflict_after_the_request_is_on_record_does_not_repeat_it(self):
        with self.fleet(hosts=1, databases=1) as (databases, _farm):
            self.env.cr.execute(CONFLICT)
            with self.assertLogs(UNFORESEEN):
                run = self.request("invite", databases, ANN)
            self.assertEqual((run.total, run.done), (1, 1))

    def test_progress_that_cannot_be_told_costs_nothing(self):
        runs = self.env.registry["databases.run"]
        with (
            self.fleet(hosts=1, databases=2) as (databases, _farm),
            patch.object(runs, "_progress", side_effect=ZeroDivisionError),
            self.assertLogs(UNFORESEEN),
        ):
            run = self.request("invite", databases, ANN)
            self.assertEqual((run.done, bool(run.end)), (2, True))

    def test_a_kind_of_task_that_fails_does_not_stop_the_scheduled_action(self):
        changes = self.env.registry["databases.user.change"]
        with (
            self.fleet(hosts=1, databases=2) as (databases, _farm),
            patch.object(changes, "_subject_domain", side_effect=ZeroDivisionError),
            self.assertLogs(UNFORESEEN),
        ):
            self.run_scheduled_action()
            self.assertStored(databases)
            self.assertTrue(self.last_run().end)

    def test_what_is_left_of_a_task_does_not_stop_the_others(self):
        changes = self.env.registry["databases.user.change"]
        with self.fleet(hosts=1, databases=21) as (databases, _farm):
            run = self.request("invite", databases, ANN)
            run.change_ids[0].sudo().tries = 5
            with patch.object(changes, "_sink", cannot_be_deleted), self.assertLogs(UNFORESEEN):
                self.run_scheduled_action()
            self.assertEqual((run.done, run.failed), (20, 1))

    def test_a_task_without_a_target_has_failed(self):
        changes = self.env.registry["databases.user.change"]
        with self.fleet(hosts=1, databases=2) as (databases, _farm):
            with patch.object(changes, "_targets", return_value=[]), self.assertLogs(UNFORESEEN):
                run = self.request("invite", databases, ANN)
            self.assertEqual((run.failed, bool(run.end)), (2, True))

    def test_archived_while_it_waits(self):
        with self.fleet(hosts=1, databases=25) as (databases, _farm):
            databases.database_next_synchro = False
            run = self.request("invite", databases, ANN)
            databases[0].action_archive()
            databases[1].unlink()
            self.run_scheduled_action()
            self.assertEqual((run.total, run.done, run.failed, bool(run.end)), (25, 23, 2, True))

    def test_out_of_time(self):
        with (
            patch.object(databases_engine, "WAVE_SECONDS", -1),
            self.fleet(hosts=1, databases=2) as (databases, _farm),
        ):
            run = self.request("invite", databases, ANN)
            self.assertEqual((run.remaining, run.end), (2, False))
            self.assertFalse(any(databases.mapped("database_claimed_until")))

    def test_preview_that_runs_out_of_time_says_so(self):
        with (
            patch.object(databases_engine, "WHILE_WAITING_SECONDS", -1),
            self.fleet(hosts=1, databases=1) as (databases, _farm),
            self.committing(self.env["databases.user.change"]) as committing,
        ):
            [preview] = committing._preview("invite", [(databases, ANN, "Ann")])
        self.assertEqual((preview.asked.login, preview.effect), (ANN, "unknown"))

    def test_only_for_administrators(self):
        with self.fleet(hosts=1, databases=1) as (databases, _farm):
            for person in (self.consultant, self.project_manager):
                changes = self.env["databases.user.change"].with_user(person)
                for forbidden in (changes._request, changes._preview):
                    with self.assertRaises(AccessError):
                        forbidden("invite", [(databases.with_user(person), ANN, "Ann")])

"""The scheduled action through Odoo's own runner, against a fleet of fake databases over real sockets."""

from collections import Counter
from contextlib import contextmanager
from unittest.mock import patch

from odoo.addons.fleet_databases.models.database import by_hand, parts
from odoo.addons.fleet_databases.models.run import databases_engine, databases_waves
from odoo.addons.fleet_databases.tests.common import DatabasesCase

from farm import fleet
from farm.fleet import Fleet
from farm.people import CROWD

CRON = "fleet_databases.ir_cron_synchronize"


class EngineCase(DatabasesCase):
    """A fleet of fake databases, and what may commit."""

    @contextmanager
    def fleet(self, **options):
        """Serve a fleet; its databases are the only ones of the hub.

        :return: the databases, and the farm
        """
        with fleet.running(Fleet(**options)) as farm:
            yield self.only(farm), farm

    @classmethod
    def only(cls, farm):
        """Make the databases of a farm the only ones of the hub, due and never synchronized.

        :return: the databases
        """
        projects = cls.env["project.project"]
        projects.search([("database_hosting", "!=", False)]).action_archive()
        return projects.create(
            [
                {
                    "name": name,
                    "database_hosting": "premise",
                    "database_url": url,
                    "database_name": name,
                    "database_api_login": "hub",
                    "database_api_key": fleet.KEY,
                }
                for url, name in farm.databases()
            ]
        )

    @contextmanager
    def committing(self, records):
        """The records over a cursor on which they may commit."""
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            yield records.with_env(records.env(cr=cr))

    def run_scheduled_action(self):
        with self.enter_registry_test_mode():
            self.env.ref(CRON).sudo().method_direct_trigger()

    def last_run(self):
        return self.env["databases.run"].search([], limit=1)

    def assertStored(self, databases):
        for database in databases:
            self.assertFalse(database.database_synchro_message)
            self.assertEqual(
                self.kpi_values(database),
                {
                    f"account_journal_type_{kind}": value
                    for kind, value in fleet.kpis(database.database_name).items()
                },
            )
            self.assertEqual(
                set(database.database_user_ids.mapped("login")),
                {row["login"] for row in fleet.users(database.database_name)},
            )


class TestEngine(EngineCase):
    def test_both_protocols(self):
        with self.fleet(hosts=6, databases=5, old=3) as (databases, farm):
            self.run_scheduled_action()
            self.assertStored(databases)
            self.assertEqual(Counter(databases.mapped("database_protocol")), {"json2": 15, "xmlrpc": 15})
            run = self.last_run()
            self.assertEqual((run.user_id.id, run.total, run.done, run.failed), (False, 30, 30, 0))
            self.assertTrue(run.end)
            self.assertEqual(set(farm.asked().values()), {1})

    def test_nothing_is_due_afterwards(self):
        with self.fleet(hosts=2, databases=2) as (databases, farm):
            self.run_scheduled_action()
            self.run_scheduled_action()
            self.assertEqual(set(farm.asked().values()), {1})
            self.assertEqual(
                self.env["databases.run"].search_count([("line_ids.project_id", "in", databases.ids)]), 1
            )

    def test_failing_databases_do_not_stop_the_others(self):
        self.env["ir.config_parameter"].sudo().set_param("fleet_databases.timeout", 1)
        with self.fleet(hosts=8, databases=4, silent=1, dripping=1, refusing=1) as (databases, _farm):
            dead = databases[0].copy(
                {
                    "database_hosting": "premise",
                    "database_url": "http://127.0.0.1:9",
                    "database_name": "dead",
                    "database_api_login": "hub",
                    "database_api_key": "key",
                }
            )
            self.run_scheduled_action()
            self.assertStored(databases.filtered(lambda database: not database.database_synchro_error))
            self.assertEqual(
                Counter((databases + dead).mapped("database_synchro_error")),
                {False: 20, "timeout": 8, "wrong_key": 4, "unreachable": 1},
            )
            run = self.last_run()
            self.assertEqual((run.total, run.done, run.failed), (33, 20, 13))
            self.assertEqual(run.summary, "20 done, 13 failed: 8 × Timeout, 4 × Wrong key, 1 × No connection")

    def test_retry_of_the_failed_only(self):
        with self.fleet(hosts=3, databases=2, refusing=1) as (databases, farm):
            self.run_scheduled_action()
            failed = databases.filtered("database_synchro_error")
            failed.write({"database_url": farm.databases()[0][0]})
            with self.committing(self.last_run()) as run:
                run.action_retry()
            self.assertStored(databases)
            retry = self.last_run()
            self.assertEqual((retry.line_ids.project_id, retry.done), (failed, 2))
            self.assertEqual(set(farm.asked().values()), {1})

    def test_waves(self):
        with (
            patch.object(type(self.env["databases.run"]), "_wave_size", 7),
            self.fleet(hosts=5, databases=5) as (databases, farm),
        ):
            self.run_scheduled_action()
            self.assertStored(databases)
            self.assertEqual(set(farm.asked().values()), {1})
            self.assertEqual((self.last_run().total, self.last_run().done), (25, 25))

    def test_out_of_time(self):
        with (
            patch.object(databases_engine, "WAVE_SECONDS", 0),
            self.fleet(hosts=2, databases=2) as (databases, _farm),
        ):
            with self.committing(self.env["databases.run"].sudo()) as runs:
                runs._synchronize_due()
            self.assertFalse(any(databases.mapped("database_claimed_until")))
            self.assertFalse(any(databases.mapped("database_last_synchro")))
            project = self.env["project.project"]
            self.assertEqual(project.search(project._database_due_domain()), databases)

    def test_a_few_at_once(self):
        with self.fleet(hosts=2, databases=10, refusing=1) as (databases, _farm):
            with self.committing(databases) as committing:
                action = committing.action_database_synchronize()
            self.assertEqual(action["params"]["message"], "10 done, 10 failed: 10 × Wrong key")
            self.assertEqual(self.last_run().user_id, self.admin)

    def test_many_in_the_background(self):
        with self.fleet(hosts=3, databases=7) as (databases, farm):
            databases.database_next_synchro = False
            with self.committing(databases) as committing:
                action = committing.action_database_synchronize_all()
            self.assertEqual(action["params"]["message"], "Synchronizing databases in the background: 21")
            self.assertEqual(farm.asked(), {})
            run = self.last_run()
            self.assertEqual((run.user_id, run.remaining), (self.admin, 21))
            self.run_scheduled_action()
            self.assertStored(databases)
            self.assertEqual((run.done, run.remaining, bool(run.end)), (21, 0, True))

    def test_manual_always_tries(self):
        with self.fleet(hosts=1, databases=2, refusing=1) as (databases, _farm):
            for failures in (1, 2):
                with self.committing(databases) as committing:
                    committing.action_database_synchronize()
                self.assertEqual(databases.mapped("database_nb_synchro_errors"), [failures] * 2)

    def test_nobody_pulls_what_another_pulls(self):
        with (
            self.fleet(hosts=1, databases=2) as (databases, farm),
            patch.object(by_hand, "WHILE_WAITING_SECONDS", 1),
        ):
            databases[0]._database_try_claim()
            next_synchro = databases[0].database_next_synchro
            self.run_scheduled_action()
            with self.committing(databases) as committing:
                action = committing.action_database_synchronize()
            self.assertEqual(farm.asked(), {databases[1].database_name: 2})
            self.assertEqual(action["params"]["message"], "Synchronizing databases in the background: 1")
            self.assertEqual(databases[0].database_next_synchro, next_synchro)
            run = self.last_run()
            self.assertEqual((run.done, run.remaining), (1, 1))

    def test_next_wake_up(self):
        with self.fleet(hosts=1, databases=1) as (databases, _farm):
            self.run_scheduled_action()
            triggers = self.env["ir.cron.trigger"].sudo().search([("cron_id", "=", self.env.ref(CRON).id)])
            self.assertIn(
                databases.database_next_synchro + databases_waves.TOGETHER, triggers.mapped("call_at")
            )

    def test_what_takes_too_long_to_store_costs_only_itself(self):
        with (
            patch.object(databases_engine, "STORE_SECONDS", 0),
            patch.object(parts, "PART_SECONDS", 0),
            self.fleet(hosts=5, crowded=1) as (databases, _farm),
        ):
            self.run_scheduled_action()
            crowded = databases.filtered("database_synchro_error")
            self.assertStored(databases - crowded)
            self.assertEqual((len(crowded), crowded.database_nb_users), (1, 0))
            self.assertEqual(crowded.database_synchro_error, "too_much")
            self.assertIn("how many users", crowded.database_synchro_message)
            self.assertFalse(crowded.database_claimed_until)
            self.assertEqual((self.last_run().done, self.last_run().failed), (4, 1))

    def test_many_logins_that_are_hard_to_read(self):
        with self.fleet(hosts=2, crowded=1) as (databases, _farm):
            self.run_scheduled_action()
            self.assertEqual(set(databases.mapped("database_nb_users")), {fleet.USERS, fleet.USERS + CROWD})
            crowd = databases.database_user_ids.filtered(lambda user: "@@" in user.login)
            self.assertEqual((len(crowd), set(crowd.mapped("address"))), (CROWD, {False}))

    def test_no_key_goes_to_an_address_that_was_put_in_past_the_hub(self):
        with self.fleet(hosts=2) as (databases, farm):
            self.env.cr.execute(
                "UPDATE project_project SET database_url = %s WHERE id = %s",
                [databases[1].database_url, databases[0].id],
            )
            self.env.invalidate_all()
            self.run_scheduled_action()
            self.assertStored(databases[1])
            self.assertEqual(farm.asked(), {databases[1].database_name: 1})
            self.assertEqual(databases[0].database_synchro_error, "key_unreadable")
            self.assertIn("Enter the API key again", databases[0].database_synchro_message)

    def test_a_conflict_costs_nothing(self):
        """One answer can't be stored: the others of its batch are, and it says so."""
        with self.fleet(hosts=1, databases=6) as (databases, _farm):
            unlucky = databases[3]
            self.env.cr.execute(
                "ALTER TABLE databases_user ADD CONSTRAINT unlucky CHECK (project_id <> %s)", [unlucky.id]
            )
            self.run_scheduled_action()
            self.assertStored(databases - unlucky)
            self.assertEqual((unlucky.database_synchro_error, unlucky.database_nb_users), ("not_stored", 0))
            self.assertEqual((self.last_run().done, self.last_run().failed), (5, 1))

    def test_what_can_in_no_way_be_stored_is_not_asked_again_before_its_claim_ends(self):
        with self.fleet(hosts=1, databases=3) as (databases, farm):
            unlucky = databases[1]
            self.env.cr.execute(
                "ALTER TABLE project_project ADD CONSTRAINT unlucky"
                " CHECK (id <> %s OR database_last_synchro IS NULL AND database_nb_synchro_errors = 0)",
                [unlucky.id],
            )
            self.run_scheduled_action()
            self.assertStored(databases - unlucky)
            self.assertEqual(farm.asked(), dict.fromkeys(databases.mapped("database_name"), 1))
            self.assertTrue(unlucky.database_claimed_until)

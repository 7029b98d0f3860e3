"""An unforeseen exception is told as the hub's own, whoever asked; the log has its traceback without its text."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.addons.fleet_databases.models.database import users
from odoo.addons.fleet_databases.remote import pull
from odoo.addons.fleet_databases.remote.errors import RemoteError

from test_engine import EngineCase

SECRET, SAID = "what the client answered", "The hub itself failed"
UNFORESEEN = "odoo.addons.fleet_databases.remote.unforeseen"


def stumbles(*_args):
    raise KeyError(SECRET)


class TestHubErrors(EngineCase):
    @contextmanager
    def stumbling(self):
        """Whatever is done in a thread fails, and the log says where."""
        with patch.object(pull, "_conversed", stumbles), self.assertLogs(UNFORESEEN, "ERROR") as logs:
            yield
        for output in logs.output:
            self.assertIn("in stumbles", output)
            self.assertNotIn(SECRET, output)

    def committed(self, records, method, *args):
        with self.committing(records) as committing:
            return getattr(committing, method)(*args)

    def test_a_thread(self):
        with self.fleet(hosts=1, databases=1) as (database, _farm):
            with self.stumbling():
                self.committed(database, "action_database_synchronize")
            self.assertEqual(database.database_synchro_error, "hub_error")
            self.assertIn(SAID, database.database_synchro_message)
            self.assertTrue(database.database_next_synchro, "it is asked again soon")

    def test_a_reader(self):
        with (
            self.fleet(hosts=1, databases=1) as (database, _farm),
            patch.object(users, "users_of", stumbles),
            self.assertLogs(UNFORESEEN, "ERROR") as logs,
        ):
            self.committed(database, "action_database_synchronize")
            self.assertEqual(database.database_synchro_error, "hub_error")
            self.assertTrue(self.kpi_values(database), "the other answers are stored")
        self.assertNotIn(SECRET, "".join(logs.output))

    def test_a_connection_test(self):
        with self.fleet(hosts=1, databases=1) as (database, _farm), self.stumbling():
            test = self.committed(database, "action_database_test_connection")
        lines = self.env[test["res_model"]].browse(test["res_id"]).line_ids
        self.assertIn(SAID, "".join(message for message in lines.mapped("message") if message))

    def test_a_task_and_its_preview(self):
        with self.fleet(hosts=1, databases=1) as (database, _farm), self.stumbling():
            changes = self.env["databases.user.change"]
            ann = [(database, "ann@agency.example", "Ann")]
            [preview] = self.committed(changes, "_preview", "invite", ann)
            run = self.committed(changes, "_request", "invite", ann)
        self.assertIn(SAID, preview.message)
        change = self.env["databases.run"].browse(run["res_id"]).change_ids
        self.assertEqual((change.state, change.reason), ("failed", "hub_error"))

    def test_a_renewal(self):
        with self.fleet(hosts=1, databases=1) as (database, _farm), self.stumbling():
            guide = self.committed(database, "action_database_renew_key")
        self.assertIn(SAID, self.env[guide["res_model"]].browse(guide["res_id"]).why)

    def test_databases_of_a_server(self):
        with self.fleet(hosts=1, databases=1) as (database, _farm), self.stumbling():
            _names, message = self.committed(
                self.env["project.project"], "_database_names_on_server", database.database_url
            )
        self.assertIn(SAID, message)

    def test_an_error_without_a_kind_blames_nobody(self):
        with self.fleet(hosts=1, databases=1) as (database, _farm):
            with patch.object(pull, "_conversed", side_effect=RemoteError("odd")):
                self.committed(database, "action_database_synchronize")
            self.assertEqual(database.database_synchro_message, "Something went wrong: odd")

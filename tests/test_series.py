"""Each earlier series of Odoo, as a fake that knows what that series knows, and refuses the rest as it does."""

from odoo.addons.fleet_databases.models.connection_words import described
from odoo.addons.fleet_databases.remote.pull import pull
from odoo.addons.fleet_databases.remote.values import Job
from odoo.addons.fleet_databases.remote.work.connection_steps import ConnectionTest
from odoo.addons.fleet_databases.tests.common import DatabasesCase

from farm import series as older
from farm.server import serving

SERIES = range(8, 19)


class TestSeries(DatabasesCase):
    def test_reading_works_from_8_on(self):
        for number in SERIES:
            asked = []
            with self.subTest(number), serving(older.behaviour(number, asked=asked)) as url:
                database = self.create_database(
                    database_url=url, database_name=f"erp{number}", database_api_login=older.LOGIN
                )
                self.synchronize(database)
                self.assertFalse(database.database_synchro_message)
                self.assertEqual(database.database_version, f"{number}.0")
                self.assertEqual(database.database_user_ids.mapped("login"), [older.LOGIN])
                drafts = {f"account_journal_type_{type_}": count for type_, count in older.DRAFTS.items()}
                self.assertEqual(self.kpi_values(database), drafts)
                self.assertNotIn("res.users.search_count", asked)

    def synchronize(self, database):
        # It commits, which a test may do over a cursor of its own only.
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            database.with_env(database.env(cr=cr)).action_database_synchronize()

    def test_connection_of_each_series(self):
        for number in SERIES:
            with self.subTest(number), serving(older.behaviour(number)) as url:
                steps = self.steps_of(url, number)
                warned = {"tls", "read_kpis"} | ({"change_users"} if number < 12 else set())
                found = {name for name, (state, _message) in steps.items() if state != "ok"}
                self.assertEqual({steps[name][0] for name in found}, {"warning"})
                self.assertEqual(found, warned)
        with serving(older.behaviour(18, has_kpis=True)) as url:
            self.assertEqual(self.steps_of(url, "updated")["read_kpis"], ("ok", ""))

    def steps_of(self, url, name):
        database = self.create_database(
            database_url=url, database_name=f"erp{name}", database_api_login=older.LOGIN
        )
        [target] = database._database_targets()
        result = pull(Job(target, ConnectionTest(database._database_questions()[database.id])))
        self.assertFalse(result.error)
        return {
            line["step"]: (line["state"], line["message"]) for line in described(self.env, result.answers)
        }

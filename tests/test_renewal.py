"""The life of API keys against real client databases: their end, and their renewal."""

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import config

from odoo.addons.fleet_databases.tests.common import DatabasesCase, api_keys

from farm.clients import Clients, one_at_a_time
from farm.relay import as_odoo_18, relaying
from farm.renewing import INDEX_SIZE, Renewing
from farm.server import serving

pytestmark = one_at_a_time

COLUMNS = "name, user_id, scope, expiration_date, key, index"
KEYS = f"SELECT {COLUMNS} FROM res_users_apikeys"
RESTORE = f"INSERT INTO res_users_apikeys ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s)"


class RenewalCase(DatabasesCase):
    def setUp(self):
        super().setUp()
        self.clients = Clients()
        self.client = self.clients.databases[0]
        rows = self.sql(KEYS)
        self.addCleanup(self.restore, rows)

    def sql(self, statement, *values):
        return self.clients.sql(self.client["name"], statement, *values)

    def restore(self, rows):
        self.sql("DELETE FROM res_users_apikeys")
        for row in rows:
            self.sql(RESTORE, *row)

    def create_client(self, url=None):
        return self.create_database(**self.clients.values(self.client, url))

    @contextmanager
    def committing(self, records):
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            yield records.with_env(records.env(cr=cr))

    def synchronize(self, database):
        with self.committing(database) as record:
            record.action_database_synchronize()
        self.assertFalse(database.database_synchro_message)

    def renew(self, database):
        with self.committing(database) as record:
            return record.action_database_renew_key()

    def assertKeyWorks(self, database):
        database.database_next_synchro = fields.Datetime.now()
        self.synchronize(database)


class TestEndOfKeys(RenewalCase):
    def key_ends(self, end):
        index = self.client["key"][:INDEX_SIZE]
        self.sql("UPDATE res_users_apikeys SET expiration_date = %s WHERE index = %s", end, index)

    def test_end_is_shown_over_both_protocols(self):
        end = fields.Datetime.now() + timedelta(days=20)
        self.key_ends(end)
        with serving(relaying(self.clients.url, as_odoo_18)) as old:
            for url, protocol in ((None, "json2"), (old, "xmlrpc")):
                database = self.create_client(url)
                self.synchronize(database)
                self.assertEqual(database.database_protocol, protocol)
                self.assertEqual(database.database_api_key_end, end)

    def test_end_is_asked_of_whoever_stands_behind_the_key(self):
        """Whatever login was typed: JSON-2 does not look at it."""
        end = fields.Datetime.now() + timedelta(days=20)
        self.key_ends(end)
        [(uid, colleague)] = self.sql(
            "SELECT key.user_id, min(other.login) FROM res_users_apikeys key, res_users other"
            " WHERE key.index = %s AND other.active AND NOT other.share AND other.id != key.user_id GROUP BY 1",
            self.client["key"][:INDEX_SIZE],
        )
        database = self.create_client()
        for login in (self.client["login"].upper(), colleague):
            database.database_api_login = login
            self.assertFalse(database.database_api_key_end)
            self.synchronize(database)
            self.assertEqual((database.database_api_key_end, database.database_api_uid), (end, uid))

    def test_key_without_end(self):
        database = self.create_client()
        self.synchronize(database)
        self.assertFalse(database.database_api_key_end)
        self.assertTrue(database.database_api_key_asked)

    def test_looked_at_once_a_week_and_after_each_change(self):
        database = self.create_client()
        self.synchronize(database)
        end = fields.Datetime.now() + timedelta(days=20)
        self.key_ends(end)
        self.synchronize(database)
        self.assertFalse(database.database_api_key_end)
        database.database_api_key_asked -= timedelta(days=8)
        self.synchronize(database)
        self.assertEqual(database.database_api_key_end, end)
        database.database_api_key = self.client["key"]
        self.assertFalse(database.database_api_key_end)
        self.synchronize(database)
        self.assertEqual(database.database_api_key_end, end)


class TestRenewal(RenewalCase):
    @contextmanager
    def renewing(self, **options):
        """A database whose server has the calls that renew a key."""
        renewing = Renewing(self.clients, self.client["name"], **options)
        with serving(relaying(self.clients.url, instead=renewing)) as url:
            yield self.create_client(url), renewing

    def test_one_click(self):
        with self.renewing() as (database, renewing):
            told = self.renew(database)["params"]
            self.assertEqual(told["type"], "success")
            [new] = renewing.made
            self.assertEqual(api_keys(database), {database.id: new})
            self.assertEqual(renewing.revoked, [self.client["key"]])
            self.assertGreater(database.database_api_key_end, fields.Datetime.now() + timedelta(days=88))
            self.assertKeyWorks(database)
            database.database_api_key = self.client["key"]
            with self.committing(database) as record:
                record.action_database_synchronize()
            self.assertEqual(database.database_synchro_error, "wrong_key", "the old key is gone")

    def test_new_key_that_does_not_work_changes_nothing(self):
        with self.renewing(works=False) as (database, renewing):
            self.assertEqual(self.renew(database)["res_model"], "databases.key.renewal")
            self.assertEqual(api_keys(database), {database.id: self.client["key"]})
            self.assertEqual(renewing.revoked, renewing.made)
            self.assertKeyWorks(database)

    def test_new_key_that_can_not_be_stored_is_given_back(self):
        with self.renewing() as (database, renewing):
            database.flush_recordset()
            with (
                patch.dict(config._runtime_options, {"fleet_databases_keys": "not a key"}),
                self.assertLogs("odoo.addons.fleet_databases", "ERROR"),
                self.assertRaisesRegex(UserError, "could not store"),
            ):
                self.renew(database)
            self.assertEqual(renewing.revoked, renewing.made)
            self.assertEqual(api_keys(database), {database.id: self.client["key"]})
            self.assertKeyWorks(database)

    def test_one_renewal_at_a_time(self):
        """Two at once would leave a key in the client's database that nobody knows."""
        with self.renewing() as (database, renewing):
            database._database_try_claim()
            with self.assertRaisesRegex(UserError, "asked right now"):
                self.renew(database)
            self.assertFalse(renewing.made)

    def test_failed_renewal_is_in_nobodys_way(self):
        with self.renewing(works=False) as (database, _renewing):
            self.renew(database)
            self.assertFalse(database.database_claimed_until)

    def test_what_is_no_database_has_no_key_to_renew(self):
        project = self.env["project.project"].create({"name": "Office Party"})
        for attempt in (project.action_database_renew_key, lambda: project._database_use_key("token")):
            with self.assertRaisesRegex(UserError, "no database here"):
                attempt()

    def test_old_key_that_stays_is_told(self):
        with self.renewing(revokes=False) as (database, renewing):
            told = self.renew(database)["params"]
            self.assertEqual(told["type"], "warning")
            self.assertIn("could not be taken away", told["message"])
            self.assertEqual(api_keys(database), {database.id: renewing.made[0]})
            self.assertKeyWorks(database)

    def guided(self, database):
        action = self.renew(database)
        return self.env["databases.key.renewal"].browse(action["res_id"])

    def use(self, renewal, key):
        renewal.key = key
        with self.committing(renewal) as record:
            return record.action_use()

    def test_guided_where_the_calls_are_missing(self):
        """A real 19.0 of today."""
        database = self.create_client()
        renewal = self.guided(database)
        self.assertIn("does not let the hub make a key", renewal.why)
        renewal.key = "0" * 40
        self.assertNotIn("0" * 40, str(renewal.read()))
        with self.assertRaisesRegex(UserError, "does not work, so the old one stays. Invalid apikey"):
            self.use(renewal, "0" * 40)
        self.assertEqual(api_keys(database), {database.id: self.client["key"]})
        new = Renewing(self.clients, self.client["name"])._generate(self.client["key"], "rpc", "New", None)
        self.assertEqual(self.use(renewal, new)["params"]["type"], "success")
        self.assertEqual(api_keys(database), {database.id: new})
        self.assertFalse(renewal.token)
        self.assertKeyWorks(database)

    def test_key_that_can_not_be_read_is_entered_again(self):
        database = self.create_client()
        self.env.cr.execute("UPDATE databases_key SET token = 'lost' WHERE project_id = %s", [database.id])
        self.env.invalidate_all()
        with self.committing(database) as record:
            record.action_database_synchronize()
        self.assertEqual(database.database_synchro_error, "key_unreadable")
        self.assertIn("Enter the API key again", database.database_synchro_message)
        self.assertTrue(database.database_next_synchro, "it may become readable again by itself")
        self.use(self.guided(database), self.client["key"])
        self.assertKeyWorks(database)

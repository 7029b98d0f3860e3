"""A key is sent only where it was entered for, even if somebody writes to the hub's table of projects."""

import tempfile
from datetime import datetime
from functools import partial

from odoo.exceptions import UserError
from odoo.modules import load_script
from odoo.tests import Form
from odoo.tools import SQL

from odoo.addons.fleet_databases.models.key import encryption_keys
from odoo.addons.fleet_databases.remote.work.renewal import NewKey
from odoo.addons.fleet_databases.tools import encryption

from .common import KeysCase, api_keys, store_answer, user

SECRET, OF_ACCOUNT = "the-secret-key", "of-the-account"
PIN = "ab" * 32
CONNECTION = {
    "database_url": "https://evil.example",
    "database_name": "other",
    "database_api_login": "other@bakery.example.com",
}


class TestBoundKeys(KeysCase):
    def past_the_hub(self, records, **values):
        """Change rows of the hub's database with SQL, as an attacker would."""
        self.env.flush_all()
        for name, value in values.items():
            statement = "UPDATE %s SET %s = %s WHERE id = ANY(%s)"
            names = SQL.identifier(records._table), SQL.identifier(name)
            self.env.cr.execute(SQL(statement, *names, value, records.ids))
        self.env.invalidate_all()

    def account_key(self):
        self.env.invalidate_all()
        return self.env["databases.key"].sudo()._keys([False])[False]

    def save_account(self, **values):
        self.env["databases.settings"].create({"odoo_com_login": "partner@agency.example", **values})

    def test_what_is_changed_past_the_hub_stops_the_key(self):
        database = self.create_database()
        for name, value in CONNECTION.items():
            before = database[name]
            self.past_the_hub(database, **{name: value})
            self.assertEqual(database._database_targets()[0].key, None, name)
            self.assertEqual(database.database_api_key_state, "unreadable", name)
            database.write({"name": "Bakery", **{name: value}})
            self.assertEqual(
                database._database_targets()[0].key, None, "nor does saving the form make it count"
            )
            self.past_the_hub(database, **{name: before})
            self.assertEqual(api_keys(database), {database.id: SECRET})
        self.past_the_hub(database, database_url="nonsense")
        self.assertEqual(api_keys(database), {database.id: None})

    def test_another_certificate_past_the_hub_stops_the_key(self):
        database = self.create_database()
        self.past_the_hub(database, database_fingerprint=PIN)
        self.assertEqual(api_keys(database), {database.id: None})
        self.past_the_hub(database, database_fingerprint=None)
        database.database_fingerprint = PIN
        self.env.invalidate_all()
        self.assertEqual(api_keys(database), {database.id: SECRET})
        self.assertIn(PIN, "".join(database.message_ids.mapped("body")))

    def test_a_key_is_compared_with_the_screen_whatever_is_saved_with_it(self):
        database = self.create_database()
        seen = database._database_connection()
        database.database_url = "https://elsewhere.example.com"
        for values in ({}, {"database_hosting": "paas"}):
            with self.assertRaises(UserError):
                database.write({**values, "database_api_key": "new", "database_connection_seen": seen})
        self.assertEqual(api_keys(database), {database.id: SECRET})

    def test_the_key_follows_a_change_through_the_hub(self):
        bakery, garage = self.create_database(), self.create_database(database_name="garage")
        for name, value in CONNECTION.items():
            before = self.tokens()
            (bakery + garage).write({"user_id": self.admin.id, "database_url": "https://bakery.example.com/"})
            self.assertEqual(self.tokens(), before, "nothing has changed")
            with Form(bakery, view="fleet_databases.project_project_view_form_database") as form:
                form[name] = value
            self.assertEqual(sum(before[id_] != token for id_, token in self.tokens().items()), 1)
            self.env.invalidate_all()
            self.assertEqual(api_keys(bakery + garage), {bakery.id: SECRET, garage.id: SECRET})
            bakery.database_url = "https://bakery.example.com"

    def test_new_key_with_a_new_address(self):
        database = self.create_database()
        database.write({**CONNECTION, "database_api_key": "another"})
        self.env.invalidate_all()
        self.assertEqual(api_keys(database), {database.id: "another"})

    def test_where_a_key_goes_is_told(self):
        database = self.create_database()
        notes = database.message_ids

        def told():
            nonlocal notes
            new, notes = database.message_ids - notes, database.message_ids
            return " ".join(new.mapped("body"))

        database.write({"database_api_key": "", "database_hosting": "other", "name": "Bakery"})
        database.database_url = "https://bakery.example.com/"
        self.assertEqual(told(), "", "nothing has changed")
        database.database_api_login = "<b>other</b>"
        self.assertIn(
            "sent to https://bakery.example.com from now on (database: bakery, login: &lt;b&gt;other", told()
        )
        database.database_api_key = "another"
        self.assertIn("sent to https://bakery.example.com from now on", told())
        database.action_database_forget_key()
        database.database_url = "https://elsewhere.example.com"
        self.assertEqual(told(), "", "there is no key to be sent")

    def test_a_guide_to_a_new_key_is_for_what_it_shows(self):
        database = self.create_database()
        guide = self.env["databases.key.renewal"].create({"project_id": database.id})
        guide.key = "another"
        self.assertTrue(guide.token)
        guide.token = False
        database.database_url = "https://elsewhere.example.com"
        with self.assertRaisesRegex(UserError, "changed meanwhile"):
            guide.key = "another"
        self.assertFalse(guide.token)

    def test_a_key_that_was_proved_elsewhere_is_not_stored(self):
        database = self.create_database()
        [target] = database._database_targets()
        self.past_the_hub(database, database_url="https://evil.example")
        with self.assertRaisesRegex(UserError, "changed meanwhile"):
            database._database_store_new_key([(target, NewKey("proved", datetime(2030, 1, 1)))])
        self.past_the_hub(database, database_url="https://bakery.example.com")
        self.assertEqual(api_keys(database), {database.id: SECRET})
        database._database_store_new_key([(target, NewKey("proved", datetime(2030, 1, 1)))])
        self.assertEqual(api_keys(database), {database.id: "proved"})

    def test_key_of_the_account(self):
        self.save_account(odoo_com_key=OF_ACCOUNT)
        self.assertEqual(self.account_key(), OF_ACCOUNT)
        self.save_account(odoo_com_login="other@agency.example")
        self.assertEqual(self.account_key(), OF_ACCOUNT, "it follows the settings")
        parameters = self.env["ir.config_parameter"].sudo()
        for name, value in (("odoo_com_url", "https://evil.example"), ("odoo_com_login", "evil")):
            before = parameters.get_param(f"fleet_databases.{name}")
            parameters.set_param(f"fleet_databases.{name}", value)
            self.assertEqual(self.account_key(), None, name)
            self.assertEqual(self.env["databases.settings"].create({}).odoo_com_key_state, "unreadable")
            parameters.set_param(f"fleet_databases.{name}", before)
        self.save_account(odoo_com_key="new")
        self.assertEqual(self.account_key(), "new")

    def test_key_of_the_account_goes_to_what_it_lists(self):
        """At other addresses of Odoo.com, clients run code of their own."""
        self.save_account(odoo_com_key=OF_ACCOUNT)
        url = "https://bakery.odoo.com"
        online = {"database_hosting": "saas", "database_api_key": False, "database_is_listed": True}
        database, other = (
            self.create_database(**online, database_url=f"https://{name}.odoo.com")
            for name in ("bakery", "b")
        )
        self.assertEqual(database._database_targets()[0].key, None, "that it is listed has to be on record")
        database._database_write_listings({url})
        keys = partial(map, lambda target: target.key)
        self.assertEqual(list(keys((database + other)._database_targets())), [OF_ACCOUNT, None])
        self.past_the_hub(database, database_url="https://evil.odoo.com")
        self.assertEqual(list(keys(database._database_targets())), [None])
        self.past_the_hub(database, database_url=url)
        record = self.env["databases.key"].sudo().search([("is_listing", "=", True)])
        self.past_the_hub(record, project_id=other.id)
        self.assertEqual(list(keys((database + other)._database_targets())), [None, None])
        database._database_write_listings({url})
        self.assertEqual(list(keys((database + other)._database_targets())), [OF_ACCOUNT, None])
        self.assertEqual(database.database_api_key_state, "missing", "it has none of its own")
        self.env["databases.settings"].create({}).action_forget_key()
        self.assertEqual(list(keys((database + other)._database_targets())), ["", ""])

    def test_the_upgrade_loses_no_key_and_bounds_moments(self):
        self.save_account(odoo_com_key=OF_ACCOUNT)
        online = {"database_hosting": "saas", "database_api_key": False, "database_is_listed": True}
        listed = self.create_database(**online, database_url="https://bakery.odoo.com")
        bakery = self.create_database(active=False)
        garage, lost = (self.create_database(database_name=name) for name in ("garage", "lost"))
        garage.write({"database_api_login": False})
        store_answer(garage, users=[user("ann"), user("bob", login_date="2026-01-01 00:00:00")])
        keys = encryption_keys.keys()
        # As older versions stored them.
        for row in self.env["databases.key"].sudo().search([]):
            secret = SECRET if row.project_id else OF_ACCOUNT
            row.token = encryption.encrypted(secret, str(row.project_id.id or "account"), keys)
        databases = bakery + garage + lost
        row = self.env["databases.key"].sudo()._rows(lost.ids)
        self.past_the_hub(row, token="lost")
        ann = garage.database_user_ids.filtered(lambda row: row.login == "ann")
        self.past_the_hub(ann, latest_authentication="0001-01-01")
        self.past_the_hub(bakery, database_api_key_end="9999-12-31")
        self.assertEqual(set(api_keys(databases).values()), {None})
        for _again in range(2):
            script = "fleet_databases/migrations/19.0.1.3.0/post-keys.py"
            with self.assertLogs("migration", "WARNING") as logs:
                load_script(script, "migration").migrate(self.env.cr, "19.0.1.2.0")
            self.assertIn("1 API keys can't be decrypted", logs.output[0])
            self.env.invalidate_all()
            self.assertEqual(api_keys(databases), {bakery.id: SECRET, garage.id: SECRET, lost.id: None})
            self.assertEqual(self.account_key(), OF_ACCOUNT)
            self.assertEqual(listed._database_targets()[0].key, OF_ACCOUNT)
        self.assertEqual(ann.latest_authentication, datetime(2000, 1, 1))
        self.assertEqual(bakery.database_api_key_end.year, 2099)
        self.past_the_hub(bakery, database_url="https://evil.example")
        self.assertEqual(api_keys(bakery), {bakery.id: None})

    def test_an_upgrade_without_the_encryption_keys_is_none(self):
        """A key that the upgrade does not bind to its address could not be bound later."""
        self.create_database()
        self.elsewhere(self.enterContext(tempfile.TemporaryDirectory()))
        script = load_script("fleet_databases/migrations/19.0.1.3.0/post-keys.py", "migration")
        with self.assertRaisesRegex(UserError, "Upgrade on the server that has them"):
            script.migrate(self.env.cr, "19.0.1.2.0")

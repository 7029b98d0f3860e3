"""Stored API keys are encrypted with a key that is not in the database. If that key is missing, people are told."""

import logging
import os
import stat
from unittest.mock import patch

from odoo.exceptions import UserError

from odoo.addons.fleet_databases.models.key import encryption_keys
from odoo.addons.fleet_databases.tools import encryption

from .common import KeysCase, api_keys

SECRET = "the-secret-key"


class TestKeys(KeysCase):
    def tokens(self):
        return list(super().tokens().values())

    def decrypted(self, database, key):
        """The API key of a database, decrypted with this encryption key only."""
        self.env.flush_all()
        self.env.cr.execute("SELECT token FROM databases_key WHERE project_id = %s", [database.id])
        [(token,)] = self.env.cr.fetchall()
        owner = self.env["databases.key"].sudo()._owner(database)
        return encryption.decrypted([(owner, token)], [key])[0]

    def rotate(self):
        return self.env["databases.key"].sudo()._rotate()

    def test_key_is_encrypted_with_a_key_of_a_private_file(self):
        database = self.create_database()
        self.assertNotIn(SECRET, "".join(self.tokens()))
        self.assertEqual(api_keys(database), {database.id: SECRET})
        [file] = self.folder.iterdir()
        self.assertEqual(file, encryption_keys.path())
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        self.assertEqual(self.decrypted(database, file.read_text().strip()), SECRET)

    def test_key_of_odoo_conf_or_of_the_environment(self):
        of_conf, of_environment = encryption.new_key(), encryption.new_key()
        self.elsewhere(self.folder, fleet_databases_keys=f" {of_conf} ,")
        database = self.create_database()
        self.assertEqual(list(self.folder.iterdir()), [])
        self.assertEqual(self.decrypted(database, of_conf), SECRET)
        with patch.dict(os.environ, {encryption_keys.VARIABLE: of_environment}):
            garage = self.create_database(database_name="garage")
            self.assertEqual(self.decrypted(garage, of_environment), SECRET)
            self.assertEqual(api_keys(database + garage), {database.id: SECRET, garage.id: SECRET})

    def test_lost_key_is_a_state_of_each_database(self):
        bakery, garage = self.create_database(), self.create_database(database_name="garage")
        encryption_keys.path().unlink()
        self.env.invalidate_all()
        self.assertEqual((bakery + garage).mapped("database_api_key_state"), ["unreadable"] * 2)
        self.assertEqual([target.key for target in (bakery + garage)._database_targets()], [None, None])
        garage.database_api_key = "a-new-key"
        self.env.invalidate_all()
        self.assertEqual((bakery + garage).mapped("database_api_key_state"), ["unreadable", "set"])
        unreadable = self.env["project.project"].search([("database_api_key_state", "=", "unreadable")])
        self.assertEqual(unreadable & (bakery + garage), bakery)

    def test_file_that_comes_back_opens_everything_again(self):
        database = self.create_database()
        kept = encryption_keys.path().read_text()
        encryption_keys.path().unlink()
        self.create_database(database_name="garage")
        encryption_keys.path().write_text(kept + encryption_keys.path().read_text())
        self.assertEqual(api_keys(database), {database.id: SECRET})

    def test_rotation(self):
        bakery, garage = self.create_database(), self.create_database(database_name="garage")
        self.env["project.project"]._database_replace_account_key("of-the-account")
        before = set(self.tokens())
        encryption_keys.add()
        new, _old = encryption_keys.path().read_text().split()
        self.assertEqual(stat.S_IMODE(encryption_keys.path().stat().st_mode), 0o600)
        self.assertEqual(self.rotate(), (len(before), 0))
        encryption_keys.path().write_text(new)
        self.assertFalse(before & set(self.tokens()))
        self.assertEqual(api_keys(bakery + garage), {bakery.id: SECRET, garage.id: SECRET})
        self.assertEqual(self.env["databases.key"].sudo()._keys([False]), {False: "of-the-account"})

    def test_rotation_leaves_what_it_can_not_read(self):
        database = self.create_database()
        kept = encryption_keys.path().read_text()
        encryption_keys.path().unlink()
        self.create_database(database_name="garage")
        self.assertEqual(self.rotate(), (len(self.tokens()) - 1, 1))
        encryption_keys.path().write_text(kept)
        self.assertEqual(api_keys(database), {database.id: SECRET})

    def test_keys_can_not_be_exchanged(self):
        """Somebody who can only write to the database can't make the hub send the key of one client to another."""
        bakery, garage = self.create_database(), self.create_database(database_name="garage")
        self.env["project.project"]._database_replace_account_key("of-the-account")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE databases_key SET token = (SELECT token FROM databases_key WHERE project_id IS NULL)"
            " WHERE project_id = %s",
            [garage.id],
        )
        self.env.invalidate_all()
        self.assertEqual(api_keys(bakery + garage), {bakery.id: SECRET, garage.id: None})

    def test_empty_file_is_told(self):
        encryption_keys.path().touch()
        with (
            self.assertLogs("odoo.addons.fleet_databases.models.key.databases_key", "ERROR"),
            self.assertRaisesRegex(UserError, "was not stored.*is empty"),
        ):
            self.create_database()

    def test_new_key_after_a_loss_is_warned_of(self):
        self.create_database()
        encryption_keys.path().unlink()
        with self.assertLogs("odoo.addons.fleet_databases.models.key.databases_key", "WARNING") as logs:
            self.create_database(database_name="garage")
        self.assertIn("a new one is made", logs.output[0])

    def test_blank_field_keeps_the_key(self):
        """The field is blank whenever the form opens, and where a column of an imported file is empty."""
        database = self.create_database()
        for blank in (False, "", "  "):
            database.write({"database_api_key": blank, "name": "Bakery"})
        self.assertEqual(api_keys(database), {database.id: SECRET})
        database.action_database_forget_key()
        self.assertEqual(database.database_api_key_state, "missing")

    def test_what_is_no_encryption_key_is_told(self):
        database = self.create_database()
        self.elsewhere(self.folder, fleet_databases_keys="too-short")
        with self.assertLogs(encryption_keys.__name__, "ERROR") as logs:
            self.assertEqual(api_keys(database), {database.id: SECRET}, "the others still count")
        self.assertIn("entry 1 is not a Fernet key", logs.output[0])
        self.assertNotIn("too-short", logs.output[0])
        with (
            self.assertLogs("odoo.addons.fleet_databases.models.key.databases_key", "ERROR"),
            self.assertRaisesRegex(UserError, "was not stored.*odoo.conf"),
        ):
            database.database_api_key = "another"
        self.assertEqual(api_keys(database), {database.id: SECRET})

    def test_keys_are_not_logged_with_the_calls(self):
        """Odoo logs each call with its parameters at debug level."""
        logger = logging.getLogger("odoo.service.model")
        database = self.create_database()
        with self.assertLogs(logger, "DEBUG") as logs:
            logger.debug("call %s.%s(%s)", database, "write", {"database_api_key": SECRET})
            logger.debug("call %s.%s(%s)", self.env["res.partner"], "write", {"name": "Ann"})
        self.assertIn("project.project", logs.output[0])
        self.assertNotIn(SECRET, logs.output[0])
        self.assertIn("Ann", logs.output[1])

    def test_whoever_saves_a_key_does_not_get_it_back(self):
        saved = self.env["project.project"].web_save(
            {
                "name": "Bakery",
                "database_hosting": "premise",
                "database_url": "https://bakery.example",
                "database_api_key": f" {SECRET}\n",
            },
            {"database_api_key": {}, "database_api_key_state": {}},
        )
        self.assertEqual((saved[0]["database_api_key"], saved[0]["database_api_key_state"]), (False, "set"))
        database = self.env["project.project"].browse(saved[0]["id"])
        self.assertEqual(api_keys(database), {database.id: SECRET})
        again = database.web_save({"database_api_key": "another"}, {"database_api_key": {}})
        self.assertFalse(again[0]["database_api_key"])
        self.assertEqual(api_keys(database), {database.id: "another"})

from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.tests import tagged

from .common import DatabasesCase, api_keys, store_answer, user

URL, LOGIN, KEY = "database_url", "database_api_login", "database_api_key"


@tagged("post_install", "-at_install")
class TestConnectionChanged(DatabasesCase):
    def told(self, change):
        """What :meth:`_database_connection_changed` gets while something is changed: a list of (databases, changed)."""
        model, told = self.registry["project.project"], []
        reaction = model._database_connection_changed

        def note(databases, changed):
            told.append((databases, changed))
            reaction(databases, changed)

        with patch.object(model, "_database_connection_changed", note):
            change()
        return told

    def test_who_is_told_and_what_has_changed(self):
        created = []
        [(new, changed)] = self.told(lambda: created.append(self.create_database()))
        [database] = created
        self.assertEqual((new, changed), (database, {database: set()}), "before there was nothing")
        other = self.create_database(database_name="garage")
        both = database + other
        for values, expected in (
            ({URL: "https://new.example.com/", KEY: "another"}, [(both, {one: {URL, KEY} for one in both})]),
            ({URL: "https://new.example.com", KEY: " "}, [(both, {one: set() for one in both})]),
            ({LOGIN: "new"}, [(both, {one: {LOGIN} for one in both})]),
            ({"color": 1, KEY: ""}, []),
        ):
            with self.subTest(values=values):
                self.assertEqual(self.told(lambda values=values: both.write(values)), expected)
        self.assertEqual(self.told(database.action_database_forget_key), [])
        self.assertEqual(self.told(database.copy), [], "an ordinary project")
        self.assertEqual(self.told(lambda: self.env["project.project"].create({"name": "Party"})), [])

    def test_what_the_old_connection_told_is_forgotten(self):
        database, tomorrow = self.create_database(), datetime.now() + timedelta(days=1)
        found = {
            "database_is_listed": True,
            "database_next_synchro": tomorrow,
            "database_api_key_end": tomorrow,
            "database_api_key_asked": tomorrow,
            "database_api_key_reminded": 7,
        }
        for values, is_listed in (({LOGIN: "new"}, True), ({URL: "https://new.example.com"}, False)):
            with self.subTest(values=values):
                database.write(found)
                claimed = database._database_try_claim()
                database.write(values)
                self.assertFalse(claimed.database_claim or claimed.database_claimed_until)
                self.assertLessEqual(database.database_next_synchro, datetime.now())
                self.assertFalse(
                    database.database_api_key_end
                    or database.database_api_key_asked
                    or database.database_api_key_reminded
                )
                self.assertEqual(database.database_is_listed, is_listed)

    def test_what_is_no_database_any_more(self):
        database = self.create_database(database_uuid="1")
        store_answer(database, users=[user("ann")])
        notes = database.message_ids
        database.database_hosting = False
        self.assertFalse(database.database_url or database.database_uuid or api_keys(database))
        self.assertFalse(database.database_user_ids)
        said = " ".join((database.message_ids - notes).mapped("body"))
        self.assertNotIn("The API key is sent", said, "there is none")

from odoo.exceptions import AccessError

from odoo.addons.fleet_databases.models.words import sentence
from odoo.addons.fleet_databases.remote import errors
from odoo.addons.fleet_databases.remote.rpc.session import Session

from .common import DatabasesCase


class TestMissing(DatabasesCase):
    """What is missing is named, in the words of the failure and for the form, which shows these fields in red."""

    def test_each_missing_field_is_named(self):
        fields = {
            "database_name": "the database name",
            "database_api_login": "the API login",
            "database_api_key": "the API key",
        }
        database = self.create_database(**dict.fromkeys(fields, False))
        self.assertEqual(database.database_missing_credentials, list(fields))
        for name, words in fields.items():
            database.write({other: "entered" for other in fields if other != name})
            if name == "database_api_key":
                database.action_database_forget_key()
            else:
                database[name] = False
            database.invalidate_recordset()
            self.assertEqual(database.database_missing_credentials, [name])
            [target] = database._database_targets()
            with self.assertRaises(errors.CredentialsMissing) as missing:
                Session(target, None).check_credentials()
            told = sentence(self.env, missing.exception.kind, missing.exception.detail)
            self.assertIn(f"We are missing {words}.", told)

    def test_nothing_is_missing(self):
        self.assertFalse(self.create_database().database_missing_credentials)
        link = self.create_database(
            database_hosting="other",
            database_url="https://a.example",
            database_name=False,
            database_api_key=False,
        )
        self.assertFalse(link.database_missing_credentials, "nobody asks a link")
        self.assertFalse(self.env["project.project"].create({"name": "Office"}).database_missing_credentials)

    def test_the_account_gives_login_and_key(self):
        self.env["databases.settings"].create(
            {"odoo_com_login": "partner@example.com", "odoo_com_key": "key"}
        )
        listed = self.create_database(
            database_hosting="saas",
            database_url="https://bakery.odoo.com",
            database_api_login=False,
            database_api_key=False,
        )
        self.assertEqual(
            listed.database_missing_credentials, ["database_api_login", "database_api_key"], "not listed"
        )
        listed.sudo().database_is_listed = True
        self.env["databases.key"].sudo()._write_listings(listed)
        listed.invalidate_recordset()
        self.assertFalse(listed.database_missing_credentials)

    def test_the_form_says_it_before_it_is_saved(self):
        database = self.create_database()
        changed = self.env["project.project"].new({"database_api_login": False}, origin=database)
        self.assertEqual(changed.database_missing_credentials, ["database_api_login"])
        changed.database_api_login = "hub"
        self.assertFalse(changed.database_missing_credentials)

    def test_only_administrators_read_it(self):
        database = self.create_database()
        with self.assertRaises(AccessError):
            database.with_user(self.consultant).read(["database_missing_credentials"])

    def test_odoo_com_unreachable_does_not_blame_an_address(self):
        project = self.env["project.project"]
        for error in (
            errors.UnknownHost("www.odoo.com"),
            errors.Unreachable("www.odoo.com:443"),
        ):
            told = project._database_account_sentence(error.kind, error.detail)
            self.assertIn("the hub has no internet or no DNS", told)
            self.assertNotIn("Check the address", told)
        told = project._database_account_sentence(errors.CallTimeout.kind, "")
        self.assertIn("Timeout: Odoo.com", told)
        self.assertNotIn("address", told)
        run = self.env["databases.run"].sudo().create({"kind": "discover", "reason": "unknown_host"})
        self.assertIn("the hub has no internet", run.summary)

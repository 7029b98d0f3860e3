from odoo import Command
from odoo.exceptions import UserError

from odoo.addons.fleet_databases.remote.errors import WrongKey
from odoo.addons.fleet_databases.remote.values import Result

from .common import DatabasesCase, api_keys

URL = "https://erp.example.com"


class TestServerWizard(DatabasesCase):
    """Databases of one server are added together, with one login and one key, which are tried before."""

    def setUp(self):
        super().setUp()
        self.asked, self.refusing = [], set()

        def results(_engine, jobs):
            self.asked += [job.target for job in jobs]
            return {
                job.target.id: Result(
                    job.target.id, error=WrongKey() if job.target.database in self.refusing else None
                )
                for job in jobs
            }

        self.patch(type(self.env["databases.engine"]), "_results", results)
        self.wizard = self.env["databases.server.wizard"].create(
            {
                "url": URL,
                "line_ids": [Command.create({"name": name}) for name in ("bakery", "garage")]
                + [Command.create({"name": "known", "is_known": True, "is_chosen": False})],
            }
        )

    def added(self):
        return self.env["project.project"].search([("database_url", "=", URL)])

    def test_one_login_and_key_for_all(self):
        self.wizard.write({"login": " hub ", "key": " the-secret-key "})
        self.assertFalse(self.wizard.key)
        self.assertNotIn("secret", self.wizard.token)
        self.wizard.action_create_databases()
        self.assertEqual(
            [(t.database, t.login, t.key) for t in self.asked],
            [
                ("bakery", "hub", "the-secret-key"),
                ("garage", "hub", "the-secret-key"),
            ],
        )
        added = self.added()
        self.assertEqual(added.mapped("database_name"), ["bakery", "garage"])
        self.assertEqual(set(added.mapped("database_api_login")), {"hub"})
        self.assertEqual(set(api_keys(added).values()), {"the-secret-key"})
        self.assertFalse(self.wizard.token)

    def test_nothing_is_added_where_one_does_not_open(self):
        self.refusing = {"garage"}
        self.wizard.write({"login": "hub", "key": "the-secret-key"})
        action = self.wizard.action_create_databases()
        self.assertEqual((action["res_model"], action["target"]), ("databases.server.wizard", "new"))
        self.assertFalse(self.added())
        self.assertIn("Nothing was added yet", self.wizard.message)
        bakery, garage, _known = self.wizard.line_ids
        self.assertFalse(bakery.message)
        self.assertIn("refused the login or the key", garage.message)
        garage.is_chosen = False
        self.wizard.action_create_databases()
        self.assertEqual(self.added().mapped("database_name"), ["bakery"])

    def test_without_them_nothing_is_asked(self):
        self.wizard.action_create_databases()
        self.assertFalse(self.asked)
        self.assertEqual(len(self.added()), 2)

    def test_half_of_it_is_not_enough_and_the_key_stays_with_its_server(self):
        self.wizard.login = "hub"
        with self.assertRaisesRegex(UserError, "or neither of them"):
            self.wizard.action_create_databases()
        self.wizard.key = "the-secret-key"
        self.wizard.url = "https://evil.example"
        with self.assertRaisesRegex(UserError, "enter the API key again"):
            self.wizard.action_create_databases()
        self.assertFalse(self.asked)

    def test_choose_all_or_none(self):
        bakery, garage, known = self.wizard.line_ids
        bakery.is_chosen = False
        for expected in (True, False):
            self.wizard.action_choose_all()
            self.assertEqual(
                ((bakery + garage).mapped("is_chosen"), known.is_chosen), ([expected] * 2, False)
            )

from odoo.exceptions import UserError

from .common import DatabasesCase, store_answer, user

ERP = "https://bakery.example.com"
UUID = "0b1c2d3e-0000-4000-8000-000000000001"


def opened(action):
    """The address that an action opens in a new tab."""
    assert action["tag"] == "fleet_databases.open_address"
    return action["params"]["url"]


class TestConnect(DatabasesCase):
    """One click opens the database. The address depends on hosting and version."""

    def test_address_by_hosting_and_version(self):
        for hosting, version, expected in (
            ("premise", "19.0", f"{ERP}/odoo?db=bakery"),
            ("premise", "17.2", f"{ERP}/odoo?db=bakery"),
            ("premise", "17.1", f"{ERP}/web?db=bakery"),
            ("premise", "9.0", f"{ERP}/web?db=bakery"),
            ("premise", False, ERP),
            ("paas", "18.0", f"{ERP}/odoo"),
            ("paas", "16.0", f"{ERP}/web"),
            ("saas", "19.0", ERP),
            ("other", False, ERP),
        ):
            database = self.create_database(database_hosting=hosting, database_version=version)
            self.assertEqual(opened(database.action_database_connect()), expected)
            database.unlink()

    def test_odoo_online_through_the_account(self):
        database = self.create_database(database_hosting="saas", database_uuid=UUID, database_version="19.0")
        self.assertEqual(
            opened(database.action_database_connect()), f"https://www.odoo.com/my/databases/connect/{UUID}"
        )

    def test_list_behind_a_number(self):
        database = self.create_database(database_version="19.0")
        for kpi, version, expected in (
            (
                "account_journal_type_sale",
                "19.0",
                "/odoo/action-account.action_move_out_invoice_type?db=bakery",
            ),
            (
                "account_journal_type_purchase",
                "17.0",
                "/web?db=bakery#action=account.action_move_in_invoice_type",
            ),
            ("account_journal_type_bank", "18.0", "/odoo/action-account.action_move_journal_line?db=bakery"),
            ("database_nb_users", "19.0", "/odoo/action-base.action_res_users?db=bakery"),
            ("kyc", "19.0", "/odoo?db=bakery"),
        ):
            database.database_version = version
            self.assertEqual(opened(database.action_database_open_kpi(kpi)), ERP + expected)

    def test_a_name_cannot_break_out_of_the_address(self):
        database = self.create_database(database_version="19.0", database_name="a&b=c#d")
        self.assertEqual(opened(database.action_database_connect()), f"{ERP}/odoo?db=a%26b%3Dc%23d")

    def test_ordinary_projects_lead_nowhere(self):
        with self.assertRaises(UserError):
            self.env["project.project"].create({"name": "Office Party"}).action_database_connect()

    def test_user_of_databases_connects(self):
        database = self.create_database()
        store_answer(database, users=[user(self.consultant.login)])
        self.assertIn("/odoo", opened(database.with_user(self.consultant).action_database_connect()))


class TestOutdated(DatabasesCase):
    def test_outdated_versions(self):
        databases = {
            version: self.create_database(database_name=f"v{version}", database_version=version)
            for version in ("9.0", "16.0", "17.0", "19.0", False)
        }
        everything = self.env["project.project"].union(*databases.values())

        def outdated():
            found = everything.search([("id", "in", everything.ids), ("database_is_outdated", "=", True)])
            self.assertEqual(found, everything.filtered("database_is_outdated"))
            others = everything.search([("id", "in", everything.ids), ("database_is_outdated", "=", False)])
            self.assertEqual(others, everything - found)
            return set(found.mapped("database_version"))

        self.assertEqual(outdated(), {"9.0", "16.0"})
        self.env["databases.settings"].create({"oldest_version": 18})
        self.env.invalidate_all()
        self.assertEqual(outdated(), {"9.0", "16.0", "17.0"})

import socket

from odoo.tests import HttpCase, tagged

from odoo.addons.fleet_databases.remote import errors

from .common import SALE, api_keys, kpi, store_answer, store_result, user


@tagged("post_install", "-at_install")
class TestTour(HttpCase):
    """The app in a real browser, as a person uses it."""

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("fleet_databases.own_network", True)
        unused = socket.socket()
        unused.bind(("127.0.0.1", 0))
        self.addCleanup(unused.close)
        self.dead_address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        self.bakery, self.garage = self.env["project.project"].create(
            [
                {
                    "name": name,
                    "database_hosting": "premise",
                    "database_url": self.dead_address,
                    "database_name": name.split()[0].lower(),
                    "database_api_login": "hub",
                    "database_api_key": "key",
                }
                for name in ("Bakery Dupont", "Garage Peeters")
            ]
        )

    def test_kpis_in_the_list_and_a_failure_in_the_form(self):
        store_answer(self.bakery, kpis=[kpi("account_journal_type.sale", 14)])
        self.start_tour("/odoo/databases", "fleet_databases_synchronize", login="admin")
        self.assertEqual(self.garage.database_synchro_error, "unreachable")
        self.assertEqual(
            self.bakery.read(["database_kpi_properties"])[0]["database_kpi_properties"][0]["name"], SALE
        )

    def test_sums_of_groups_and_a_line_of_failures(self):
        for database, sales in ((self.bakery, 14), (self.garage, 3)):
            store_answer(database, kpis=[kpi("account_journal_type.sale", sales)])
        store_result(self.garage, error=errors.WrongKey())
        self.start_tour("/odoo/databases", "fleet_databases_groups", login="admin")

    def test_run_that_is_going_on(self):
        self.env["databases.run"].sudo()._open(self.bakery + self.garage, self.env.ref("base.user_admin"))
        store_result(self.garage, error=errors.WrongKey())
        self.start_tour("/odoo/databases", "fleet_databases_run", login="admin")

    def test_markup_is_text(self):
        markup = "<img src=x onerror='window.fleetMarkupRan = true'>"
        store_answer(
            self.bakery,
            kpis=[kpi("told", 3, name=markup), kpi("word", markup, "text")],
            users=[user(f"ann {markup}", markup)],
        )
        self.env["databases.run"].sudo()._open(self.bakery, self.env.ref("base.user_admin"))
        store_result(self.bakery, error=errors.Refused(markup))
        self.bakery.name = markup
        self.bakery.message_post(body=markup)
        self.start_tour("/odoo/databases", "fleet_databases_markup_is_text", login="admin")

    def test_first_database(self):
        (self.bakery + self.garage).unlink()
        self.start_tour("/odoo/databases", "fleet_databases_create", login="admin")
        database = self.env["project.project"].search([("database_hosting", "!=", False)])
        self.assertEqual(
            (database.name, database.database_url, api_keys(database)),
            ("Notary Wouters", "https://notary.example.com", {database.id: "the-secret-key"}),
        )

    def test_key_in_an_old_form(self):
        self.start_tour("/odoo/databases", "fleet_databases_key_in_an_old_form", login="admin")
        self.assertEqual(api_keys(self.bakery), {self.bakery.id: "the-secret-key"})

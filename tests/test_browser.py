"""The whole way in a real browser, against real client databases and a server that stands in for Odoo.com."""

import json
import threading
from unittest.mock import patch

import requests

from odoo.tests import HttpCase, tagged
from odoo.tests.common import ChromeBrowser

from odoo.addons.fleet_databases.tests.common import kpi, store_answer, user

from farm import odoo_com
from farm.clients import Clients, one_at_a_time
from farm.server import http, read_request, serving

pytestmark = one_at_a_time

DRAFT_SALES = """
    SELECT count(*) FROM account_move move JOIN account_journal journal ON journal.id = move.journal_id
     WHERE journal.type = 'sale' AND (move.state = 'draft' OR move.state = 'posted' AND move.checked IS NOT TRUE)
"""
OPENER = (
    b"<script>if (location.pathname.startsWith('/odoo')) fetch('/opener/' + (opener && 'there'))</script>"
)
ACTIVE = "SELECT active FROM res_users WHERE login = %s"


@tagged("post_install", "-at_install")
class TestBrowser(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clients = Clients()
        cls.env["ir.config_parameter"].set_param("fleet_databases.own_network", True)

    def tour(self, path, tour, /, **told):
        """Run a tour as the administrator; ``told`` is what it needs to know."""
        telling = f"localStorage.setItem('fleet_databases.tour', {json.dumps(json.dumps(told))})"
        ready = f"({telling}, odoo.isTourReady({tour!r}))"
        # In seconds. A tour of these is long, and the machine may have other work to do as well.
        self.start_tour(path, tour, login="admin", ready=ready, timeout=180)

    def test_add_and_synchronize(self):
        client = self.clients.databases[0]
        [(sales,)] = self.clients.sql(client["name"], DRAFT_SALES)
        self.tour(
            "/odoo/databases", "fleet_databases_add_client", url=self.clients.url, sales=sales, **client
        )
        database = self.env["project.project"].search([("database_name", "=", client["name"])])
        self.assertEqual((database.database_synchro_error, database.database_url), (False, self.clients.url))

    def test_invite_and_offboard(self):
        databases = self.clients.create(self.env)
        ida = self.env["res.users"].create(
            {"name": "Ida Invited", "login": "ida@agency.example", "email": "ida@agency.example"}
        )
        names = databases.mapped("name")
        self.tour("/odoo/databases", "fleet_databases_invite", names=names)
        for client in self.clients.databases:
            self.assertEqual(self.clients.sql(client["name"], ACTIVE, ida.login), [(True,)])
        self.tour(f"/odoo/users/{ida.id}", "fleet_databases_offboard", names=names)
        for client in self.clients.databases:
            self.assertEqual(self.clients.sql(client["name"], ACTIVE, ida.login), [(False,)])
        run = self.env["databases.run"].search([], limit=1)
        self.authenticate("admin", "admin")
        table = self.url_open(run.action_download()["url"])
        self.assertEqual(table.headers["Content-Type"], "text/csv;charset=utf8")
        for name in names:
            self.assertRegex(
                table.text,
                rf'"Remove","{name}","{self.clients.url}","ida@agency.example",.*"Done","Deactivated"',
            )

    def test_connect(self):
        client = self.clients.databases[0]
        bakery, *_others = self.clients.create(self.env)
        store_answer(bakery, kpis=[kpi("account_journal_type.sale", 7)], users=[user("ann")])
        old, _online = self.env["project.project"].create(
            [
                {
                    "name": "Old Client",
                    "database_hosting": "premise",
                    "database_url": "https://old.example.com",
                    "database_name": "old",
                },
                {
                    "name": "Online Client",
                    "database_hosting": "saas",
                    "database_url": "https://online.odoo.com",
                    "database_uuid": "0b1c2d3e-0000-4000-8000-000000000001",
                },
            ]
        )
        store_answer(old, users=[user("ann")])
        old.database_version = "16.0"
        self.env["project.project"].create(
            {
                "name": "Webshop",
                "database_hosting": "other",
                "database_url": "https://shop.example.com/admin",
            }
        )
        self.tour("/odoo/databases", "fleet_databases_connect", url=self.clients.url, name=client["name"])
        # What the browser would open is the client's own login page, of the right database.
        for action in (
            bakery.action_database_connect(),
            bakery.action_database_open_kpi("database_nb_users"),
        ):
            page = requests.get(action["params"]["url"], timeout=30)
            self.assertEqual(page.status_code, 200)
            self.assertIn("/web/login", page.url)

    def test_a_client_cannot_reach_the_tab_that_opened_it(self):
        """In the real tabs: the page of the client says whether it has an opener."""
        told, told_by = [], {"1": threading.Event(), "2": threading.Event()}
        spawn = ChromeBrowser._spawn_chrome
        # A tour's clicks are no gestures of a person, so the browser would block the tabs.
        self.startPatcher(
            patch.object(
                ChromeBrowser,
                "_spawn_chrome",
                lambda chrome, command: spawn(chrome, [*command, "--disable-popup-blocking"]),
            )
        )

        def client(connection, _ended):
            request = read_request(connection)
            path = request.path if request else ""
            if path.startswith("/opener/"):
                told.append(path)
                told_by[str(len(told))].set()
            elif path.startswith("/told/"):
                told_by[path.removeprefix("/told/")].wait(60)
            connection.sendall(http(200, OPENER, "text/html", "Connection: close"))

        with serving(client) as url:
            database = self.env["project.project"].create(
                {"name": "Hostile", "database_hosting": "premise", "database_url": url}
            )
            store_answer(database, users=[user("ann")])
            self.tour("/odoo/databases", "fleet_databases_opener", url=url)
        self.assertEqual(told, ["/opener/null"] * 2)

    def test_settings_and_discovery(self):
        rows = [
            {"name": "bakery-online", "url": "https://bakery-online.odoo.com", "version": "19.0"},
            {"name": "garage-online", "url": "https://garage-online.odoo.com", "version": "saas~18.4"},
        ]
        with serving(odoo_com.account(rows)) as url:
            self.env["ir.config_parameter"].set_param("fleet_databases.odoo_com_url", url)
            self.tour(
                "/odoo/databases-settings", "fleet_databases_settings", login=odoo_com.LOGIN, key=odoo_com.KEY
            )
        found = self.env["project.project"].search([("database_hosting", "=", "saas")])
        self.assertEqual(
            set(found.mapped(lambda database: (database.name, database.database_version))),
            {("bakery-online", "19.0"), ("garage-online", "18.4")},
        )

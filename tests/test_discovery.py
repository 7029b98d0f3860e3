"""The databases of an Odoo.com account and of a server are found, against real HTTP servers, right and wrong ones."""

import json
from contextlib import contextmanager

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

from odoo.addons.fleet_databases.models.own_hand import FETCHED
from odoo.addons.fleet_databases.remote import errors
from odoo.addons.fleet_databases.tests.common import DatabasesCase, api_keys, kpi, store_answer, store_result
from odoo.addons.fleet_databases.tools.kpi import no_kpis

from farm import odoo_com
from farm.clients import Clients
from farm.relay import relaying
from farm.server import http, serving

CRON = "fleet_databases.ir_cron_pull_from_odoo_com"
BAKERY = {
    "name": "bakery",
    "url": "http://bakery.127.0.0.1.example",
    "version": "saas~18.3",
    "uuid": "0b1c2d3e-0000-4000-8000-000000000001",
}
GARAGE = {
    "name": "garage",
    "url": "http://garage.example",
    "version": "19.0",
    "uuid": "0b1c2d3e-0000-4000-8000-000000000002",
}


class OdooComCase(DatabasesCase):
    def setUp(self):
        super().setUp()
        self.projects = self.env["project.project"].with_context(active_test=False)
        settings = self.env["databases.settings"].create(
            {"odoo_com_login": odoo_com.LOGIN, "odoo_com_key": odoo_com.KEY}
        )
        self.assertFalse(settings.odoo_com_key, "shown")
        self.assertEqual(settings.odoo_com_key_state, "set")

    @contextmanager
    def odoo_com(self, behaviour):
        with serving(behaviour) as url:
            self.move_account(url)
            yield url

    def move_account(self, url):
        """Odoo.com is elsewhere now; its key is as it was."""
        keys_sudo = self.env["databases.key"].sudo()
        with keys_sudo._bound_anew([False]):
            self.env["ir.config_parameter"].sudo().set_param("fleet_databases.odoo_com_url", url)

    def pull(self):
        """As a person does. :return: the run"""
        # It commits, which a test may do over a cursor of its own only.
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            project = self.env["project.project"]
            self.told = project.with_env(project.env(cr=cr)).action_database_pull_from_odoo_com()["params"]
        return self.env["databases.run"].search([], limit=1)

    def check(self):
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            settings = self.env["databases.settings"]
            return settings.with_env(settings.env(cr=cr)).action_check()["params"]

    def listed(self):
        return self.projects.search([("database_uuid", "!=", False)], order="id")


class TestOdooCom(OdooComCase):
    def test_new_known_and_gone(self):
        rows = [dict(BAKERY), dict(GARAGE)]
        with self.odoo_com(odoo_com.account(rows)):
            run = self.pull()
            bakery, garage = self.listed()
            self.assertEqual((run.kind, run.done, run.summary), ("discover", 2, "2 × New"))
            self.assertEqual(self.told["type"], "success")
            self.assertEqual(
                (bakery.name, bakery.database_hosting, bakery.database_url, bakery.database_version),
                ("bakery", "saas", BAKERY["url"], "18.3"),
            )
            self.assertEqual(
                (bakery.database_name, bakery.database_api_login, bakery.database_uuid),
                ("bakery", odoo_com.LOGIN, BAKERY["uuid"]),
            )
            self.assertFalse(api_keys(bakery), "the key of the account is not copied")

            self.assertEqual(self.pull().summary, "Nothing has changed")

            # Renamed and upgraded in the client's database; a person gave the other one a name of its own.
            garage.name = "Garage Peeters"
            rows[0].update(name="dupont", url="http://dupont.example", version="19.0")
            rows[1].update(name="peeters")
            run = self.pull()
            self.assertEqual((run.summary, self.listed()), ("2 × Updated", bakery + garage))
            self.assertEqual(
                (bakery.name, bakery.database_name, bakery.database_url, bakery.database_version),
                ("dupont", "dupont", "http://dupont.example", "19.0"),
            )
            self.assertEqual((garage.name, garage.database_name), ("Garage Peeters", "peeters"))

            rows.pop()
            self.assertEqual(self.pull().summary, "1 × No longer in the account")
            self.assertTrue(garage.active and garage.database_missing_since)
            self.assertFalse(bakery.database_missing_since)
            self.assertEqual(self.pull().summary, "Nothing has changed")

            rows.append(dict(GARAGE))
            self.pull()
            self.assertFalse(garage.database_missing_since, "it is back")

    def test_matched_by_address_without_uuid(self):
        row = {"name": "bakery", "url": "bakery.example/web"}
        with self.odoo_com(odoo_com.account([row])):
            self.pull()
            [database] = self.projects.search([("database_url", "=", "https://bakery.example")])
            self.assertEqual(self.pull().summary, "Nothing has changed")
            row["uuid"] = BAKERY["uuid"]
            self.pull()
        self.assertEqual(database.database_uuid, BAKERY["uuid"])

    def test_configured_by_hand_is_left_as_it_is(self):
        mine = self.create_database(database_url=BAKERY["url"], database_name="mine")
        paas = self.create_database(
            name="sh", database_url=GARAGE["url"], database_hosting="paas", database_name="sh"
        )
        names = [
            "name",
            "database_hosting",
            "database_url",
            "database_name",
            "database_uuid",
            "database_version",
        ]
        before = (mine + paas).read(names)
        with self.odoo_com(odoo_com.account([BAKERY, GARAGE])):
            self.assertEqual(self.pull().summary, "2 × Configured by hand: left as it is")
            self.assertEqual(self.pull().summary, "Nothing has changed")
        self.assertEqual((mine + paas).read(names), before)
        for database in mine + paas:
            notes = database.message_ids.filtered(
                lambda message: "As it seems to be configured we have left it as is" in message.body
            )
            self.assertEqual(len(notes), 1)
        self.assertFalse(self.listed())

    def test_an_archived_database_stays_archived(self):
        with self.odoo_com(odoo_com.account([BAKERY])):
            self.pull()
            self.listed().action_archive()
            self.pull()
        self.assertEqual(len(self.listed()), 1)
        self.assertFalse(self.listed().active)

    def test_new_ones_come_from_the_template(self):
        template = self.env["project.project"].create(
            {
                "name": "Client",
                "is_template": True,
                "task_ids": [(0, 0, {"name": "Check the backups"})],
                "database_fetch_tax_returns": False,
                "tag_ids": [(0, 0, {"name": "new client"})],
            }
        )
        self.env["databases.settings"].create({"template_id": template.id})
        with self.odoo_com(odoo_com.account([BAKERY, GARAGE])):
            self.pull()
        for database in self.listed():
            self.assertEqual(database.task_ids.mapped("name"), ["Check the backups"])
            self.assertEqual(database.tag_ids.name, "new client")
            self.assertTrue(database.database_fetch_documents and database.database_fetch_draft_entries)
            self.assertFalse(database.database_fetch_tax_returns or database.is_template)
        self.assertFalse(self.create_database().database_fetch_tax_returns, "new ones by hand, too")

    def test_rows_of_all_kinds(self):
        rows = [
            {"url": "http://nameless.example", "extra": {"a": [1]}},
            {"name": "no address"},
            {"name": "odd", "url": "ftp://odd.example"},
            {"name": ["list"], "url": "http://list.example"},
            {"name": "bad\x00uuid", "url": "http://uuid.example", "uuid": "../../evil", "version": "later"},
            {"name": "twice", "url": "http://uuid.example"},
            {"name": "<b>bold</b>", "url": "http://bold.example", "version": 19.0},
        ]
        with self.odoo_com(odoo_com.account(rows)):
            self.pull()
        found = self.projects.search([("database_hosting", "=", "saas")])
        self.assertEqual(
            set(
                found.mapped(lambda project: (project.name, project.database_uuid, project.database_version))
            ),
            {("nameless", False, False), ("bad uuid", False, False), ("<b>bold</b>", False, False)},
        )

    def test_xmlrpc(self):
        with self.odoo_com(odoo_com.account([BAKERY], speaks_json2=False)):
            self.assertEqual(self.pull().summary, "1 × New")
        self.assertEqual(self.listed().database_url, BAKERY["url"])

    def test_empty_account(self):
        with self.odoo_com(odoo_com.account([])):
            self.assertEqual(self.check()["message"], "Odoo.com answers: the account lists 0 databases.")
            self.assertEqual(self.pull().summary, "Nothing has changed")

    def test_whatever_is_wrong_changes_nothing(self):
        with self.odoo_com(odoo_com.account([BAKERY])):
            self.pull()
        names = [name for name in self.projects._fields if name.startswith("database_")]
        before = self.listed().read(names)
        self.env["ir.config_parameter"].sudo().set_param("fleet_databases.timeout", 1)
        for behaviour, message in (
            (odoo_com.broken(http(500, b"Traceback: secret")), "The server failed to answer"),
            (
                odoo_com.broken(http(200, b"{broken", "application/json")),
                "The answer is not what an Odoo sends",
            ),
            (odoo_com.account({"databases": []}), "The answer is not what an Odoo sends"),
            (odoo_com.broken(http(200, b"<h1>Welcome</h1>")), "The answer is not what an Odoo sends"),
            (odoo_com.silent, "Timeout"),
        ):
            with self.odoo_com(behaviour):
                run = self.pull()
                self.assertIn(message, run.summary)
                self.assertEqual((self.told["type"], run.total, bool(run.end)), ("danger", 0, True))
                self.assertIn(message, self.check()["message"])
                self.assertNotIn("secret", run.summary)
        self.assertEqual(self.listed().read(names), before)

    def test_wrong_key_and_no_key(self):
        with self.odoo_com(odoo_com.account([BAKERY])):
            self.assertEqual(self.check()["type"], "success")
            settings = self.env["databases.settings"].create({"odoo_com_key": "wrong"})
            for speaks_json2 in (True, False):
                with self.odoo_com(odoo_com.account([BAKERY], speaks_json2=speaks_json2)):
                    self.assertIn("Invalid apikey: Odoo.com refused", self.check()["message"])
                    self.assertIn("odoo.com/my/security", self.pull().summary)
            settings.action_forget_key()
            self.assertEqual(settings.odoo_com_key_state, "missing")
            self.assertIn("We are missing the API key of your Odoo.com account", self.pull().summary)
        self.assertFalse(self.listed())

    def test_scheduled_action(self):
        with self.odoo_com(odoo_com.account([BAKERY])):
            for key, expected in ((False, 0), (odoo_com.KEY, 1)):
                self.env["project.project"]._database_replace_account_key(key)
                with self.enter_registry_test_mode():
                    self.env.ref(CRON).sudo().method_direct_trigger()
                self.assertEqual(len(self.listed()), expected)
                runs = self.env["databases.run"].search_count([("kind", "=", "discover")])
                self.assertEqual(runs, expected, "without account there is nothing to tell")

    def test_one_key_opens_them_all_and_goes_nowhere_else(self):
        listed = {"database_hosting": "saas", "database_is_listed": True, "database_api_key": False}
        database = self.create_database(**listed, database_url="https://bakery.odoo.com")
        for url, expected in (
            ("https://bakery.odoo.com", odoo_com.KEY),
            ("http://bakery.odoo.com", ""),
            ("https://bakery.odoo.com.evil.example", ""),
            ("https://evilodoo.com", ""),
        ):
            database.database_url = url
            database.database_is_listed = True
            database._database_write_listings({url})
            self.assertEqual(database._database_targets()[0].key, expected, url)
        database.database_api_key = "its-own"
        self.assertEqual(database._database_targets()[0].key, "its-own")
        database.action_database_forget_key()
        database.database_url = "https://client-staging.dev.odoo.com"
        self.assertEqual(database._database_targets()[0].key, "", "typed by hand, not listed by the account")
        for hosting in ("saas", "premise", "paas"):
            typed = self.create_database(
                database_hosting=hosting, database_url=f"https://{hosting}.odoo.com", database_api_key=False
            )
            self.assertEqual(typed._database_targets()[0].key, "", hosting)

    def test_addresses_change_hands(self):
        """One database left its address to another: each keeps its history."""
        rows = [dict(BAKERY)]
        with self.odoo_com(odoo_com.account(rows)):
            self.pull()
            first = self.listed()
            rows[0].update(url="http://bakery-old.example", name="bakery-old")
            rows.insert(0, {**BAKERY, "uuid": GARAGE["uuid"]})
            self.assertEqual(self.pull().summary, "1 × Updated, 1 × New")
        second = self.listed() - first
        self.assertEqual(
            (first.database_uuid, first.database_url), (BAKERY["uuid"], "http://bakery-old.example")
        )
        self.assertEqual((second.database_uuid, second.database_url), (GARAGE["uuid"], BAKERY["url"]))

    def test_version_is_that_of_the_database_while_it_answers(self):
        row = dict(BAKERY)
        with self.odoo_com(odoo_com.account([row])):
            self.pull()
            database = self.listed()
            store_answer(database)
            self.assertEqual(self.pull().summary, "Nothing has changed")
            self.assertEqual(database.database_version, "19.0")
            store_result(database, error=errors.NoApi())
            row["version"] = "20.0"
            self.pull()
        self.assertEqual(database.database_version, "20.0")

    def test_dropped_and_made_anew(self):
        rows = [dict(BAKERY)]
        with self.odoo_com(odoo_com.account(rows)):
            self.pull()
            database = self.listed()
            rows[0]["uuid"] = GARAGE["uuid"]
            self.assertEqual(self.pull().summary, "1 × Updated")
        self.assertEqual((self.listed(), database.database_uuid), (database, GARAGE["uuid"]))
        self.assertFalse(database.database_missing_since)

    def test_listed_again_is_synchronized_again(self):
        """Without the mark it has no key, and nobody asks again without one."""
        with self.odoo_com(odoo_com.account([BAKERY])):
            self.pull()
            database = self.listed()
            database.database_url = BAKERY["url"]
            self.assertTrue(database.database_is_listed, "nothing has changed")
            database.database_url = "http://typo.example"
            self.assertFalse(database.database_is_listed)
            database.database_url = BAKERY["url"]
            store_result(database, error=errors.CredentialsMissing())
            self.assertFalse(database.database_next_synchro)
            self.pull()
        self.assertTrue(database.database_is_listed and database.database_next_synchro)

    def test_same_uuid_twice_is_one_database(self):
        with self.odoo_com(odoo_com.account([BAKERY, {**BAKERY, "url": "http://other.example"}])):
            self.pull()
            self.assertEqual(self.pull().summary, "Nothing has changed")
        self.assertEqual(self.listed().database_url, BAKERY["url"])

    def test_a_taken_address_stops_nobody(self):
        former = self.create_database(database_url="http://former.example", database_name="bakery")
        former.database_hosting = False
        self.assertFalse(former.database_url or api_keys(former), "it is no database any more")
        rows = [dict(BAKERY), dict(GARAGE)]
        with self.odoo_com(odoo_com.account(rows)):
            self.pull()
            taken = self.create_database(database_url="http://taken.example", database_name="bakery")
            rows[0].update(url="http://taken.example")
            rows[1].update(name="peeters")
            self.assertEqual(
                self.pull().summary, "1 × Not followed: the address and the name are taken, 1 × Updated"
            )
        self.assertEqual(taken.database_hosting, "premise")
        self.assertEqual(self.listed()[0].database_url, BAKERY["url"])

    def test_unreadable_rows_are_told_and_nothing_counts_as_gone(self):
        rows = [dict(BAKERY), dict(GARAGE)]
        with self.odoo_com(odoo_com.account(rows)):
            self.pull()
            rows[0]["url"] = None
            self.assertEqual(self.pull().summary, "Nothing has changed, 1 entries could not be read")
        self.assertFalse(any(self.listed().mapped("database_missing_since")))


class TestFetch(DatabasesCase):
    """What is switched off is neither asked nor shown."""

    KPIS = (
        kpi("documents.inbox", 12),
        kpi("account_journal_type.sale", 14),
        kpi("account_return.vat", "late", "return_status"),
        kpi("kyc", 3),
    )

    def shown(self, database):
        values = {name: value for name, value in self.kpi_values(database).items() if value is not False}
        if database.database_has_documents:
            values["documents"] = database.database_nb_documents
        return values

    def test_switched_off_before_and_after(self):
        everything = {
            "documents": 12,
            "account_journal_type_sale": 14,
            "account_return_vat__selection": "late",
            "kyc": 3,
        }
        for flag, missing in (
            ("database_fetch_documents", "documents"),
            ("database_fetch_draft_entries", "account_journal_type_sale"),
            ("database_fetch_tax_returns", "account_return_vat__selection"),
        ):
            expected = {name: value for name, value in everything.items() if name != missing}
            database = self.create_database(database_name=flag)
            store_answer(database, kpis=self.KPIS)
            self.assertEqual(self.shown(database), everything)
            database[flag] = False
            self.assertEqual(self.shown(database), expected, "at once")
            store_answer(database, kpis=self.KPIS)
            self.assertEqual(self.shown(database), expected, "after the next synchronization")

    def test_all_switched_off_is_no_zero(self):
        database = self.create_database()
        store_answer(database, kpis=self.KPIS)
        database.write(dict.fromkeys(FETCHED, False))
        self.assertEqual(self.shown(database), {})
        store_answer(database)
        self.assertEqual(self.shown(database), {})

    def test_not_asked(self):
        database = self.create_database(database_api_login=False)
        self.assertEqual(self.asked(database), {"kpis", "users", "api_keys"})
        database.write({"database_api_key_asked": fields.Datetime.now(), "database_api_uid": 2})
        self.assertEqual(self.asked(database), {"kpis", "users"})
        database.database_fetch_draft_entries = False
        otherwise = database._database_kpis_question().otherwise
        self.assertEqual(otherwise, no_kpis, "a server without KPIs is not asked for drafts")
        database.write({"database_fetch_documents": False, "database_fetch_tax_returns": False})
        self.assertEqual(self.asked(database), {"users"})

    def asked(self, database):
        return {query.name for query in database._database_questions()[database.id].queries}

    def test_never_told_is_not_zero(self):
        database = self.create_database()
        store_answer(database, kpis=[kpi("account_journal_type.sale", 14)])
        self.assertEqual(self.shown(database), {"account_journal_type_sale": 14})
        store_answer(database, kpis=self.KPIS)
        store_answer(database)
        self.assertEqual(
            self.shown(database), {"documents": 0, "account_journal_type_sale": 0, "kyc": 0}, "told before"
        )


class TestServer(DatabasesCase):
    """From one address: list, choose, create."""

    def wizard(self, url):
        wizard = self.env["databases.server.wizard"].create({"url": url})
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            wizard.with_env(wizard.env(cr=cr)).action_list()
        wizard.invalidate_recordset()
        return wizard

    def test_real_server(self):
        clients = Clients()
        names = sorted(client["name"] for client in clients.databases)
        known = self.create_database(database_url=clients.url, database_name=names[0])
        wizard = self.wizard(f"{clients.url}/web/login")
        self.assertEqual(
            [(line.name, line.is_known, line.is_chosen) for line in wizard.line_ids],
            [(names[0], True, False), *((name, False, True) for name in names[1:])],
        )
        wizard.line_ids[-1].is_chosen = False
        created = self.env["project.project"].search(wizard.action_create_databases()["domain"])
        self.assertEqual(
            (created.name, created.database_name, created.database_url, created.database_hosting),
            (names[1], names[1], clients.url, "premise"),
        )
        self.assertNotEqual(created, known)

    def test_servers_that_do_not_tell(self):
        refused = {"jsonrpc": "2.0", "id": None, "error": {"code": 0, "data": {"debug": "secret"}}}
        for answer, message in (
            (
                http(200, json.dumps(refused).encode(), "application/json"),
                "does not tell which databases it has",
            ),
            (http(404), "it is not an Odoo"),
            (http(200, b'{"result": [1]}', "application/json"), "The answer is not what an Odoo sends"),
            (http(200, b'{"result": "all"}', "application/json"), "The answer is not what an Odoo sends"),
            (http(500, b"{}", "application/json"), "The server failed to answer"),
        ):
            with serving(odoo_com.broken(answer)) as url:
                wizard = self.wizard(url)
            self.assertIn(message, wizard.message)
            self.assertNotIn("secret", wizard.message)
            self.assertFalse(wizard.line_ids)
        wizard.line_ids = [(0, 0, {"name": " by-hand "})]
        created = self.env["project.project"].search(wizard.action_create_databases()["domain"])
        self.assertEqual((created.name, created.database_name), ("by-hand", "by-hand"))

    def test_list_that_a_proxy_keeps_to_itself(self):
        """There is an Odoo behind it, so that is not what is wrong."""
        clients = Clients()
        for blocked in (
            http(403, b"<h1>Forbidden</h1>"),
            http(404, b"<h1>Not Found</h1>"),
            http(200, b"<h1>Log in first</h1>"),
            http(302, b"", "text/html", "Location: /web/login"),
        ):

            def proxy(request, blocked=blocked):
                return blocked if request.path.startswith("/web/database") else None

            with serving(relaying(clients.url, instead=proxy)) as url:
                wizard = self.wizard(url)
            self.assertIn("does not tell which databases it has", wizard.message)

    def test_addresses_that_cannot_be_asked(self):
        with self.assertRaisesRegex(ValidationError, "has to start with https"):
            self.wizard("erp.example.com")

    @mute_logger("odoo.sql_db")
    def test_a_relay_is_asked_as_the_server_is(self):
        clients = Clients()
        with serving(relaying(clients.url, lambda request: request)) as url:
            self.assertEqual(len(self.wizard(url).line_ids), 3)

from odoo.tests import BaseCase

from odoo.addons.fleet_databases.remote.errors import NotUnderstood
from odoo.addons.fleet_databases.remote.http.answer import Answer
from odoo.addons.fleet_databases.remote.pull import pull
from odoo.addons.fleet_databases.remote.rpc.session import series
from odoo.addons.fleet_databases.remote.values import Job, Query, Target
from odoo.addons.fleet_databases.remote.work.questions import Questions

from .fake_server import (
    HTML_404,
    FakeServer,
    json_answer,
    odoo_17,
    odoo_19,
    odoo_error,
    xml_answer,
    xml_fault,
)


def count_drafts(session):
    return session.call("account.move", "search_count", {"domain": []})


KEY = "the-secret-key"
USERS = Query("users", "res.users", "search_read", {"domain": [["share", "=", False]], "fields": ["login"]})
KPIS = Query("kpis", "kpi.provider", "get_kpi_summary", otherwise=count_drafts)
NO_MODEL = odoo_error(404, "the model 'kpi.provider' does not exist", "werkzeug.exceptions.NotFound")


def target(**values):
    return Target(
        **{"id": 1, "url": "http://erp.test", "database": "erp", "login": "hub", "key": KEY, **values}
    )


class TestSession(BaseCase):
    """Version, protocol and errors, with fake servers."""

    def pull(self, server, *queries, **values):
        result = pull(Job(target(**values), Questions(tuple(queries or [USERS]))), transport=server)
        self.assertNotIn(values.get("key") or KEY, repr(result))
        self.assertNotIn("remote secret", repr(result))
        return result

    def assertFails(self, server, kind, detail="", **values):
        result = self.pull(server, **values)
        self.assertEqual(
            (result.error and result.error.kind, result.error and result.error.detail), (kind, detail)
        )
        self.assertEqual(result.answers, {})

    def test_19_is_asked_over_json2(self):
        server = odoo_19(res__users__search_read=json_answer([{"id": 2, "login": "ann"}]))
        result = self.pull(server)
        self.assertEqual((result.version, result.protocol, result.error), ("19.0", "json2", None))
        self.assertEqual(result.answers, {"users": [{"id": 2, "login": "ann"}]})
        self.assertEqual(server.asked[-1], ("res.users.search_read", USERS.params))
        self.assertEqual(server.headers[-1]["Authorization"], f"bearer {KEY}")
        self.assertEqual(server.headers[-1]["X-Odoo-Database"], "erp")

    def test_17_is_asked_over_xmlrpc(self):
        server = odoo_17(**{"res__users__search_read": xml_answer([{"id": 2, "login": "ann"}])})
        result = self.pull(server)
        self.assertEqual((result.version, result.protocol, result.error), ("17.0", "xmlrpc", None))
        self.assertEqual(result.answers, {"users": [{"id": 2, "login": "ann"}]})
        self.assertEqual(server.asked[-1], ("res.users.search_read", ([], USERS.params)))

    def test_ids_come_first_over_xmlrpc(self):
        server = odoo_17(res__users__write=xml_answer(True))
        self.pull(server, Query("archive", "res.users", "write", {"ids": [5], "vals": {"active": False}}))
        self.assertEqual(server.asked[-1], ("res.users.write", ([[5], {"active": False}], {})))

    def test_one_login_serves_all_calls_of_a_pull(self):
        server = odoo_17(res__users__search_read=xml_answer([]))
        self.pull(server, USERS, USERS)
        self.assertEqual([name for name, _args in server.asked].count("authenticate"), 1)

    def test_remembered_protocol_saves_a_call(self):
        server = odoo_17(res__users__search_read=xml_answer([]))
        self.pull(server, protocol="xmlrpc")
        self.assertEqual(
            [name for name, _args in server.asked], ["version", "authenticate", "res.users.search_read"]
        )

    def test_remembered_protocol_is_learned_again_after_an_upgrade(self):
        server = odoo_19(res__users__search_read=json_answer([]))
        result = self.pull(server, protocol="xmlrpc")
        self.assertEqual((result.version, result.protocol, result.error), ("19.0", "json2", None))

    def test_xmlrpc_serves_a_19_that_hides_json2(self):
        server = odoo_17(res__users__search_read=xml_answer([]))
        server._version = json_answer({"version": "19.0"})
        result = self.pull(server)
        self.assertEqual((result.version, result.protocol, result.error), ("19.0", "xmlrpc", None))

    def test_nothing_but_json2(self):
        """Where the version is not told, the hub asks without the key whether JSON-2 is spoken."""
        for hidden in (HTML_404, Answer(403, "text/html", b"Forbidden")):
            server = self.gateway(hidden)
            result = self.pull(server)
            self.assertEqual(
                (result.error, result.version, result.protocol, list(result.answers)),
                (None, "", "json2", ["users"]),
            )
            self.assertNotIn("Authorization", server.headers[-2])
            self.assertIn("Authorization", server.headers[-1])

    def gateway(self, hidden, **json2):
        """A server that hides all but JSON-2."""
        asks_for_key = odoo_error(401, "User not authenticated", "werkzeug.exceptions.Unauthorized")
        answers = {
            "res__users__context_get": asks_for_key,
            "res__users__search_read": json_answer([]),
            **json2,
        }
        server = odoo_19(**answers)
        server._version = server._otherwise = hidden
        return server

    def test_version_below_json(self):
        server = self.gateway(HTML_404)
        server._versions = {"/json/version": json_answer({"version": "20.0"})}
        self.assertEqual(self.pull(server).version, "20.0")

    def test_gateway_that_lets_nothing_through(self):
        server = self.gateway(Answer(403, "text/html", b"Forbidden"), res__users__context_get=HTML_404)
        self.assertFails(server, "no_api")
        self.assertFalse([headers for headers in server.headers if "Authorization" in headers])

    def test_refused_key_is_sent_once(self):
        server = self.gateway(HTML_404, res__users__search_read=odoo_error(401, "Invalid apikey"))
        self.assertFails(server, "wrong_key")
        self.assertEqual(len([headers for headers in server.headers if "Authorization" in headers]), 1)

    def test_tries_are_few(self):
        server = odoo_19()
        self.pull(server, USERS, Query("again", "res.users", "search_read"))
        self.assertEqual(len([headers for headers in server.headers if "Authorization" in headers]), 2)

    def test_series(self):
        for version, expected in {
            "19.0": (19, 0),
            "17.0+e": (17, 0),
            "saas~18.2+e": (18, 2),
            "saas-17.4": (17, 4),
            "16.0-20231122": (16, 0),
            "19.0alpha1": (19, 0),
            "25": (25, 0),
        }.items():
            self.assertEqual(series(version), expected, version)

    def test_missing_model_asks_the_alternative(self):
        for server in (
            odoo_19(kpi__provider__get_kpi_summary=NO_MODEL, account__move__search_count=json_answer(3)),
            odoo_17(
                kpi__provider__get_kpi_summary=xml_fault(2, "Object kpi.provider doesn't exist"),
                account__move__search_count=xml_answer(3),
            ),
        ):
            self.assertEqual(self.pull(server, KPIS).answers, {"kpis": 3})

    def test_missing_alternative_fails(self):
        server = odoo_19(kpi__provider__get_kpi_summary=NO_MODEL, account__move__search_count=NO_MODEL)
        self.assertEqual(self.pull(server, KPIS).error.detail, "account.move.search_count")

    def test_reader_costs_its_own_answer(self):
        """If a reader does not understand an answer, the pull fails, unless the question is optional. If a reader fails
        with an unforeseen error, only its answer is lost."""
        rows = [{"id": 2, "login": "ann"}]
        server = odoo_19(res__users__search_read=json_answer(rows))

        def understands_nothing(_answer):
            raise NotUnderstood("a list of cats was expected")

        def breaks(answer):
            return answer["cats"]

        def query(name, **values):
            return Query(name, "res.users", "search_read", USERS.params, **values)

        self.assertEqual(
            self.pull(server, query("odd", read=understands_nothing)).error.kind, "not_understood"
        )
        odd = query("odd", read=understands_nothing, optional=True)
        with self.assertLogs("odoo.addons.fleet_databases.remote.unforeseen", "ERROR") as logs:
            result = self.pull(server, odd, query("broken", read=breaks), query("fine"))
        self.assertIn("in breaks", logs.output[0])
        self.assertNotIn("ann", logs.output[0])
        self.assertIsNone(result.error)
        broken = result.answers.pop("broken")
        self.assertEqual((broken.kind, broken.detail), ("hub_error", "broken: TypeError"))
        self.assertEqual(result.answers, {"odd": None, "fine": rows})

    def test_missing_model_without_alternative_fails(self):
        missing = "res.users.search_read"
        self.assertFails(odoo_19(res__users__search_read=NO_MODEL), "method_not_found", missing)
        no_method = xml_fault(
            1, "Traceback: a remote secret\nAttributeError: The method 'res.users.x' does not exist"
        )
        self.assertFails(odoo_17(res__users__search_read=no_method), "method_not_found", missing)
        no_field = xml_fault(1, "Traceback: a remote secret\nValueError: Invalid field 'x' on 'res.users'")
        self.assertFails(odoo_17(res__users__search_read=no_field), "server_error", "XML-RPC fault 1")

    def test_credentials_missing_asks_nothing(self):
        server = odoo_19()
        self.assertFails(server, "credentials_missing", "database", database="")
        self.assertFails(server, "credentials_missing", "login", login="")
        self.assertFails(server, "credentials_missing", "key", key="")
        self.assertEqual(server.asked, [])

    def test_wrong_key(self):
        self.assertFails(odoo_19(res__users__search_read=odoo_error(401, "Invalid apikey")), "wrong_key")
        server = odoo_17(authenticate=xml_answer(False))
        self.assertFails(server, "wrong_key")
        self.assertEqual(
            [name for name, _args in server.asked].count("authenticate"), 1, "a refusal is not retried"
        )
        self.assertFails(odoo_17(res__users__search_read=xml_fault(3, "Access Denied")), "wrong_key")

    def test_what_cannot_be_a_key_is_not_sent(self):
        server = odoo_19()
        for key in ("schlüssel", "a key\n", "“quoted”"):
            self.assertFails(server, "wrong_key", key=key)
        self.assertEqual(server.asked, [])

    def test_api_not_let_through(self):
        for status in (401, 402, 403):
            page = Answer(status, "text/html", b"<h1>Members only</h1>")
            self.assertFails(odoo_19(res__users__search_read=page), "no_api")
            self.assertFails(odoo_17(res__users__search_read=page), "no_api")

    def test_access_refused_names_the_model(self):
        message = "You are not allowed to access 'Journal Entry' (account.move) records.\n\nContact ..."
        self.assertFails(
            odoo_19(res__users__search_read=odoo_error(403, message)), "access_refused", "account.move"
        )
        self.assertFails(
            odoo_17(res__users__search_read=xml_fault(4, message)), "access_refused", "account.move"
        )
        self.assertFails(odoo_19(res__users__search_read=odoo_error(403, "")), "access_refused", "res.users")

    def test_database_not_found(self):
        last_line = 'psycopg2.OperationalError: FATAL:  database "erp" does not exist'
        server = odoo_17(authenticate=xml_fault(1, f"Traceback: a remote secret\n{last_line}\n"))
        self.assertFails(server, "database_not_found")
        server._version = json_answer({"version": "19.0"})
        self.assertFails(server, "database_not_found")
        self.assertFails(odoo_19(), "database_not_found")  # no XML-RPC either, as since 21.1

    def test_database_not_found_in_other_languages(self):
        """As PostgreSQL 15 says it in its own translations."""
        beginning = "Traceback ...\npsycopg2.OperationalError: connection to server failed: "
        for text in (
            'FATAL:  database "erp" does not exist',
            "FATAL:  Datenbank »erp« existiert nicht",
            "FATAL:  no existe la base de datos «erp»",
            "FATAL:  la base de données « erp » n'existe pas",
            "FATAL:  la base de données «\u202ferp\xa0» n'existe pas",
            'FATALE:  il database "erp" non esiste',
            'FATAL:  データベース"erp"は存在しません',
            'ВАЖНО:  база данных "erp" не существует',
            'ფატალური:  მონაცემთა ბაზა "erp" არ არსებობს',
            'FATALT:  databasen "erp" existerar inte',
            'ФАТАЛЬНО:  бази даних "erp" не існує',
            '致命错误:  数据库 "erp" 不存在',
            '치명적오류:  "erp" 데이터베이스 없음',
        ):
            with self.subTest(text):
                self.assertFails(
                    odoo_17(authenticate=xml_fault(1, f"{beginning}{text}\n")), "database_not_found"
                )
        for text in (
            "FATAL:  zu viele Verbindungen für Datenbank »erp«",
            "FATAL:  la base de données « erp » n'accepte plus les connexions",
            "FATAL:  Datenbank »another« existiert nicht",
            "FATAL:  Rolle »erp« existiert nicht",
        ):
            with self.subTest(text):
                self.assertFails(
                    odoo_17(authenticate=xml_fault(1, f"{beginning}{text}\n")),
                    "server_error",
                    "XML-RPC fault 1",
                )

    def test_not_an_odoo(self):
        self.assertFails(FakeServer(), "not_odoo")
        page = Answer(200, "text/html", b"<p>Welcome</p>")
        self.assertFails(FakeServer(version=page, xmlrpc={"version": page}), "not_odoo")
        self.assertFails(FakeServer(version=json_answer({"hello": 1})), "not_odoo")
        self.assertFails(FakeServer(xmlrpc={"version": xml_answer("hello")}), "not_odoo")

    def test_server_error_says_the_status(self):
        self.assertFails(odoo_19(res__users__search_read=odoo_error(500, "boom")), "server_error", "HTTP 500")
        self.assertFails(
            odoo_19(res__users__search_read=Answer(502, "text/html", b"<h1>Bad Gateway</h1>")),
            "server_error",
            "HTTP 502",
        )
        fault = xml_fault(1, "Traceback: a remote secret\nValueError: boom")
        self.assertFails(odoo_17(res__users__search_read=fault), "server_error", "XML-RPC fault 1")
        self.assertFails(
            odoo_17(res__users__search_read=Answer(503, "text/html", b"")), "server_error", "HTTP 503"
        )

    def test_answer_not_understood(self):
        for body in (b"", b"{", b"\xff", b"[" * 100_000, b"1" * 10_000):
            server = odoo_19(res__users__search_read=Answer(200, "application/json", body))
            self.assertFails(server, "not_understood", "JSON")
        bomb = b'<!DOCTYPE a [<!ENTITY b "bb">]><methodResponse><params><param><value>&b;</value></param></params>'
        for body in (
            b"",
            b"<methodResponse>",
            b"\xff\xfe<",
            bomb,
            b"<methodResponse><params></params></methodResponse>",
        ):
            server = odoo_17(res__users__search_read=Answer(200, "text/xml", body))
            self.assertFails(server, "not_understood", "XML")
        self.assertFails(FakeServer(version=json_answer({"version": "latest"})), "not_understood", "version")
        self.assertFails(FakeServer(version=json_answer({"version": None})), "not_understood", "version")

    def test_unforeseen_failure_is_a_result(self):
        class Broken(FakeServer):
            def get(self, path):
                raise ZeroDivisionError(KEY)

        with self.assertLogs("odoo.addons.fleet_databases.remote.unforeseen", "ERROR") as logs:
            self.assertFails(Broken(), "hub_error", "http://erp.test: ZeroDivisionError")
        self.assertNotIn(KEY, logs.output[0])

    def test_html_404_is_all_that_an_unknown_path_gives(self):
        self.assertEqual(odoo_19().post("/json/2/a/b", b"{}", {}), HTML_404)

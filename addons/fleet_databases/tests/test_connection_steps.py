from dataclasses import replace
from datetime import datetime
from functools import partial
from unittest.mock import Mock

from odoo.addons.fleet_databases.models.connection_words import described
from odoo.addons.fleet_databases.remote import errors
from odoo.addons.fleet_databases.remote.pull import pull
from odoo.addons.fleet_databases.remote.values import Job, Query, Target
from odoo.addons.fleet_databases.remote.work import connection_steps
from odoo.addons.fleet_databases.remote.work.questions import Questions
from odoo.addons.fleet_databases.tools.api_keys import ask_key_owner
from odoo.addons.fleet_databases.tools.drafts import count_drafts
from odoo.addons.fleet_databases.tools.kpi import read_summary
from odoo.addons.fleet_databases.tools.remote_users import users_of

from .common import DatabasesCase
from .fake_server import HTML_404, json_answer, odoo_17, odoo_19, odoo_error, xml_answer, xml_fault

TARGET = Target(1, "https://erp.test", "erp", "hub", "the-secret-key")
CERTIFICATE_END = datetime(2027, 3, 1)
QUESTIONS = Questions(
    (
        Query("kpis", "kpi.provider", "get_kpi_summary", read=read_summary, otherwise=count_drafts),
        Query("users", "res.users", "search_read", read=partial(users_of, "hub")),
    )
)
REFUSED = odoo_error(
    403, "You are not allowed to access 'Journal Entry' (account.move) records.", "AccessError"
)


class TestSteps(DatabasesCase):
    """A connection test stops at the step that fails, and says what is missing and what does not work without it."""

    def try_steps(self, server, encrypted_until=CERTIFICATE_END, target=TARGET, questions=QUESTIONS):
        """:return: step -> (state, message)"""
        server.certificate_end = lambda: encrypted_until
        result = pull(Job(target, connection_steps.ConnectionTest(questions)), transport=server)
        self.assertFalse(result.error)
        return {
            line["step"]: (line["state"], line["message"]) for line in described(self.env, result.answers)
        }

    def working(self, **answers):
        return odoo_19(
            **{
                "res__users__search_read": json_answer([{"id": 2, "login": "hub", "name": "Hub"}]),
                "kpi__provider__get_kpi_summary": json_answer([]),
                "res__users__has_access": json_answer(True),
                "res__partner__has_access": json_answer(True),
                **answers,
            }
        )

    def assertStopsAt(self, steps, broken):
        """All steps before ``broken`` work, and no step after it was tried."""
        order = list(steps)
        place = order.index(broken)
        self.assertEqual({steps[name][0] for name in order[:place]} - {"ok", "warning"}, set())
        self.assertEqual(steps[broken][0], "failed")
        self.assertEqual({steps[name][0] for name in order[place + 1 :]} - {"skipped"}, set())
        return steps[broken][1]

    def test_everything_works(self):
        steps = self.try_steps(self.working())
        self.assertEqual({state for state, _message in steps.values()}, {"ok"})
        self.assertNotIn("others", steps)
        self.assertIn("03/01/2027", steps["tls"][1])
        self.assertEqual(steps["odoo"][1], "Odoo 19.0 answers")

    def test_companies_that_are_not_covered(self):
        questions = Questions((*QUESTIONS.queries, Query("api_keys", ask=ask_key_owner, optional=True)))
        companies = [{"id": 1}, {"id": 2}, {"id": 3}]
        for own, there, words in (
            ([1, 3], companies, "2 of 3 companies"),
            ([1, 3, 9], companies[::2], ""),
            ([1, 2, 3], companies, ""),
            ("odd", companies, ""),
            ([1, 2], "odd", ""),
        ):
            server = self.working(
                res__users__context_get=json_answer({"uid": 2}),
                res__users__apikeys__search_read=json_answer([]),
                res__users__read=json_answer([{"id": 2, "company_ids": own}]),
                res__company__search_read=json_answer(there),
            )
            state, message = self.try_steps(server, questions=questions)["key"]
            self.assertEqual(state, "warning" if words else "ok", own)
            self.assertIn(words, message)

    def test_before_odoo_13_only_one_company_is_seen_at_a_time(self):
        questions = Questions((*QUESTIONS.queries, Query("api_keys", ask=ask_key_owner, optional=True)))
        for version, words in (("12.0", "1 of 3 companies"), ("13.0", "")):
            server = self.older(
                version,
                res__users__apikeys__search_read=xml_answer([]),
                res__users__read=xml_answer([{"id": 2, "company_ids": [1, 2, 3]}]),
                res__company__search_read=xml_answer([{"id": 1}, {"id": 2}, {"id": 3}]),
            )
            self.assertIn(words, self.try_steps(server, questions=questions)["key"][1])

    def older(self, version, **answers):
        return odoo_17(
            version=xml_answer({"server_version": version}),
            res__users__search_read=xml_answer([{"id": 2, "login": "hub", "name": "Hub"}]),
            kpi__provider__get_kpi_summary=xml_fault(2, "Object kpi.provider doesn't exist"),
            account__move__read_group=xml_answer([]),
            account__invoice__read_group=xml_answer([]),
            account__journal__search_read=xml_answer([]),
            res__users__check_access_rights=xml_answer(True),
            res__partner__check_access_rights=xml_answer(True),
            **answers,
        )

    def assertWarns(self, steps, *names):
        """All steps work, these with a warning."""
        states = {name: state for name, (state, _message) in steps.items() if state != "ok"}
        self.assertEqual(states, dict.fromkeys(names, "warning"))

    def test_older_servers(self):
        steps = self.try_steps(self.older("17.0"), encrypted_until=None)
        self.assertWarns(steps, "tls", "read_kpis")
        self.assertIn("Not encrypted", steps["tls"][1])
        self.assertIn("draft entries only", steps["read_kpis"][1])

    def test_people_are_invited_by_hand_before_odoo_12(self):
        self.assertWarns(self.try_steps(self.older("12.0")), "read_kpis")
        steps = self.try_steps(self.older("11.0"))
        self.assertWarns(steps, "read_kpis", "change_users")
        self.assertIn("can't be invited", steps["change_users"][1])

    def test_each_step_may_break(self):
        for failure, broken, words in (
            (errors.UnknownHost("erp.test"), "address", "No server has this name"),
            (errors.Unreachable("erp.test"), "address", "cannot be reached"),
            (errors.CallTimeout(), "address", "Timeout"),
            (errors.TlsError("certificate has expired"), "tls", "certificate has expired"),
        ):
            server = self.working()
            server.get = Mock(side_effect=failure)
            self.assertIn(words, self.assertStopsAt(self.try_steps(server), broken))
        not_odoo = odoo_19()
        not_odoo._version = HTML_404
        self.assertIn("not an Odoo", self.assertStopsAt(self.try_steps(not_odoo), "odoo"))
        self.assertIn("no database of this name", self.assertStopsAt(self.try_steps(odoo_19()), "database"))
        wrong_key = self.working(kpi__provider__get_kpi_summary=odoo_error(401, "Invalid apikey"))
        self.assertIn("Add API Key", self.assertStopsAt(self.try_steps(wrong_key), "key"))
        self.assertEqual(len(wrong_key.asked), 2, "a refused key is not sent again")

    def test_missing_credentials_are_named(self):
        for missing, step, words in (
            ({"key": ""}, "key", "We are missing the API key. "),
            ({"login": ""}, "key", "We are missing the API login. "),
            ({"key": "", "login": ""}, "key", "We are missing the API login and the API key. "),
            ({"database": "", "key": ""}, "database", "We are missing the database name and the API key. "),
        ):
            server = self.working()
            steps = self.try_steps(server, target=replace(TARGET, **missing))
            self.assertEqual([name for name in steps if steps[name][0] == "failed"], [step])
            self.assertIn(words, steps[step][1])
            self.assertEqual(steps["odoo"], ("ok", "Odoo 19.0 answers"), "it goes as far as it can")
            self.assertEqual(server.asked, [("/web/version", None)])

    def test_missing_credentials_are_told_of_a_dead_server_too(self):
        server = self.working()
        server.get = Mock(side_effect=errors.CallTimeout())
        steps = self.try_steps(server, target=replace(TARGET, key=None))
        failed = {name for name, (state, _message) in steps.items() if state == "failed"}
        self.assertEqual(failed, {"address", "key"})

    def test_another_database(self):
        told = json_answer([{"id": 5, "login": "somebody", "name": "Somebody"}])
        steps = self.try_steps(self.working(res__users__search_read=told))
        self.assertEqual((steps["key"][0], steps["read_users"][0]), ("ok", "failed"))
        self.assertIn("not among its users", steps["read_users"][1])

    def test_questions_of_addons(self):
        of_addon = Query("letters", "letters", "count")
        questions = Questions((*QUESTIONS.queries, of_addon))
        steps = self.try_steps(self.working(letters__count=json_answer(3)), questions=questions)
        self.assertEqual(steps["others"], ("ok", ""))
        steps = self.try_steps(self.working(letters__count=REFUSED), questions=questions)
        self.assertEqual(steps["others"][0], "failed")
        self.assertIn("letters: The user of the API login lacks a right on account.move", steps["others"][1])
        self.assertEqual(steps["change_users"][0], "ok")

    def test_what_the_hub_fails_at_itself(self):
        broken = Questions((Query("letters", "letters", "count", read=lambda answer: answer / 0),))
        with self.assertLogs("odoo.addons.fleet_databases.remote.unforeseen", "ERROR"):
            steps = self.try_steps(self.working(letters__count=json_answer(3)), questions=broken)
        self.assertEqual(steps["others"][0], "failed")
        self.assertIn("ZeroDivisionError", steps["others"][1])

    def test_missing_rights_and_what_is_lost(self):
        steps = self.try_steps(
            self.working(kpi__provider__get_kpi_summary=REFUSED, res__partner__has_access=json_answer(False))
        )
        self.assertEqual(steps["read_users"][0], "ok", "one missing right does not hinder the others")
        self.assertEqual((steps["read_kpis"][0], steps["change_users"][0]), ("failed", "failed"))
        self.assertIn("lacks a right on account.move", steps["read_kpis"][1])
        self.assertIn("nothing is synchronized", steps["read_kpis"][1])
        self.assertIn("lacks a right on res.partner", steps["change_users"][1])
        self.assertIn("the rest works", steps["change_users"][1])

from datetime import datetime

from odoo.addons.fleet_databases.models.connection_words import described
from odoo.addons.fleet_databases.remote import errors
from odoo.addons.fleet_databases.remote.pull import pull
from odoo.addons.fleet_databases.remote.values import Job, Target
from odoo.addons.fleet_databases.remote.work import connection_steps

from .common import DatabasesCase
from .fake_server import HTML_404, json_answer, odoo_17, odoo_19, odoo_error, xml_answer, xml_fault

TARGET = Target(1, "https://erp.test", "erp", "hub", "the-secret-key")
CERTIFICATE_END = datetime(2027, 3, 1)
REFUSED = odoo_error(
    403, "You are not allowed to access 'Journal Entry' (account.move) records.", "AccessError"
)


class TestSteps(DatabasesCase):
    """A connection test stops at the step that fails, and says what is missing and what does not work without it."""

    def try_steps(self, server, certificate_end=CERTIFICATE_END, target=TARGET):
        """:return: step -> (state, message)"""

        def end():
            if isinstance(certificate_end, Exception):
                raise certificate_end
            return certificate_end

        server.certificate_end = end
        result = pull(Job(target, connection_steps.try_steps), transport=server)
        self.assertFalse(result.error)
        return {
            line["step"]: (line["state"], line["message"]) for line in described(self.env, result.answers)
        }

    def working(self, **answers):
        return odoo_19(
            **{
                "res__users__context_get": json_answer({"uid": 7}),
                "res__users__search_count": json_answer(5),
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
        self.assertIn("03/01/2027", steps["tls"][1])
        self.assertEqual(steps["odoo"][1], "Odoo 19.0 answers")

    def test_older_servers(self):
        server = odoo_17(
            res__users__search_count=xml_answer(5),
            kpi__provider__get_kpi_summary=xml_fault(2, "Object kpi.provider doesn't exist"),
            account__move__search_count=xml_answer(3),
            res__users__check_access_rights=xml_answer(True),
            res__partner__check_access_rights=xml_answer(True),
        )
        steps = self.try_steps(server, certificate_end=None)
        self.assertEqual(
            {name: state for name, (state, _message) in steps.items() if state != "ok"},
            {"tls": "warning", "read_kpis": "warning"},
        )
        self.assertIn("Not encrypted", steps["tls"][1])
        self.assertIn("draft entries only", steps["read_kpis"][1])

    def test_each_step_may_break(self):
        for certificate_end, broken, words in (
            (errors.UnknownHost("erp.test"), "address", "No server has this name"),
            (errors.Unreachable("erp.test"), "address", "cannot be reached"),
            (errors.CallTimeout(), "address", "Timeout"),
            (errors.TlsError("certificate has expired"), "tls", "certificate has expired"),
        ):
            self.assertIn(words, self.assertStopsAt(self.try_steps(self.working(), certificate_end), broken))
        not_odoo = odoo_19()
        not_odoo._version = HTML_404
        self.assertIn("not an Odoo", self.assertStopsAt(self.try_steps(not_odoo), "odoo"))
        self.assertIn("no database of this name", self.assertStopsAt(self.try_steps(odoo_19()), "database"))
        wrong_key = self.working(res__users__context_get=odoo_error(401, "Invalid apikey"))
        self.assertIn("Add API Key", self.assertStopsAt(self.try_steps(wrong_key), "key"))

    def test_missing_credentials(self):
        steps = self.try_steps(self.working(), target=Target(1, "https://erp.test", "erp", "hub", ""))
        self.assertEqual(steps["key"][0], "failed")
        self.assertIn("We are missing the database name", steps["key"][1])
        self.assertEqual(steps["address"][0], "ok")

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

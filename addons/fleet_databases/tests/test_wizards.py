"""Nobody else may read or change what somebody has entered into a wizard, not even an administrator."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import DatabasesCase

QUIET = ("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
ADMIN = "fleet_databases.group_databases_admin"


class TwoCompanies(DatabasesCase):
    """An administrator of Databases in each of two companies, each with a database, and an employee."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env(su=True)
        cls.ours, cls.theirs = env["res.company"].create([{"name": "Ours"}, {"name": "Theirs"}])
        cls.ann, cls.ben = (
            new_test_user(env, name, ADMIN, company_id=company.id, company_ids=[Command.set(company.ids)])
            for name, company in (("ann-ours", cls.ours), ("ben-theirs", cls.theirs))
        )
        cls.employee = new_test_user(env, "employee-x", "base.group_user")
        cls.bakery = cls.database_of(cls.ours, "bakery")
        cls.garage = cls.database_of(cls.theirs, "garage")

    @classmethod
    def database_of(cls, company, word):
        return cls.env(su=True)["project.project"].create(
            {
                "name": f"The {word}",
                "company_id": company.id,
                "database_hosting": "premise",
                "database_url": f"https://{word}.example.com",
                "database_name": word,
                "database_api_login": f"hub@{word}.example.com",
                "database_api_key": "the-secret-key",
            }
        )

    def wizard_of(self, person, databases, **values):
        """A wizard that would invite Ida."""
        lines = [Command.create(self.line(database)) for database in databases]
        values = {"project_ids": [Command.set(databases.ids)], "line_ids": lines, **values}
        return self.env["databases.user.wizard"].with_user(person).create(values)

    def line(self, database, login="ida@agency.example"):
        return {"project_id": database.id, "login": login, "name": login, "effect": "create"}


@tagged("post_install", "-at_install")
class TestWizardsOverHttp(TwoCompanies, HttpCase):
    def call(self, person, model, method, *args):
        """:return: the answer, as JSON"""
        self.authenticate(person.login, person.login)
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        answer = self.url_open(f"/web/dataset/call_kw/{model}/{method}", json={"params": params}).json()
        self.env.invalidate_all()
        return answer

    @mute_logger(*QUIET)
    def test_file_to_import(self):
        content = "name,database_api_key\nBakery,the-secret-key"
        values = {"res_model": "project.project", "file": content, "file_type": "text/csv"}
        made = self.call(self.ann, "base_import.import", "create", values)["result"]
        for person in (self.employee, self.ben, self.env.ref("base.user_admin")):
            with self.subTest(person.login):
                if person != self.env.ref("base.user_admin"):
                    found = self.call(person, "base_import.import", "search_read", [], ["file"])["result"]
                    self.assertEqual(found, [])
                importing = self.env["base_import.import"].browse(made).with_user(person)
                with self.assertRaises(AccessError):
                    importing.read(["file"])
                with self.assertRaises(AccessError):
                    importing.write({"file": b"name,database_url\nBakery,https://evil.example"})
        answer = self.call(self.employee, "base_import.import", "write", [made], {"file": "x"})
        self.assertIn("AccessError", str(answer["error"]))
        told = self.call(self.ann, "base_import.import", "read", [made], ["res_model"])["result"]
        self.assertEqual(told[0]["res_model"], "project.project")

    @mute_logger(*QUIET)
    def test_line_in_the_wizard_of_another_company(self):
        wizard = self.wizard_of(self.ben, self.garage)
        stranger = {**self.line(self.garage, "eve@evil.example"), "wizard_id": wizard.id}
        answer = self.call(self.ann, "databases.user.wizard.line", "create", stranger)
        self.assertIn("AccessError", str(answer["error"]))
        own = self.wizard_of(self.ann, self.bakery).line_ids
        answer = self.call(self.ann, "databases.user.wizard.line", "write", own.ids, {"wizard_id": wizard.id})
        self.assertIn("AccessError", str(answer["error"]))
        for values in ({"line_ids": [Command.create(self.line(self.bakery))]}, {"action": "remove"}):
            answer = self.call(self.ann, "databases.user.wizard", "write", wizard.ids, values)
            self.assertIn("AccessError", str(answer["error"]))
        self.assertEqual(wizard.line_ids.mapped("login"), ["ida@agency.example"])

    @mute_logger(*QUIET)
    def test_login_of_another_company(self):
        values = {"project_id": self.garage.id}
        name = {"project_id": {"fields": {"display_name": {}}}}
        asked = {**name, "login": {}}
        for method, args in (
            ("create", [values]),
            ("web_save", [[], values, asked]),
            ("onchange", [[], values, ["project_id"], asked]),
            ("onchange", [[], values, ["project_id"], name]),
        ):
            answer = self.call(self.ann, "databases.key.renewal", method, *args)
            self.assertIn("AccessError", str(answer.get("error")), method)
            self.assertNotIn("garage", str(answer).lower(), method)
        answer = self.call(self.ben, "databases.key.renewal", "web_save", [], values, asked)
        self.assertEqual(answer["result"][0]["login"], "hub@garage.example.com")

    @mute_logger(*QUIET)
    def test_names_of_another_company(self):
        """A form shows the records that it refers to before anything is stored."""
        name = {"fields": {"display_name": {}}}
        lines = [Command.create({"project_id": self.garage.id})]
        for model, values, asked in (
            ("databases.user.wizard", {"line_ids": lines}, {"line_ids": {"fields": {"project_id": name}}}),
            ("databases.user.wizard", {"project_ids": [Command.set(self.garage.ids)]}, {"project_ids": name}),
            ("databases.connection.test.line", {"project_id": self.garage.id}, {"project_id": name}),
            ("databases.connection.test.line", {"project_id": {"id": self.garage.id}}, {"project_id": name}),
            ("databases.server.wizard", {"template_id": self.garage.id}, {"template_id": name}),
        ):
            with self.subTest(model, values=values):
                answer = self.call(self.ann, model, "onchange", [], values, list(values), asked)
                self.assertIn("AccessError", str(answer.get("error")))
                self.assertNotIn("garage", str(answer).lower())

    @mute_logger(*QUIET)
    def test_token_and_steps_of_somebody_else(self):
        renewal = self.env["databases.key.renewal"].with_user(self.ben).create({"project_id": self.garage.id})
        renewal.key = "a-new-key"
        step = {"project_id": self.garage.id, "step": "address", "state": "failed", "message": "No such host"}
        test = (
            self.env["databases.connection.test"]
            .with_user(self.ben)
            .create({"line_ids": [Command.create(step)]})
        )
        for record, field in ((renewal, "token"), (test.line_ids, "message")):
            self.assertTrue(record[field])
            answer = self.call(self.ann, record._name, "search_read", [], [field])
            self.assertEqual(answer["result"], [])
            answer = self.call(self.ann, record._name, "read", record.ids, [field])
            self.assertIn("AccessError", str(answer["error"]))


class TestWizards(TwoCompanies):
    def test_a_line_that_is_not_mine_is_not_acted_on(self):
        wizard = self.wizard_of(self.ben, self.garage, line_ids=[])
        smuggled_sudo = self.env["databases.user.wizard.line"].with_user(self.ann).sudo()  # past all rules
        smuggled_sudo.create({**self.line(self.garage, "eve@evil.example"), "wizard_id": wizard.id})
        wizard.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "nothing to do"):
            wizard.action_apply()

    def test_references_are_judged_when_they_are_made(self):
        with self.assertRaises(AccessError):
            self.wizard_of(self.ann, self.garage)
        wizard = self.wizard_of(self.ann, self.bakery)
        with self.assertRaises(AccessError):
            wizard.project_ids = self.garage
        with self.assertRaises(AccessError):
            self.env["databases.connection.test"].with_user(self.ann)._show(
                [{"project_id": self.garage.id, "step": "address", "state": "ok"}]
            )

    def test_references_are_judged_again_when_they_are_acted_on(self):
        wizard = self.wizard_of(self.ann, self.bakery)
        renewal = self.env["databases.key.renewal"].with_user(self.ann).create({"project_id": self.bakery.id})
        renewal.key = "a-new-key"
        self.env(su=True)["project.project"].browse(self.bakery.id).company_id = self.theirs
        for act in (wizard.action_apply, renewal.action_use):
            with self.assertRaises(AccessError):
                act()

    def test_whichever_company_is_chosen_in_the_menu(self):
        cara = new_test_user(
            self.env(su=True),
            "cara-both",
            ADMIN,
            company_id=self.ours.id,
            company_ids=[Command.set((self.ours + self.theirs).ids)],
        )
        wizard = self.wizard_of(cara, self.bakery + self.garage)
        wizard.with_context(allowed_company_ids=self.ours.ids).action = "remove"
        self.assertEqual(wizard.project_ids, self.bakery + self.garage)

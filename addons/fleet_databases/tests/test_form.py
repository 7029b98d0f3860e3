from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.tests import Form, HttpCase, tagged

from odoo.addons.fleet_databases.remote import errors

from .common import DatabasesCase, kpi, store_answer, store_result, user

LONG = "Bakery Dupont and Daughters, since 1887 in the Rue de la Station in Louvain-la-N"
FORM = "fleet_databases.project_project_view_form_database"


class TestForm(DatabasesCase):
    def setUp(self):
        super().setUp()
        self.database = self.create_database()

    def line(self):
        self.database.invalidate_recordset()
        return self.database.database_state, self.database.database_state_line

    def test_a_database_opens_in_its_own_form(self):
        own = self.env.ref(FORM).id
        project = self.env["project.project"].create({"name": "Office party"})
        self.assertEqual(self.database.get_formview_action()["views"], [(own, "form")])
        self.assertEqual(self.database.get_formview_id(), own)
        self.assertEqual(self.database.action_database_open()["views"], [(own, "form")])
        self.assertEqual(project.get_formview_action()["views"], [(False, "form")])
        project_form = self.env.ref("project.edit_project").id
        self.assertEqual(self.database.action_database_open_project()["views"], [(project_form, "form")])
        action = self.env.ref("fleet_databases.project_project_action_databases").sudo()
        self.assertIn(own, action.view_ids.view_id.ids)

    def test_a_project_becomes_a_database_in_its_own_form(self):
        project = self.env["project.project"].create({"name": "Garage"})
        with Form(project, view="project.edit_project") as form:
            form.database_hosting = "premise"
            form.database_url = "https://garage.example.com"
        self.assertEqual(project.get_formview_id(), self.env.ref(FORM).id)
        with Form(project, view=FORM) as form:
            form.database_name = "garage"
        self.assertEqual(project.database_name, "garage")

    def test_who_gets_which_page(self):
        def pages(person):
            arch = self.env["project.project"].with_user(person).get_view(self.env.ref(FORM).id)["arch"]
            return [page.get("name") for page in etree.fromstring(arch).iter("page")]

        self.assertEqual(pages(self.admin), ["users", "connection", "access", "notes"])
        self.assertEqual(pages(self.consultant), ["users", "notes"])

    def test_state_in_one_line(self):
        self.database.database_next_synchro = False
        self.assertEqual(self.line(), ("new", "Never synchronized yet"))
        store_answer(self.database)
        now = fields.Datetime.now()
        self.database.database_last_synchro = now - timedelta(hours=2)
        self.database.database_next_synchro = now + timedelta(hours=4, minutes=1)
        self.assertEqual(self.line(), ("works", "Works · numbers from 2 hours ago · next: in 4 hours"))
        for _try in range(3):
            store_result(self.database, error=errors.WrongKey())
        self.database.database_next_synchro = False
        self.assertEqual(
            self.line(),
            (
                "failed",
                "Wrong key, 3 times in a row · numbers from 2 hours ago · not tried again by itself",
            ),
        )
        self.database.sudo()._database_try_claim()
        self.assertEqual(self.line(), ("running", "Being synchronized now · numbers from 2 hours ago"))
        self.database.active = False
        self.assertEqual(self.line(), ("none", "Archived: not synchronized"))

    def test_numbers_have_words(self):
        store_answer(
            self.database,
            kpis=[kpi("account_return.vat", "late", "return_status"), kpi("spam", 0)],
            users=[user(self.consultant.login)],
        )
        rows = self.database.with_user(self.consultant).database_current_kpi_ids
        shown = {row.column_name: row.shown for row in rows}
        self.assertEqual(shown["account_return_vat__selection"], "Late")
        self.assertEqual(shown["spam"], "0")

    def test_what_is_beside_it(self):
        other = self.create_database(name="Garage", database_name="garage")
        run = self.env["databases.run"].sudo()._open(self.database)
        self.env["databases.run"].sudo()._open(other)
        store_answer(self.database, users=[user("ann"), user("bob")])
        self.assertEqual((self.database.database_nb_runs, self.database.database_nb_changes), (1, 0))
        opened = self.database.action_database_open_runs()
        self.assertEqual(self.env[opened["res_model"]].search(opened["domain"]), run)
        opened = self.database.action_database_open_users()
        self.assertEqual(self.env[opened["res_model"]].search_count(opened["domain"]), 2)
        opened = self.database.action_database_open_changes()
        self.assertEqual(self.env[opened["res_model"]].search_count(opened["domain"]), 0)

    def test_the_own_user_of_the_hub(self):
        own = user("HUB@bakery.example.com ")
        store_answer(self.database, users=[own, user("ann")])
        of_the_hub = self.database.database_user_ids.filtered("is_of_the_hub")
        self.assertEqual(of_the_hub.login, own["login"], "before its id is known, the login tells")
        ann = self.database.database_user_ids - of_the_hub
        self.database.database_api_uid = ann.remote_id
        self.assertEqual(self.database.database_user_ids.filtered("is_of_the_hub"), ann)


@tagged("post_install", "-at_install")
class TestFormTour(HttpCase):
    def setUp(self):
        super().setUp()
        self.database = self.env["project.project"].create(
            {
                "name": LONG,
                "database_hosting": "premise",
                "database_url": "https://bakery.example.com",
                "database_name": "bakery",
                "database_api_login": "hub@bakery.example.com",
                "database_api_key": "the-secret-key",
            }
        )
        store_answer(
            self.database,
            kpis=[
                kpi("account_journal_type.sale", 14),
                kpi("account_journal_type.bank", 0),
                kpi("account_return.vat", "late", "return_status", "VAT return"),
            ],
            users=[user("ann@bakery.example.com", "Ann"), user("hub@bakery.example.com", "Hub")],
        )
        store_result(self.database, error=errors.WrongKey())
        self.path = f"/odoo/databases/{self.database.id}"

    def test_at_1366(self):
        self.start_tour(self.path, "fleet_databases_form", login="admin")

    def test_on_a_phone(self):
        self.browser_size, self.touch_enabled = "390x844", True
        self.start_tour(self.path, "fleet_databases_form", login="admin")

    def test_an_ordinary_project(self):
        project = self.env["project.project"].create({"name": "Office party"})
        self.start_tour(f"/odoo/project.project/{project.id}", "fleet_databases_project_form", login="admin")

    def test_fifty_consultants_and_two_hundred_databases(self):
        logins = [f"consultant{number}@agency.example" for number in range(50)]
        self.env["res.users"].with_context(no_reset_password=True).create(
            [{"name": login, "login": login} for login in logins]
        )
        databases = self.env["project.project"].create(
            [
                {
                    "name": f"Client {number}",
                    "database_hosting": "premise",
                    "database_url": f"https://client{number}.example.com",
                    "database_last_synchro": fields.Datetime.now(),
                    "user_id": self.env.ref("base.user_admin").id if number % 7 else False,
                }
                for number in range(200)
            ]
        )
        self.env["databases.user"].create(
            [
                {"project_id": database.id, "login": login, "name": login, "remote_id": number + 1}
                for place, database in enumerate(databases)
                for number, login in enumerate(logins)
                if (place + number) % 3
            ]
        )
        self.start_tour("/odoo/databases-access", "fleet_databases_access", login="admin")

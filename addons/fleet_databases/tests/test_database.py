from psycopg2 import IntegrityError

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, RedirectWarning, ValidationError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import file_open, mute_logger

from .common import DatabasesCase, api_keys, store_answer, user

BAD_ADDRESSES = {
    "erp.example.com": "has to start with https:// or http://",
    "ftp://erp.example.com": "has to start with https:// or http://",
    "https://": "has no valid host",
    "https://a..b/": "has no valid host",
    "https://ann:hunter2@erp.example.com": "contains a user name or a password",
}


class TestDatabase(DatabasesCase):
    """What a person may enter, and what becomes of the project."""

    def test_ordinary_projects_stay_as_they_were(self):
        project = self.env["project.project"].create({"name": "Office Party"})
        self.assertEqual(
            (project.database_hosting, project.database_url, project.database_nb_users), (False, False, 0)
        )
        self.assertNotIn(project, self.env["project.project"].search([("database_hosting", "!=", False)]))
        self.assertEqual(project.copy().name, "Office Party (copy)")

    def test_bad_addresses_by_rpc(self):
        database = self.create_database()
        for url, message in BAD_ADDRESSES.items():
            for save in (
                lambda url=url: self.create_database(database_url=url, database_name="new"),
                lambda url=url: database.write({"database_url": url}),
            ):
                with self.assertRaisesRegex(ValidationError, message) as failure, self.cr.savepoint():
                    save()
                self.assertNotIn("hunter2", str(failure.exception))

    def test_bad_addresses_in_the_form(self):
        for url, message in BAD_ADDRESSES.items():
            form = Form(self.env["project.project"].with_context(default_database_hosting="premise"))
            form.name = "Bakery"
            form.database_url = url
            with self.assertRaisesRegex(ValidationError, message), self.cr.savepoint():
                form.save()

    def test_bad_addresses_in_an_import(self):
        for url, message in BAD_ADDRESSES.items():
            loaded = self.env["project.project"].load(
                ["name", "database_hosting", "database_url"], [["Bakery", "On Premise", url]]
            )
            self.assertFalse(loaded["ids"])
            self.assertIn(message, loaded["messages"][0]["message"])

    def test_hosting_needs_an_address(self):
        for hosting in ("saas", "paas", "premise", "other"):
            with self.assertRaisesRegex(ValidationError, "Enter the address of the database “Bakery Dupont”"):
                self.create_database(database_hosting=hosting, database_url=False)
        database = self.create_database()
        with self.assertRaisesRegex(ValidationError, "Enter the address"):
            database.database_url = ""
        form = Form(self.env["project.project"].with_context(default_database_hosting="premise"))
        form.name = "Bakery"
        with self.assertRaisesRegex(AssertionError, "database_url is a required field"):
            form.save()

    def test_address_is_written_in_one_way(self):
        database = self.create_database(database_url=" HTTPS://Bakery.Example.com:443/odoo/action-12 ")
        self.assertEqual(database.database_url, "https://bakery.example.com")
        database.database_url = "http://bakery.example.com:8069/web#home"
        self.assertEqual(database.database_url, "http://bakery.example.com:8069")

    def test_plain_link_keeps_its_path(self):
        link = self.create_database(
            database_hosting="other", database_url="https://App.example.com/clients/12/"
        )
        self.assertEqual(link.database_url, "https://app.example.com/clients/12")

    def test_path_that_is_cut_is_told(self):
        database = self.create_database(database_url="https://bakery.example.com/odoo?debug=secret")
        [note] = database.message_ids.filtered(lambda message: "was cut" in (message.body or ""))
        self.assertNotIn("secret", note.body)
        database.database_url = "https://bakery.example.com/web"
        database.database_url = "https://bakery.example.com/"
        self.assertEqual(len(database.message_ids.filtered(lambda row: "was cut" in (row.body or ""))), 2)

    def test_path_is_cut_on_the_screen(self):
        form = Form(self.env["project.project"].with_context(default_database_hosting="premise"))
        with self.assertLogs("odoo.tests.form.onchange", "WARNING") as log:
            form.database_url = "https://bakery.example.com:8069/odoo/action-12"
        self.assertIn("was cut", log.output[0])
        self.assertEqual(form.database_url, "https://bakery.example.com:8069")
        form.database_hosting = "other"
        form.database_url = "https://bakery.example.com/shop"
        self.assertEqual(form.database_url, "https://bakery.example.com/shop")

    def test_link_that_becomes_a_database_loses_its_path(self):
        link = self.create_database(database_hosting="other", database_url="https://app.example.com/12?a=1")
        link.database_hosting = "premise"
        self.assertEqual(link.database_url, "https://app.example.com")
        self.assertIn("was cut", "".join(link.message_ids.mapped("body")))

    def test_hosting_of_each_decides_in_a_mass_edit(self):
        link = self.create_database(database_hosting="other", database_name="link")
        database = self.create_database()
        for together in (link + database, database + link):
            together.write({"database_url": "https://erp.example.com/shop"})
            self.assertEqual(
                (link + database).mapped("database_url"),
                ["https://erp.example.com/shop", "https://erp.example.com"],
            )

    def test_duplicate_address_in_an_import(self):
        self.create_database()
        loaded = self.env["project.project"].load(
            ["name", "database_hosting", "database_url", "database_name"],
            [["Bakery again", "On Premise", "https://BAKERY.example.com/", "bakery"]],
        )
        self.assertFalse(loaded["ids"])
        message = loaded["messages"][0]["message"]
        self.assertIn("Another database has this address", message)
        self.assertIn("“Bakery Dupont”", message)

    def test_duplicate_address_counts_archived_databases(self):
        self.create_database().action_archive()
        with self.assertRaisesRegex(ValidationError, "“Bakery Dupont”. It is archived"):
            self.create_database(name="Bakery again")

    def test_a_form_offers_to_open_the_other_database(self):
        other, garage = self.create_database(), self.create_database(name="Garage", database_name="garage")
        values = {"name": "Again", "database_hosting": "premise", "database_name": "bakery"}
        values["database_url"] = "https://BAKERY.example.com/"
        for save in (
            lambda: self.env["project.project"].web_save(values, {}),
            lambda: garage.web_save({"database_name": "bakery"}, {}),
        ):
            with self.assertRaises(RedirectWarning) as refused:
                save()
            words, action, button, _context = refused.exception.args
            self.assertIn("“Bakery Dupont”", words)
            self.assertIn("Bakery Dupont", button)
            self.assertEqual((action["res_id"], action["views"][0][1]), (other.id, "form"))
        self.assertEqual(garage.database_name, "garage")
        other.web_save({"database_name": "bakery", "name": "Bakery"}, {})

    @mute_logger("odoo.sql_db")
    def test_a_duplicate_does_not_reveal_a_database_that_the_reader_may_not_see(self):
        # Whoever creates a company works in it.
        other = self.env(user=SUPERUSER_ID)["res.company"].create({"name": "Another agency"})
        self.create_database(name="Their secret client").sudo().company_id = other
        again = {"name": "Again", "database_hosting": "premise", "database_name": "bakery"}
        again["database_url"] = "https://bakery.example.com"
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["project.project"].web_save(dict(again), {})
        loaded = self.env["project.project"].load(list(again), [list(again.values())])
        message = loaded["messages"][0]["message"]
        self.assertIn("one that you may not see", message)
        self.assertNotIn("secret", message)

    def test_one_server_with_several_databases(self):
        self.create_database()
        other = self.create_database(name="Garage Peeters", database_name="garage")
        self.assertEqual(other.database_url, "https://bakery.example.com")

    def test_copy_of_a_database_is_an_ordinary_project(self):
        database = self.create_database()
        store_answer(database, users=[user("ann")])
        copy = database.copy()
        self.assertFalse(
            copy.database_hosting or copy.database_url or copy.database_name or copy.database_api_login
        )
        self.assertFalse(api_keys(copy))
        self.assertFalse(copy.database_user_ids)

    def test_copy_in_the_list_of_databases_is_an_ordinary_project(self):
        copy = self.create_database().with_context(default_database_hosting="premise").copy()
        self.assertFalse(copy.database_hosting)

    def test_what_is_no_database_any_more_leaves_its_address_to_others(self):
        self.create_database().database_hosting = False
        self.create_database(name="Bakery again")

    def test_key_is_for_administrators(self):
        database = self.create_database()
        store_answer(database, users=[user(self.consultant.login)])
        for person in (self.consultant, self.project_manager):
            with self.assertRaises(AccessError):
                database.with_user(person).read(["database_api_key"])
            with self.assertRaises(AccessError):
                database.with_user(person).export_data(["database_api_key"])
            with self.assertRaises(AccessError):
                database.with_user(person).search([("database_api_key", "=like", "the-%")])
            with self.assertRaises(AccessError):
                database.with_user(person).write({"database_api_key": "another"})
        with self.assertRaises(AccessError):
            database.with_user(self.project_manager).read(["database_api_login"])
        self.assertEqual(database.with_user(self.consultant).database_api_login, "hub@bakery.example.com")
        self.assertEqual(api_keys(database), {database.id: "the-secret-key"})

    def test_key_does_not_stand_in_the_log_of_a_refused_statement(self):
        """PostgreSQL shows the whole row that it refuses. Odoo writes it into the log and into its answer."""
        database = self.create_database()
        # Before a person gets so far, the other database is named.
        other_sudo = self.create_database(database_name="garage").sudo()
        refused = (
            lambda: other_sudo.write({"database_name": "bakery", "database_api_key": "the-secret-key"}),
            lambda: self.create_database(database_name="other", date_start="2026-02-02", date="2026-01-01"),
            lambda: database.write({"date_start": "2026-02-02", "date": "2026-01-01"}),
            lambda: database.write({"sequence": 10**12, "database_api_key": "the-secret-key"}),
        )
        for save in refused:
            with self.assertLogs("odoo.sql_db", "ERROR") as logs, self.assertRaises(Exception) as failure:
                with self.cr.savepoint():
                    save()
                    self.env.flush_all()
            told = "".join(logs.output) + str(failure.exception)
            self.assertIn("bad query", told)
            self.assertNotIn("the-secret-key", told)

    def test_only_administrators_change_a_database(self):
        """Otherwise a project manager with a login there could make the hub send the key to another address."""
        self.project_manager.sudo().group_ids += self.env.ref("fleet_databases.group_databases_user")
        database = self.create_database()
        store_answer(database, users=[user(self.project_manager.login)])
        manager = database.with_user(self.project_manager)
        manager.name = "Bakery Dupont & Sons"
        for values in (
            {"database_url": "https://evil.example.com"},
            {"database_name": "evil"},
            {"database_hosting": False},
            {"database_claimed_until": "2999-01-01 00:00:00"},
        ):
            with self.assertRaisesRegex(AccessError, "Only an administrator of Databases"):
                manager.write(values)
        with self.assertRaisesRegex(AccessError, "Only an administrator of Databases"):
            manager.create(
                {"name": "Evil", "database_hosting": "premise", "database_url": "https://evil.example.com"}
            )
        party = manager.create({"name": "Office Party", "database_hosting": False, "database_url": False})
        self.assertEqual(party.copy().name, "Office Party (copy)")

    def test_neutralized_copy_opens_nothing(self):
        database = self.create_database()
        with file_open("fleet_databases/data/neutralize.sql") as script:
            self.env.cr.execute(script.read())
        self.env.invalidate_all()
        self.assertFalse(api_keys(database))
        self.assertFalse(self.env.ref("fleet_databases.ir_cron_synchronize").sudo().active)

    def test_key_is_replaced_and_taken_away(self):
        bakery, garage = self.create_database(), self.create_database(database_name="garage")
        garage.database_api_key = "a-new-key"
        self.env.invalidate_all()
        self.assertEqual(list(api_keys(bakery + garage).values()), ["the-secret-key", "a-new-key"])
        (bakery + garage).action_database_forget_key()
        self.env.invalidate_all()
        self.assertFalse(api_keys(bakery + garage))
        keys_left = (
            self.env["databases.key"].sudo().search_count([("project_id", "in", (bakery + garage).ids)])
        )
        self.assertEqual(keys_left, 0)

    def test_nobody_reads_the_table_of_keys(self):
        self.create_database()
        for person in (self.admin, self.consultant, self.project_manager):
            with self.assertRaises(AccessError):
                self.env["databases.key"].with_user(person).search_read([])

    def test_key_does_not_print(self):
        self.assertNotIn("the-secret-key", repr(self.create_database()._database_targets()))


@tagged("post_install", "-at_install")
class TestDatabaseOverRpc(HttpCase):
    """The message that the web client gets."""

    def error_of_create(self, **values):
        params = {
            "model": "project.project",
            "method": "create",
            "args": [{"name": "Bakery", **values}],
            "kwargs": {},
        }
        answer = self.url_open("/web/dataset/call_kw/project.project/create", json={"params": params}).json()
        return answer.get("error", {}).get("data")

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_duplicate_address(self):
        self.authenticate("admin", "admin")
        values = {"database_hosting": "premise", "database_url": "https://duplicate.example.com"}
        self.assertIsNone(self.error_of_create(**values))
        error = self.error_of_create(**values)
        self.assertEqual(error["name"], "odoo.exceptions.ValidationError")
        self.assertIn("Another database has this address", error["message"])

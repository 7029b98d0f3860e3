from odoo import SUPERUSER_ID
from odoo.tests import new_test_user

from .common import DatabasesCase, store_answer, user

USER = "fleet_databases.group_databases_user"


class TestSight(DatabasesCase):
    """What administrators are told of who sees a database, and of who has an account where."""

    def setUp(self):
        super().setUp()
        self.database = self.create_database()
        self.ann = new_test_user(self.env(su=True), "ann@agency.example", USER, name="Ann <b>")

    def elsewhere(self):
        """A company of nobody here."""
        return self.env(user=SUPERUSER_ID)["res.company"].create({"name": "Elsewhere"}).with_env(self.env)

    def findings(self, domain=()):
        self.env.flush_all()
        return {
            (row.person, row.project_id): (row.state, row.login, row.gaps)
            for row in self.env["databases.access"].search(list(domain))
        }

    def test_who_sees_it_and_why(self):
        self.database.user_id = self.consultant
        self.database.message_subscribe(self.ann.partner_id.ids)
        store_answer(self.database, users=[user(self.ann.login)])
        seen_by = self.database._database_seen_by()
        self.assertEqual(seen_by[self.ann], ["has an account there as ann@agency.example"])
        self.assertEqual(seen_by[self.admin], ["administrator of Databases"])
        self.assertNotIn(self.consultant, seen_by, "being responsible lets nobody in")
        self.assertNotIn(self.project_manager, seen_by)
        for person in seen_by:
            self.assertFalse(self.database.with_user(person).database_is_hidden)
        self.assertIn("<strong>Ann &lt;b&gt;</strong>", self.database.database_audience)

    def test_companies_count(self):
        store_answer(self.database, users=[user(self.ann.login)])
        self.database.sudo().company_id = self.elsewhere()
        self.assertNotIn(self.ann, self.database.sudo()._database_seen_by())

    def test_who_has_an_account_where(self):
        gone = new_test_user(self.env(su=True), "gone@agency.example", USER, name="Gone")
        bob = new_test_user(self.env(su=True), "bob@agency.example", USER, name="Bob")
        gone.active = False
        self.database.user_id = self.consultant
        store_answer(
            self.database,
            users=[
                user(self.ann.login),
                user(gone.login),
                user("robert", "Robert", email=bob.login),
                user("nobody@agency.example", "Nobody"),
                user("julie@bakery.example.com", "Julie"),
                user("hub@bakery.example.com", "Hub"),
            ],
        )
        other = self.create_database(name="Garage", database_name="garage", user_id=self.consultant.id)
        found = self.findings([("project_id", "in", (self.database + other).ids)])
        self.assertEqual(
            found,
            {
                (self.ann.name, self.database): ("account", "ann@agency.example", 0),
                ("Gone", self.database): ("archived", "gone@agency.example", 1),
                ("Bob", self.database): ("by_email", "robert", 1),
                ("Nobody", self.database): ("stranger", "nobody@agency.example", 1),
                (self.consultant.name, self.database): ("missing", False, 1),
            },
            "the client's own people are none of ours; a database that never answered has told nobody",
        )

    def test_it_keeps_to_the_companies(self):
        store_answer(self.database, users=[user(self.ann.login)])
        self.assertTrue(self.findings([("project_id", "=", self.database.id)]))
        self.database.sudo().company_id = self.elsewhere()
        self.assertFalse(self.findings([("project_id", "=", self.database.id)]))

    def test_statements_do_not_grow(self):
        def statements():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            access = self.env["databases.access"]
            access.web_search_read(
                [], {"person": {}, "project_id": {"fields": {"display_name": {}}}, "state": {}}
            )
            access.formatted_read_group([], ["person"], ["gaps:sum"])
            return self.env.cr.sql_log_count - before

        store_answer(self.database, users=[user(self.ann.login)])
        statements()
        few = statements()
        for number in range(20):
            database = self.create_database(name=f"Client {number}", database_name=f"c{number}")
            store_answer(database, users=[user(self.ann.login), user(self.consultant.login)])
        self.assertLessEqual(statements(), few)

"""Which local user is the user of a client's database: who sees it, is shown in its row, and is removed from it."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.modules import load_script
from odoo.tests import new_test_user

from .common import DatabasesCase, store_answer, user

USER = "fleet_databases.group_databases_user"


class TestLogins(DatabasesCase):
    def setUp(self):
        super().setUp()
        self.database = self.create_database()

    def create_person(self, login, **values):
        return new_test_user(self.env(su=True), login, USER, **values)

    def sees(self, person):
        return self.database in self.database.with_user(person).search([])

    def shown(self):
        """login in the client's database -> login here"""
        self.database.database_user_ids.invalidate_recordset(["local_user_id"])
        return {row.login: row.local_user_id.login for row in self.database.database_user_ids}

    def would_be_removed(self, person):
        wizard = self.env["databases.user.wizard"].create(
            {"action": "remove", "user_ids": [Command.set(person.ids)]}
        )
        return set(wizard._places().mapped("login"))

    def test_a_login_counts_where_it_is_an_address_in_whichever_letters(self):
        person = self.create_person("somebody@x.example")
        for here, there, same in (
            ("ann@x.example", "ann@x.example", True),
            ("upper@x.example", "UPPER@X.EXAMPLE", True),
            ("Mixed@X.example", "mixed@x.EXAMPLE", True),
            ("JÜRGEN@x.example", "jürgen@X.example", True),
            ("marie", "marie", False),
            ("admin2", "ADMIN2", False),
            ("Bob <bob@x.example>", "bob@x.example", False),
            ("eve@x.example", "Eve <eve@x.example>", False),
            ("sly@x.example", "sly@x.example, other@x.example", False),
            ("kim", "kim@x.example", False),
            ("under_score@x.example", "underXscore@x.example", False),
        ):
            with self.subTest(here=here, there=there):
                person.login = here
                store_answer(self.database, users=[user(there)])
                self.assertEqual(self.sees(person), same)
                self.assertEqual(self.shown(), {there: here if same else False})
                self.assertEqual(self.would_be_removed(person), {there} if same else set())

    def test_own_email_address_opens_nothing_and_removes_nobody(self):
        """Everybody can change their own address. It neither shows them a client, nor removes somebody who works
        there."""
        person = self.create_person("leaving@x.example")
        store_answer(self.database, users=[user("boss@client.example")])
        person.with_user(person).email = "boss@client.example"
        self.assertFalse(self.sees(person))
        self.assertEqual(self.shown(), {"boss@client.example": False})
        self.assertEqual(self.would_be_removed(person), set())

    def test_a_second_one_with_other_letters_gets_nothing(self):
        first, second = self.create_person("ann@x.example"), self.create_person("ANN@x.example")
        store_answer(self.database, users=[user("Ann@x.example")])
        self.assertEqual((self.sees(first), self.sees(second)), (True, False))
        self.assertEqual(self.shown(), {"Ann@x.example": "ann@x.example"})
        self.assertEqual(self.would_be_removed(second), set())

    def test_who_is_archived_is_not_shown_and_can_be_removed(self):
        person = self.create_person("gone@x.example")
        store_answer(self.database, users=[user("GONE@x.example")])
        person.active = False
        self.assertEqual(self.shown(), {"GONE@x.example": False})
        self.assertEqual(self.would_be_removed(person), {"GONE@x.example"})
        successor = self.create_person("Gone@x.example")
        self.assertTrue(self.sees(successor))
        self.assertEqual(self.shown(), {"GONE@x.example": "Gone@x.example"})
        self.assertEqual(self.would_be_removed(person), set())

    def test_an_address_that_was_slipped_in_counts_for_nothing(self):
        boss = self.create_person("boss@x.example")
        store_answer(self.database, users=[user("boss@x.example")])
        rights = new_test_user(
            self.env(su=True), "rights@x.example", "base.group_erp_manager,base.group_partner_manager"
        )
        users = self.env["res.users"].with_user(rights)
        values = {"name": "Sly", "login": "sly@x.example", "group_ids": [Command.set(self.env.ref(USER).ids)]}
        with self.assertRaisesRegex(AccessError, "database_address"):
            users.create({**values, "database_address": "boss@x.example"})
        with self.assertRaisesRegex(AccessError, "database_address"):
            users.with_context(default_database_address="boss@x.example").create(values)
        sly = users.create(values)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_users SET database_address = 'boss@x.example' WHERE id = %s", (sly.id,)
        )
        boss.active = False
        self.env.invalidate_all()
        self.assertFalse(self.sees(sly))
        self.assertEqual(self.shown(), {"boss@x.example": False})
        self.assertEqual(self.would_be_removed(boss), {"boss@x.example"})

    def test_another_login_is_another_person(self):
        person = self.create_person("old@x.example")
        store_answer(self.database, users=[user("old@x.example"), user("new@x.example")])
        person.login = "new@x.example"
        self.assertEqual(self.shown(), {"old@x.example": False, "new@x.example": "new@x.example"})
        store_answer(self.database, users=[user("old@x.example")])
        self.assertFalse(self.sees(person))

    def test_many_databases_take_no_more_queries(self):
        person = self.create_person("ann@x.example")

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            databases = self.database.with_user(person).search([("database_hosting", "!=", False)])
            hidden = databases.mapped("database_is_hidden")
            return len(hidden), self.env.cr.sql_log_count - before

        store_answer(self.database, users=[user("ann@x.example")])
        queries()
        few = queries()
        for number in range(9):
            database = self.create_database(database_name=f"more{number}")
            store_answer(database, users=[user("Ann@X.example"), *(user(f"u{n}") for n in range(9))])
        many = queries()
        self.assertEqual((few[0], many[0]), (1, 10))
        self.assertEqual(few[1], many[1])

    def test_upgrade_reads_the_logins_anew(self):
        """Older versions also used a part of a login, and did not put letters outside ASCII into lower case."""
        store_answer(
            self.database, users=[user("Eve <eve@x.example>"), user("JÜRGEN@x.example"), user("marie")]
        )
        old = {"Eve <eve@x.example>": "eve@x.example", "JÜRGEN@x.example": "JÜRGEN@x.example"}
        self.env.flush_all()
        for login, address in old.items():
            self.env.cr.execute("UPDATE databases_user SET address = %s WHERE login = %s", (address, login))
        self.env.invalidate_all()
        script = load_script("fleet_databases/migrations/19.0.1.3.0/post-addresses.py", "migration")
        script.migrate(self.env.cr, "19.0.1.2.0")
        self.env.invalidate_all()
        self.assertEqual(
            {row.login: row.address for row in self.database.database_user_ids},
            {"Eve <eve@x.example>": False, "JÜRGEN@x.example": "jürgen@x.example", "marie": False},
        )

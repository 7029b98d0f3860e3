from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from odoo.addons.fleet_databases.remote import errors
from odoo.addons.fleet_databases.tools.failures import counted

from .common import DatabasesCase, store_answer, store_result, user


class TestLines(DatabasesCase):
    """What stands on top of the list of databases, and in it while it is empty."""

    def setUp(self):
        super().setUp()
        self.databases = self.env["project.project"]
        # Databases of other installations of the tests.
        self.databases.search([("database_hosting", "!=", False)]).active = False

    def let_fail(self, error, host, count=1):
        for number in range(count):
            name = f"{error.kind}{number}"
            url = f"https://{host}"
            store_result(self.create_database(name=name, database_name=name, database_url=url), error=error)

    def failures(self, person=None):
        return self.databases.with_user(person or self.admin).action_database_failures()

    def test_failures_in_one_line(self):
        self.assertFalse(self.failures())
        self.let_fail(errors.Unreachable(), "srv1.example.com", 3)
        self.let_fail(errors.WrongKey(), "srv1.example.com", 2)
        self.assertEqual(self.failures(), "5 failing: 3 × No connection on srv1.example.com, 2 × Wrong key")
        self.assertFalse(self.failures(self.consultant), "they see none of them")

    def test_a_server_with_one_failure_is_not_named(self):
        self.let_fail(errors.Unreachable(), "a.example.com")
        self.let_fail(errors.Unreachable(), "b.example.com")
        self.assertEqual(self.failures(), "2 failing: 2 × No connection")

    def test_many_reasons_stay_one_line(self):
        for kind in (errors.Unreachable, errors.WrongKey, errors.CallTimeout, errors.NotOdoo, errors.Busy):
            self.let_fail(kind(), f"{kind.kind.replace('_', '')}.example.com")
        self.assertTrue(self.failures().startswith("5 failing: "))
        self.assertTrue(self.failures().endswith(", 2 others"))

    def test_an_address_without_a_host_is_counted(self):
        told = [("unreachable", False, 2), ("unreachable", "https://[", 3), ("gone", "https://a", 9)]
        self.assertEqual(counted(told, {"unreachable"}), [(9, "gone", ""), (5, "unreachable", "")])

    def test_failures_cost_one_statement(self):
        self.let_fail(errors.Unreachable(), "srv1.example.com", 2)
        self.failures()
        with self.assertQueryCount(1):
            self.failures()

    def without(self, person=None):
        return self.databases.with_user(person or self.admin).action_database_without_account()

    def give(self, person, count, people=()):
        """``count`` databases for which a person is responsible, and which have told these users"""
        databases = self.databases.browse()
        for _number in range(count):
            name = f"db{self.databases.search_count([])}"
            databases += self.create_database(name=name, database_name=name, user_id=person.id)
        for database in databases:
            store_answer(database, users=[user(login) for login in people])
        return databases

    def test_the_responsible_without_an_account_is_told_and_so_is_the_administrator(self):
        databases = self.give(self.consultant, 2, ["somebody@else.example"])
        self.give(self.consultant, 1, [self.consultant.login])
        own = self.without(self.consultant)
        self.assertIn("no account, so they are not shown: 2. Ask ", own["own"])
        self.assertIn(self.admin.name, own["own"])
        self.assertFalse(own["people"])
        told = self.without()
        self.assertFalse(told["own"])
        sentence = f"{self.consultant.name} is responsible for databases without an account there: 2"
        self.assertEqual(told["people"], [{"id": self.consultant.id, "sentence": sentence}])
        action = self.databases.with_user(self.admin).action_database_invite_responsible(self.consultant.id)
        wizard = self.env["databases.user.wizard"].browse(action["res_id"])
        self.assertEqual(
            (wizard.action, wizard.user_ids, wizard.project_ids), ("invite", self.consultant, databases)
        )
        for person in (self.consultant, self.project_manager):
            with self.assertRaises(AccessError):
                self.databases.with_user(person).action_database_invite_responsible(self.consultant.id)

    def test_nobody_is_told_before_the_database_has_told_its_users(self):
        self.create_database(user_id=self.consultant.id)
        self.assertFalse(self.without(self.consultant)["own"])
        self.assertFalse(self.without()["people"])

    def test_a_person_without_an_address_has_no_account(self):
        person = new_test_user(self.env(su=True), "ben", "fleet_databases.group_databases_user")
        self.give(person, 1, ["ben"])
        self.assertIn(": 1. Ask ", self.without(person)["own"])
        self.assertEqual([told["id"] for told in self.without()["people"]], [person.id])

    def test_who_is_no_user_of_databases_is_told_nothing(self):
        self.give(self.project_manager, 1, ["somebody@else.example"])
        self.assertFalse(self.without(self.project_manager)["own"])

    def test_the_statements_do_not_grow_with_the_people(self):
        people = [
            new_test_user(
                self.env(su=True), f"p{number}@agency.example", "fleet_databases.group_databases_user"
            )
            for number in range(5)
        ]
        for number, person in enumerate(people):
            self.give(person, number + 1, ["somebody@else.example"])
        self.env.invalidate_all()
        self.without()
        self.env.invalidate_all()
        with self.assertQueryCount(7):
            told = self.without()
        self.assertEqual([said["id"] for said in told["people"]], [person.id for person in people[:1:-1]])
        self.assertEqual(told["others"], 2)

    def help(self, person):
        action = self.env.ref("fleet_databases.project_project_action_databases")
        return action.with_user(person).sudo().read(["help", "res_model", "context"])[0]["help"]

    def test_an_empty_list_says_whom_to_ask(self):
        markup = "<b>Bo</b>"
        self.admin.sudo().name = markup
        self.assertIn("Add the first database", self.help(self.admin))
        told = self.help(self.consultant)
        self.assertIn("No client has an account with your e-mail address", told)
        self.assertIn("&lt;b&gt;Bo&lt;/b&gt;", told)
        self.assertNotIn("Add the first database", told)

    def test_a_list_that_a_filter_has_emptied_says_so(self):
        self.give(self.consultant, 1, [self.consultant.login])
        for person in (self.admin, self.consultant):
            self.assertIn("No database is like this", self.help(person))

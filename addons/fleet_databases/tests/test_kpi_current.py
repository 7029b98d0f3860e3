from odoo.exceptions import AccessError

from odoo.addons.fleet_databases.remote.errors import NotUnderstood
from odoo.addons.fleet_databases.remote.work.accounts import Account, AccountOutcome

from .common import BANK, SALE, DatabasesCase, kpi, store_answer, store_result, user

SALES, BANKS = "account_journal_type.sale", "account_journal_type.bank"


class TestKpiCurrent(DatabasesCase):
    """The current numbers are rows, too, and always the same as on the databases."""

    def setUp(self):
        super().setUp()
        self.database = self.create_database(database_version="19.0")
        self.current = self.env["databases.kpi.current"]

    def tell(self, *kpis, database=None, users=1):
        logins = [self.consultant.login, *(f"user{number}@client.example" for number in range(1, users))]
        store_answer(database or self.database, kpis=kpis, users=[user(login) for login in logins])

    def rows(self, database=None):
        """column -> number or text, of the rows of a database, without their sum"""
        rows = self.current.search(
            [
                ("project_id", "=", (database or self.database).id),
                ("kpi_id.column_name", "!=", "database_work"),
            ]
        )
        return {row.kpi_id.column_name: row.text or row.value for row in rows}

    def test_rows_are_what_a_database_tells(self):
        tax = kpi("account_return_type.1", "late", "return_status")
        self.tell(kpi(SALES, 3), kpi("documents.inbox", 2), tax, kpi("motto", "Bread", "text"), users=4)
        self.assertEqual(
            self.rows(),
            {
                SALE: 3,
                "database_nb_users": 4,
                "database_nb_documents": 2,
                "account_return_type_1__selection": "late",
                "motto__char": "Bread",
            },
        )

    def test_zero_is_told_and_documents_that_nobody_has_are_not(self):
        self.tell(kpi(SALES, 3), kpi(BANKS, 1))
        self.tell(kpi(SALES, 0))
        self.assertEqual(self.rows(), {SALE: 0, BANK: 0, "database_nb_users": 1})

    def test_a_row_stays_the_same_row(self):
        self.tell(kpi(SALES, 3))
        before = self.current.search([])
        self.tell(kpi(SALES, 4))
        self.assertEqual(self.current.search([]), before)
        self.assertEqual(self.rows()[SALE], 4)

    def test_what_is_switched_off_has_no_row(self):
        self.tell(kpi(SALES, 3), kpi("documents.inbox", 2))
        self.database.database_fetch_draft_entries = False
        self.assertEqual(self.rows(), {"database_nb_users": 1, "database_nb_documents": 2})
        self.database.database_fetch_documents = False
        self.assertEqual(self.rows(), {"database_nb_users": 1})

    def test_switching_off_before_the_first_answer_tells_nothing(self):
        self.database.database_fetch_documents = False
        self.assertEqual(self.rows(), {})

    def test_a_failure_keeps_the_last_numbers(self):
        self.tell(kpi(SALES, 3))
        store_result(self.database, error=NotUnderstood("nonsense"))
        self.assertEqual(self.rows(), {SALE: 3, "database_nb_users": 1})

    def test_what_could_not_be_read_keeps_the_last_number(self):
        documents, returns = kpi("documents", 2), kpi("account_return.vat", "late", "return_status")
        before = {SALE: 3, "account_return_vat__selection": "late"}
        self.tell(kpi(SALES, 3), documents, returns)
        odd = [{**told, "value": {}} for told in (kpi(SALES, 3), documents, returns)]
        for told in (odd, [3]):
            self.tell(*told)
            self.assertEqual(self.rows(), {**before, "database_nb_users": 1, "database_nb_documents": 2})
            self.assertEqual(self.database.database_nb_late, 1)
        self.tell(*odd[:1])
        self.assertEqual(self.rows()[SALE], 3)
        self.assertNotIn("account_return_vat__selection", self.rows(), "it is not told any more")

    def test_numbers_of_any_size_are_kept_and_summed(self):
        other = self.create_database(name="b", database_name="b")
        for database in (self.database, other):
            self.tell(kpi(SALES, -(2**33)), database=database)
        self.assertEqual(self.rows()[SALE], -(2**33))
        [(total,)] = self.current._read_group([("kpi_id.column_name", "=", SALE)], [], ["value:sum"])
        self.assertEqual(total, -(2**34))

    def test_no_row_outlives_its_database(self):
        other = self.create_database(name="b", database_name="b")
        for database in (self.database, other):
            self.tell(kpi(SALES, 3), database=database)
        self.database.database_hosting = False
        self.assertFalse(self.rows())
        self.assertTrue(self.rows(other))
        other.unlink()
        self.assertFalse(self.current.search([]))

    def test_a_user_more_is_counted_at_once(self):
        self.tell()
        change = (
            self.env["databases.user.change"].sudo().new({"project_id": self.database.id, "action": "invite"})
        )
        outcome = AccountOutcome("create", Account(900, "new@client.example", "", "New"))
        self.env["databases.user"].sudo()._follow_changes({change: outcome})
        self.assertEqual(self.rows(), {"database_nb_users": 2})

    def test_sums_in_groups(self):
        customer = self.env["res.partner"].sudo().create({"name": "Bakeries"})
        self.database.partner_id = customer
        self.tell(kpi(SALES, 3))
        self.tell(kpi(SALES, 4), database=self.create_database(name="b", database_name="b"))
        sales = [("kpi_id.column_name", "=", SALE)]
        self.assertEqual(
            self.current._read_group(sales, ["partner_id"], ["value:sum"]),
            [(customer.with_env(self.env), 3), (self.env["res.partner"], 4)],
        )

    def test_people_see_the_numbers_of_the_databases_that_they_see(self):
        other = self.create_database(name="b", database_name="b")
        self.tell(kpi(SALES, 3))
        store_answer(other, kpis=[kpi(SALES, 4)], users=[user("somebody@else.example")])
        seen = self.current.with_user(self.consultant).search([])
        self.assertEqual(seen.project_id, self.database)
        with self.assertRaises(AccessError):
            seen[0].value = 1
        with self.assertRaises(AccessError):
            self.current.with_user(self.project_manager).search([])
        with self.assertRaises(AccessError):
            self.current.with_user(self.admin).create({"project_id": other.id, "kpi_id": seen[0].kpi_id.id})

    def test_statements_do_not_grow_with_the_databases(self):
        databases = self.env["project.project"].union(
            *[self.create_database(name=f"{number}", database_name=f"{number}") for number in range(20)]
        )
        for database in databases:
            self.tell(kpi(SALES, 1), kpi(BANKS, 1), database=database)
        for database in databases.sudo():
            database._database_write_changes({"database_kpi_properties": {SALE: 2, BANK: 3}})
        self.env.flush_all()
        with self.assertQueryCount(3):
            databases.sudo()._database_follow_numbers()
            self.env.flush_all()
        for database in databases:
            self.assertEqual(self.rows(database), {SALE: 2, BANK: 3, "database_nb_users": 1})

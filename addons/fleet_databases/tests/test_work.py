from odoo.addons.fleet_databases.remote.errors import NotUnderstood

from .common import DatabasesCase, kpi, store_answer, store_result, user

SALES, BANK = kpi("account_journal_type.sale", 12), kpi("account_journal_type.bank", 9)
LATE = kpi("account_return.vat", "late", "return_status")
DONE = kpi("account_return.tax", "done", "return_status")


class TestWork(DatabasesCase):
    """How much there is to do in a database is one number."""

    def setUp(self):
        super().setUp()
        self.database = self.create_database()

    def tell(self, *kpis):
        store_answer(self.database, kpis=kpis, users=[user(self.consultant.login)])

    def work(self):
        return self.database.database_work, self.database.database_bank_work

    def test_entries_and_late_returns_are_work_and_nothing_else_is(self):
        words = kpi("account_journal_type.words", "many", "text")
        self.tell(SALES, BANK, LATE, DONE, kpi("documents.inbox", 100), kpi("helpdesk.tickets", 1000), words)
        self.assertEqual(self.work(), (12 + 9 + 1, 9))

    def test_done_work_is_gone(self):
        self.tell(SALES, BANK, LATE)
        self.tell(DONE)
        self.assertEqual(self.work(), (0, 0))

    def test_a_failure_keeps_the_last_number(self):
        self.tell(SALES, LATE)
        store_result(self.database, error=NotUnderstood("nonsense"))
        self.assertEqual(self.work(), (13, 0))

    def test_what_is_not_fetched_is_no_work(self):
        self.tell(SALES, BANK, LATE)
        self.database.database_fetch_draft_entries = False
        self.assertEqual(self.work(), (1, 0))
        self.database.database_fetch_tax_returns = False
        self.assertEqual(self.work(), (0, 0))

    def test_numbers_of_any_size_and_below_zero(self):
        self.tell(kpi("account_journal_type.sale", 2**40), kpi("account_journal_type.bank", -3))
        self.assertEqual(self.work(), (2**40 - 3, -3))

    def test_it_is_a_kpi_like_the_others(self):
        self.tell(SALES)
        row = self.env["databases.kpi.current"].search([("kpi_id.column_name", "=", "database_work")])
        self.assertEqual((row.project_id, row.value), (self.database, 12))

    def test_who_has_most_to_do_comes_first(self):
        idle, busy = (self.create_database(name=name, database_name=name) for name in ("a", "z"))
        self.tell(SALES)
        for database, number in ((idle, 0), (busy, 40)):
            store_answer(
                database, kpis=[kpi("account_journal_type.sale", number)], users=[user(self.consultant.login)]
            )
        projects = self.env["project.project"].with_user(self.consultant)
        databases = projects.search([("database_hosting", "!=", False)], order="database_work desc, name")
        self.assertEqual(databases.ids, (busy + self.database + idle).ids)

import socket
from datetime import datetime

from odoo.exceptions import AccessError

from odoo.addons.fleet_databases.models.kpi import databases_kpi
from odoo.addons.fleet_databases.models.words import ERROR_WORDS, sentence
from odoo.addons.fleet_databases.remote import errors

from .common import BANK, SALE, DatabasesCase, kpi, store_answer, store_result, user


class TestSynchronize(DatabasesCase):
    """What is stored of an answer, and of a failure."""

    def setUp(self):
        super().setUp()
        self.database = self.create_database()

    def fail_with(self, error):
        store_result(self.database, error=error)

    def test_answer_is_stored(self):
        store_answer(
            self.database,
            kpis=[
                kpi("account_journal_type.sale", 14),
                kpi("account_return.vat", "late", "return_status", "VAT"),
                kpi("kyc", "to check", "kyc_status"),
                kpi("documents.inbox", 12),
            ],
            users=[user("ann@agency.example", "Ann", "2026-03-01 08:15:00"), user("bob", "Bob")],
        )
        database = self.database
        self.assertEqual(database.database_version, "19.0")
        self.assertEqual(database.database_protocol, "json2")
        self.assertEqual(database.database_nb_documents, 12)
        self.assertEqual(
            self.kpi_values(database),
            {SALE: 14, "account_return_vat__selection": "late", "kyc__char": "to check"},
        )
        self.assertEqual(
            database.database_user_ids.mapped(lambda row: (row.login, row.name, row.latest_authentication)),
            [("ann@agency.example", "Ann", datetime(2026, 3, 1, 8, 15)), ("bob", "Bob", False)],
        )
        self.assertEqual(database.database_nb_users, 2)
        self.assertTrue(database.database_last_synchro)

    def test_kpis_have_one_name_for_all_databases(self):
        store_answer(
            self.database, kpis=[kpi("account_journal_type.sale", 1, name="Ventes"), kpi("x.y", 1, name="Y")]
        )
        self.assertEqual(self.kpi_definition(SALE)["string"], "Draft sales")
        self.assertEqual(self.kpi_definition("x_y")["string"], "Y")

    def test_a_name_that_a_person_gave_stays(self):
        store_answer(self.database, kpis=[kpi("account_journal_type.sale", 1)])
        self.env.ref("fleet_databases.kpi_sale").name = "Invoices to check"
        store_answer(
            self.database, kpis=[kpi("account_journal_type.sale", 2), kpi("account_journal_type.bank", 3)]
        )
        self.assertEqual(self.kpi_definition(SALE)["string"], "Invoices to check")
        self.assertEqual(self.kpi_values(self.database), {SALE: 2, BANK: 3})

    def test_vanished_kpi_is_zero(self):
        store_answer(
            self.database,
            kpis=[
                kpi("account_journal_type.sale", 14),
                kpi("account_journal_type.bank", 3),
                kpi("documents.inbox", 5),
                kpi("account_return.vat", "late", "return_status"),
            ],
        )
        store_answer(self.database, kpis=[kpi("account_journal_type.bank", 4)])
        self.assertEqual(
            self.kpi_values(self.database), {SALE: 0, BANK: 4, "account_return_vat__selection": False}
        )
        self.assertEqual(self.database.database_nb_documents, 0)

    def test_kpi_of_another_database_is_not_zero(self):
        store_answer(
            self.create_database(database_name="garage"), kpis=[kpi("account_journal_type.sale", 14)]
        )
        store_answer(self.database, kpis=[kpi("account_journal_type.bank", 0)])
        self.assertEqual(self.kpi_values(self.database), {BANK: 0})

    def test_one_database_cannot_change_a_kpi_of_another(self):
        store_answer(
            self.create_database(database_name="evil"),
            kpis=[kpi("account_journal_type.sale", "many", "text")],
        )
        store_answer(self.database, kpis=[kpi("account_journal_type.sale", 14)])
        self.assertEqual(self.kpi_values(self.database), {SALE: 14})

    def test_drafts_counted_where_there_is_no_kpi_provider(self):
        store_result(
            self.database,
            version="16.0",
            protocol="xmlrpc",
            answers={
                "draft_groups": [{"journal_id": [1, "INV"], "journal_id_count": 2}],
                "journals": [{"id": 1, "type": "sale"}, {"id": 2, "type": "bank"}],
                "users": [],
            },
        )
        self.assertEqual(self.kpi_values(self.database), {SALE: 2})
        self.assertTrue(self.database.database_counts_drafts, "it says so")
        store_answer(self.database, kpis=[kpi("account_journal_type.sale", 3)])
        self.assertFalse(self.database.database_counts_drafts, "the client's Odoo was updated")

    def test_users_follow_the_remote_database(self):
        store_answer(self.database, users=[user("ann", "Ann"), user("bob", "Bob"), user("cid", "Cid")])
        bob = self.database.database_user_ids.filtered(lambda row: row.login == "bob")
        store_answer(
            self.database,
            users=[user("ann", "Ann"), user("bob", "Robert", "2026-03-01 08:15:00"), user("dee")],
        )
        self.assertEqual(set(self.database.database_user_ids.mapped("login")), {"ann", "bob", "dee"})
        self.assertEqual((bob.name, bob.latest_authentication), ("Robert", datetime(2026, 3, 1, 8, 15)))
        self.assertEqual(self.database.database_nb_users, 3)

    def test_nothing_is_written_on_users_who_did_not_change(self):
        users = [user(f"user{number}") for number in range(50)]
        store_answer(self.database, users=users)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(22):
            store_answer(self.database, users=users)

    def test_failure_keeps_the_last_good_numbers(self):
        store_answer(self.database, kpis=[kpi("account_journal_type.sale", 14)], users=[user("ann")])
        last_synchro = self.database.database_last_synchro
        self.fail_with(errors.WrongKey())
        self.fail_with(errors.CallTimeout())
        database = self.database
        self.assertEqual(database.database_synchro_error, "timeout")
        self.assertEqual(database.database_nb_synchro_errors, 2)
        self.assertEqual(self.kpi_values(database), {SALE: 14})
        self.assertEqual((database.database_nb_users, database.database_version), (1, "19.0"))
        self.assertEqual(database.database_last_synchro, last_synchro)

    def test_one_success_resets_the_failures(self):
        self.fail_with(errors.AccessRefused("account.move"))
        store_answer(self.database)
        self.assertEqual(
            (
                self.database.database_nb_synchro_errors,
                self.database.database_synchro_error,
                self.database.database_synchro_message,
            ),
            (0, False, False),
        )

    def test_half_an_answer_changes_nothing(self):
        store_answer(self.database, kpis=[kpi("account_journal_type.sale", 14)], users=[user("ann")])
        store_answer(
            self.database, kpis=[kpi("account_journal_type.sale", 15)], users=[{"id": 3, "login": 3}]
        )
        self.assertEqual(self.database.database_synchro_error, "not_understood")
        self.assertIn("a login were expected", self.database.database_synchro_message)
        self.assertEqual(self.kpi_values(self.database), {SALE: 14})
        self.assertEqual(self.database.database_user_ids.mapped("login"), ["ann"])

    def test_every_failure_has_a_reason_and_a_sentence(self):
        kinds = {error.kind for error in vars(errors).values() if isinstance(error, type)}
        # Of those classes that are never raised themselves.
        kinds -= {errors.RemoteError.kind}
        self.assertEqual(kinds, set(ERROR_WORDS))
        for kind in kinds:
            message = sentence(self.env, kind, "the detail")
            self.assertTrue(message.endswith(".") or message.endswith("the detail"), message)
            self.assertNotRegex(sentence(self.env, kind, False), r"False|%|: $")

    def test_hostile_detail_is_made_harmless(self):
        self.fail_with(errors.Redirected("http://a\x00b\ud800" + "c" * 1000))
        self.assertEqual(self.database.database_synchro_error_detail, "http://a b " + "c" * 188 + "…")

    def test_late_returns_are_counted(self):
        returns = [
            kpi("account_return.vat", "late", "return_status"),
            kpi("account_return.ec", "done", "return_status"),
        ]
        store_answer(self.database, kpis=returns)
        self.assertEqual(self.database.database_nb_late, 1)
        on_time = self.create_database(name="A", database_name="on_time")
        store_answer(on_time)
        order = "database_nb_synchro_errors desc, database_nb_late desc, name"
        both = self.env["project.project"].search([("id", "in", (self.database + on_time).ids)], order=order)
        self.assertEqual(both, self.database + on_time, "what is late comes first")
        self.database.database_fetch_tax_returns = False
        self.assertEqual(self.database.database_nb_late, 0)
        self.database.database_fetch_tax_returns = True
        store_answer(self.database, kpis=[kpi("account_return.vat", "to_do", "return_status")])
        self.assertEqual(self.database.database_nb_late, 0)

    def test_columns_have_a_limit_and_the_form_shows_the_rest(self):
        run = self.env["databases.run"].sudo()._open(self.database)
        kpis = [kpi(f"spam.{number}", number) for number in range(150)]
        store_answer(self.database, kpis=kpis, users=[user(self.consultant.login)])
        self.assertEqual(len(self.kpi_values(self.database)), 100)
        current = self.database.with_user(self.consultant).database_current_kpi_ids
        further = current.filtered(lambda row: not row.kpi_id.is_column)
        self.assertEqual(set(further.mapped("value")), set(range(100, 150)))
        self.assertEqual(set(further.mapped("shown")), {str(number) for number in range(100, 150)})
        self.assertEqual(
            run.line_ids.left_out_message,
            "50 of 150 KPIs have no column, the form shows them: spam.100; spam.101; spam.102; ….",
        )
        self.assertFalse(self.database.database_left_out_message)
        self.assertFalse(self.database.database_synchro_error)

    def test_what_has_no_room_is_told(self):
        self.patch(databases_kpi, "_MAX_KPIS", 2)
        self.patch(databases_kpi, "_MAX_STATUSES", 1)
        for status in ("filed", "paid"):
            kpis = [kpi("account_return.vat", status, "return_status")]
            store_answer(self.database, kpis=[*kpis, *(kpi(f"spam.{number}", 1) for number in range(3))])
        self.assertEqual(
            self.database.database_left_out_message,
            "3 of 4 KPIs are not shown, because the hub has no room for more: account_return.vat; spam.1; spam.2.",
        )
        store_answer(self.database, kpis=[kpi("account_journal_type.sale", 5)])
        self.assertEqual(self.kpi_values(self.database)[SALE], 5, "what an addon ships has room")

    def test_an_unknown_status_is_shown_as_its_text(self):
        for status in ("filed", "late", "filed"):
            store_answer(self.database, kpis=[kpi("account_return.vat", status, "return_status")])
            self.assertEqual(self.kpi_values(self.database), {"account_return_vat__selection": status})
        choices = self.kpi_definition("account_return_vat__selection")["selection"]
        self.assertEqual(choices[-1], ["filed", "filed"])
        self.assertEqual(len(choices), 6)

    def test_failure_of_an_addon_has_the_words_of_the_addon(self):
        class NoBackup(errors.RemoteError):
            kind = "no_backup"

        self.fail_with(NoBackup("disk full"))
        self.assertEqual(self.database.database_synchro_error, "unnamed")
        self.assertEqual(self.database.database_synchro_message, "Something went wrong: disk full")
        named = {"no_backup": ("No backup", "There is no backup: %(detail)s"), **ERROR_WORDS}
        self.patch(type(self.database), "_database_error_words", lambda _model: named)
        self.fail_with(NoBackup("disk full"))
        self.assertEqual(self.database.database_synchro_error, "no_backup")
        self.assertEqual(self.database.database_synchro_message, "There is no backup: disk full")

    def test_right_missing_names_the_right(self):
        self.fail_with(errors.AccessRefused("account.move"))
        self.assertIn("lacks a right on account.move.", self.database.database_synchro_message)


class TestActionSynchronize(DatabasesCase):
    """The button, with a real connection to a port where nothing answers."""

    def synchronize(self, databases):
        # It commits. A test may only do that with a cursor of its own.
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            databases.with_env(databases.env(cr=cr)).action_database_synchronize()

    def test_dead_port_and_missing_credentials_and_a_link(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            dead = self.create_database(database_url=f"http://127.0.0.1:{unused.getsockname()[1]}")
            keyless = self.create_database(database_name="keyless", database_api_key=False)
            link = self.create_database(database_hosting="other", database_url="https://example.com")
            self.synchronize(dead + keyless + link)
        self.assertEqual(dead.database_synchro_error, "unreachable")
        self.assertIn("127.0.0.1", dead.database_synchro_message)
        self.assertEqual(
            keyless.database_synchro_message,
            "We are missing the API key. Enter what is missing on the Connection tab.",
        )
        self.assertEqual((link.database_synchro_error, link.database_nb_synchro_errors), (False, 0))

    def test_retry_opens_the_new_run(self):
        runs = self.env["databases.run"]
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            port = unused.getsockname()[1]
            dead = self.create_database(database_url=f"http://127.0.0.1:{port}")
            self.synchronize(dead)
            first = runs.search([("line_ids.project_id", "=", dead.id)])
            with self.enter_registry_test_mode(), self.registry.cursor() as cr:
                action = first.with_env(self.env(cr=cr)).action_retry()
        again = runs.browse(action["res_id"])
        self.assertEqual(action["res_model"], "databases.run")
        self.assertEqual((again.user_id, again.line_ids.project_id, again.failed), (self.admin, dead, 1))
        self.assertNotEqual(again, first)
        self.assertEqual(again.line_ids.detail, f"127.0.0.1:{port}")

    def test_only_administrators_synchronize(self):
        database = self.create_database()
        for person in (self.consultant, self.project_manager):
            with self.assertRaises(AccessError):
                self.synchronize(database.with_user(person))

    def test_nothing_to_do(self):
        runs = self.env["databases.run"].search_count([])
        self.synchronize(self.env["project.project"])
        self.synchronize(self.env["project.project"].create({"name": "Office Party"}))
        self.assertEqual(self.env["databases.run"].search_count([]), runs)

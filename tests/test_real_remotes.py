"""The hub against real client databases, over HTTP: every number that is pulled is what SQL says."""

from dataclasses import replace

from odoo.addons.fleet_databases.remote.pull import pull
from odoo.addons.fleet_databases.remote.values import Job, Query
from odoo.addons.fleet_databases.remote.work.questions import Questions
from odoo.addons.fleet_databases.tests.common import DatabasesCase

from farm.clients import Clients, one_at_a_time
from farm.relay import as_odoo_18, named_kpi_provider, relaying, without_kpi_provider
from farm.server import http, serving

pytestmark = one_at_a_time

ENTRIES_TO_CHECK = """
    SELECT journal.type, count(*)
      FROM account_move move
      JOIN account_journal journal ON journal.id = move.journal_id
 LEFT JOIN account_bank_statement_line line ON line.id = move.statement_line_id
     WHERE move.state = 'draft'
        OR move.state = 'posted' AND move.checked IS NOT TRUE
        OR move.state = 'posted' AND journal.type = 'bank' AND line.is_reconciled IS FALSE
  GROUP BY journal.type
"""
DRAFT_ENTRIES = """
    SELECT journal.type, count(*)
      FROM account_move move
      JOIN account_journal journal ON journal.id = move.journal_id
     WHERE move.state = 'draft'
  GROUP BY journal.type
"""
INTERNAL_USERS = """
    SELECT usr.login, partner.name, max(date_trunc('second', log.create_date))
      FROM res_users usr
      JOIN res_partner partner ON partner.id = usr.partner_id
 LEFT JOIN res_users_log log ON log.create_uid = usr.id
     WHERE usr.active AND NOT usr.share
  GROUP BY usr.login, partner.name
"""


class TestRealRemotes(DatabasesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clients = Clients()
        cls.url = cls.clients.url

    def create_client(self, client, url=None, **values):
        return self.create_database(**{**self.clients.values(client, url), **values})

    def synchronize(self, databases):
        # It commits, which a test may do over a cursor of its own only.
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            databases.with_env(databases.env(cr=cr)).action_database_synchronize()

    def assertPulled(self, database, client, entries, protocol):
        self.assertFalse(database.database_synchro_message)
        self.assertEqual((database.database_version, database.database_protocol), ("19.0", protocol))
        counts = dict(self.clients.sql(client["name"], entries))
        self.assertTrue(counts, "nothing to compare")
        self.assertEqual(
            self.kpi_values(database),
            {f"account_journal_type_{kind}": count for kind, count in counts.items()},
        )
        users = self.clients.sql(client["name"], INTERNAL_USERS)
        self.assertEqual(
            set(
                database.database_user_ids.mapped(
                    lambda user: (user.login, user.name, user.latest_authentication)
                )
            ),
            {(login, name, last or False) for login, name, last in users},
        )
        self.assertEqual(database.database_nb_users, len(users))

    def assertNumbersAreRight(self, url, entries, protocol):
        """Synchronize all clients at ``url`` at once and compare each of them."""
        databases = self.env["project.project"].union(
            *[self.create_client(client, url) for client in self.clients.databases]
        )
        self.synchronize(databases)
        for database, client in zip(databases, self.clients.databases, strict=True):
            self.assertPulled(database, client, entries, protocol)

    def test_json2(self):
        self.assertNumbersAreRight(self.url, ENTRIES_TO_CHECK, "json2")

    def test_xmlrpc(self):
        with serving(relaying(self.url, as_odoo_18)) as url:
            self.assertNumbersAreRight(url, ENTRIES_TO_CHECK, "xmlrpc")

    def test_json2_without_kpi_provider(self):
        with serving(relaying(self.url, without_kpi_provider, named_kpi_provider)) as url:
            self.assertNumbersAreRight(url, DRAFT_ENTRIES, "json2")

    def test_xmlrpc_without_kpi_provider(self):
        def old(request):
            return without_kpi_provider(as_odoo_18(request))

        with serving(relaying(self.url, old, named_kpi_provider)) as url:
            self.assertNumbersAreRight(url, DRAFT_ENTRIES, "xmlrpc")

    def test_json2_is_all_that_a_gateway_lets_through(self):
        def gateway(request):
            return None if request.path.startswith("/json/2/") else http(403, b"<h1>Forbidden</h1>")

        with serving(relaying(self.url, instead=gateway)) as url:
            client = self.clients.databases[0]
            database = self.create_client(client, url)
            self.synchronize(database)
            self.assertFalse(database.database_synchro_message)
            self.assertEqual((database.database_version, database.database_protocol), (False, "json2"))
            self.assertEqual(
                database.database_nb_users, len(self.clients.sql(client["name"], INTERNAL_USERS))
            )

    def test_platform_that_chooses_the_database_of_a_host_by_itself(self):
        client = self.clients.databases[0]

        def platform(request):
            if request.path.startswith("/xmlrpc/"):
                return http(404)
            return http(400, b"<h1>Bad Request</h1>") if "x-odoo-database" in request.headers else None

        def chosen(request):
            return replace(request, headers={**request.headers, "x-odoo-database": client["name"]})

        with serving(relaying(self.url, chosen, instead=platform)) as url:
            database = self.create_client(client, url)
            self.synchronize(database)
            self.assertPulled(database, client, ENTRIES_TO_CHECK, "json2")
            refused = self.create_client(client, url, database_name="other", database_api_key="0" * 40)
            self.synchronize(refused)
            self.assertEqual(refused.database_synchro_error, "wrong_key")

    def test_clients_differ(self):
        told = [
            sorted(self.clients.sql(client["name"], ENTRIES_TO_CHECK)) for client in self.clients.databases
        ]
        self.assertEqual(len({str(counts) for counts in told}), len(self.clients.databases))

    def test_second_synchronization_changes_nothing(self):
        database = self.create_client(self.clients.databases[0])
        self.synchronize(database)
        before, users = self.kpi_values(database), database.database_user_ids
        self.synchronize(database)
        self.assertEqual((self.kpi_values(database), database.database_user_ids), (before, users))

    def test_failures(self):
        client = self.clients.databases[0]
        with serving(relaying(self.url, as_odoo_18)) as old_url:
            for url in (self.url, old_url):
                refused = self.create_client(client, url, database_api_key="0" * 40)
                unknown = self.create_client(client, url, database_name="client_nobody")
                self.synchronize(refused + unknown)
                self.assertEqual(refused.database_synchro_error, "wrong_key")
                self.assertEqual(unknown.database_synchro_error, "database_not_found")

    def test_missing_right_is_named(self):
        [target] = self.create_client(self.clients.databases[0])._database_targets()
        query = Query("parameters", "ir.config_parameter", "search_read", {"domain": [], "fields": ["key"]})
        result = pull(Job(target, Questions((query,))))
        self.assertEqual((result.error.kind, result.error.detail), ("access_refused", "ir.config_parameter"))

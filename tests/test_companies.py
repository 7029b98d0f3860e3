"""Which companies of a real client database its numbers cover; SQL in that database says who belongs to which."""

import requests

from farm.clients import one_at_a_time
from farm.relay import as_odoo_18, relaying
from farm.server import serving
from test_renewal import RenewalCase

pytestmark = one_at_a_time

BELONGS = "INSERT INTO res_company_users_rel (cid, user_id) SELECT %s, id FROM res_users WHERE login = %s"
LEAVES = (
    "DELETE FROM res_company_users_rel WHERE cid = %s"
    " AND user_id IN (SELECT id FROM res_users WHERE login = %s)"
)


class TestCompanies(RenewalCase):
    def setUp(self):
        super().setUp()
        self.bot = self.client["login"]
        self.company = self.create_company()
        self.sql(BELONGS, self.company, "admin")
        # For the other tests, there is one company.
        self.addCleanup(self.sql, "UPDATE res_company SET active = false WHERE id = %s", self.company)

    def create_company(self):
        """A company more, to which its creator belongs: the user behind the key."""
        answer = requests.post(
            f"{self.clients.url}/json/2/res.company/create",
            json={"vals_list": [{"name": self.id()}]},
            headers={
                "Authorization": f"bearer {self.client['key']}",
                "X-Odoo-Database": self.client["name"],
            },
            timeout=30,
        )
        answer.raise_for_status()
        return answer.json()[0]

    def covered(self, database):
        database.database_next_synchro = database.database_api_key_asked = False
        self.synchronize(database)
        return database.database_nb_companies, database.database_nb_companies_there

    def test_companies_without_the_user_behind_the_key_are_missing(self):
        with serving(relaying(self.clients.url, as_odoo_18)) as old:
            for url in (None, old):
                database = self.create_client(url)
                self.assertEqual(self.covered(database), (2, 2))
                self.assertFalse(database.database_companies)
                self.sql(LEAVES, self.company, self.bot)
                self.assertEqual(self.covered(database), (1, 2))
                self.assertEqual(database.database_companies, "1 of 2 companies")
                self.assertIn(database, database.search([("database_is_partial", "=", True)]))
                with self.committing(database) as record:
                    test = record.action_database_test_connection()
                lines = self.env["databases.connection.test"].browse(test["res_id"]).line_ids
                key = lines.filtered(lambda line: line.step == "key")
                self.assertEqual(key.state, "warning")
                self.assertIn("1 of 2 companies", key.message)
                self.sql(BELONGS, self.company, self.bot)
                database.unlink()

from odoo.addons.fleet_databases.models.detail_words import DETAILS, detail_words
from odoo.addons.fleet_databases.remote.errors import Refused

from .common import DatabasesCase, store_result


class TestDetailWords(DatabasesCase):
    def test_numbers_of_the_hub_are_kept(self):
        for detail in (
            "more than 300 rows",
            "more than 1,000,000,000,000,000, up or down",
            "a row was expected",
        ):
            self.assertEqual(detail_words(self.env, detail), detail)
        self.env["res.lang"].sudo()._activate_lang("fr_FR")
        french = self.env(context={"lang": "fr_FR"})
        self.assertIn("300", detail_words(french, "more than 300 rows"))

    def test_what_a_client_says_can_not_break_a_list(self):
        database = self.create_database()
        for hostile in (*DETAILS, "%s", "%(name)s rows", "more than %s 7 rows", "100 %"):
            self.assertEqual(detail_words(self.env, hostile), hostile)
            store_result(database, error=Refused(hostile))
            self.assertIn(hostile, database.database_synchro_message)

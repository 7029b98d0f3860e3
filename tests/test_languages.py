"""People read the hub in their own language."""

from odoo.tests import TransactionCase, tagged

from farm.languages import speak


@tagged("post_install", "-at_install")
class TestLanguages(TransactionCase):
    def test_records(self):
        """Names of records are those of the reader's language, of ours and of Odoo."""
        speak(self.env, "fr_FR", "nl_NL", core=("base",))
        names = {
            language: [
                self.env.ref(name).with_context(lang=language).name
                for name in ("fleet_databases.menu_databases", "base.menu_administration")
            ]
            for language in ("en_US", "fr_FR", "nl_NL")
        }
        self.assertEqual(
            names,
            {
                "en_US": ["Databases", "Settings"],
                "fr_FR": ["Bases de données", "Paramètres"],
                "nl_NL": ["Databases", "Instellingen"],
            },
        )

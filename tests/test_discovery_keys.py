"""What is wrong with encryption keys stops the discovery of no database."""

from odoo.tools import mute_logger

from odoo.addons.fleet_databases.models.database import odoo_com_discovery as databases_discovery_mixin
from odoo.addons.fleet_databases.models.key import databases_key, encryption_keys
from odoo.addons.fleet_databases.tests.common import KeysCase, api_keys

from farm import odoo_com
from test_discovery import BAKERY, GARAGE, OdooComCase

FLORIST = {"name": "florist", "url": "http://florist.example", "uuid": "0b1c2d3e-0000-4000-8000-000000000003"}


class TestDiscoveryKeys(OdooComCase, KeysCase):
    def on_record(self):
        """:return: names of the databases that the account's key may go to"""
        self.env.invalidate_all()
        ids = self.env["databases.key"].sudo()._with_listing(self.listed().ids)
        return set(self.projects.browse(ids).mapped("database_name"))

    def spoil(self, token, database):
        """Somebody, or a restored backup, changes what is stored of a listing."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE databases_key SET token = %s WHERE project_id = %s AND is_listing", (token, database.id)
        )
        self.env.invalidate_all()

    def test_one_listing_that_can_not_be_decrypted(self):
        rows = [dict(BAKERY), dict(GARAGE)]
        with self.odoo_com(odoo_com.account(rows)):
            self.pull()
            bakery, _garage = self.listed()
            rows.append(dict(FLORIST))
            for token in ("spoiled", "gâté", ""):
                self.spoil(token, bakery)
                self.assertNotIn("bakery", self.on_record())
                self.assertIn("garage", self.on_record(), "it is not concerned")
                self.pull()
                self.assertEqual(self.on_record(), {"bakery", "garage", "florist"})

    @mute_logger(encryption_keys.__name__, databases_key.__name__)
    def test_encryption_keys_that_can_not_be_used(self):
        """Those of before still decrypt; nothing can be encrypted, neither for what is new nor for a new address."""
        rows = [dict(BAKERY), dict(GARAGE)]
        with self.odoo_com(odoo_com.account(rows)):
            self.pull()
            bakery, garage = self.listed()
            garage.database_api_key = "of-the-garage"
            rows[0].update(url="http://dupont.example")
            rows[1].update(url="http://peeters.example")
            rows.append(dict(FLORIST))
            self.elsewhere(self.folder, fleet_databases_keys="too-short")
            with self.assertLogs(databases_discovery_mixin.__name__, "WARNING") as logs:
                run = self.pull()
            self.assertIn("not a Fernet key", "".join(logs.output))
            self.assertRegex(
                run.summary,
                "^1 × Updated, 1 × Not followed: .*can't be encrypted: .* not a Fernet key, 1 × New$",
            )
            self.assertEqual(
                (bakery.database_url, garage.database_url), ("http://dupont.example", GARAGE["url"])
            )
            self.assertEqual(api_keys(garage), {garage.id: "of-the-garage"}, "it counts where it counted")
            self.assertEqual(self.on_record(), {"garage"})

            self.elsewhere(self.folder, fleet_databases_keys="")
            self.assertEqual(self.pull().summary, "1 × Updated")
            self.assertEqual(garage.database_url, "http://peeters.example")
            self.assertEqual(api_keys(garage), {garage.id: "of-the-garage"})
            self.assertEqual(self.on_record(), {"bakery", "garage", "florist"})

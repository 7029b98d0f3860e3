"""A number that is set to 0 stays 0, in the settings of every addon of ours."""

from odoo.addons.fleet_databases.models.settings import setting, write
from odoo.addons.fleet_databases.tests.common import DatabasesCase


class TestZeroSettings(DatabasesCase):
    def numbers(self, model):
        """Names of the fields of our addons that keep an Integer in a system parameter."""
        return [
            name
            for name, field in self.env[model]._fields.items()
            if field.type == "integer" and getattr(field, "config_parameter", "").startswith("fleet_")
        ]

    def test_settings_of_odoo(self):
        settings = self.env["res.config.settings"].sudo()
        names = self.numbers("res.config.settings")
        self.assertIn("role_announce_days", names)
        settings.create(dict.fromkeys(names, 0)).execute()
        kept = settings.default_get(names)
        self.assertEqual({name: kept[name] for name in names}, dict.fromkeys(names, 0))

    def test_settings_of_databases(self):
        names = self.numbers("databases.settings")
        self.assertIn("hours", names)
        for name in names:
            # Most of ours can't be 0, but one of an addon may.
            self.patch(self.env["databases.settings"]._fields[name], "lowest", 0)
        write(self.env, dict.fromkeys(names, 0))
        self.assertEqual({name: setting(self.env, name) for name in names}, dict.fromkeys(names, 0))

"""``odoo databases_keys``: the encryption keys of the hub.

Odoo loads this file by its path, as a command, before any addon.
"""

import sys

import psycopg2

import odoo.tools.config
from odoo.api import SUPERUSER_ID, Environment
from odoo.cli import Command
from odoo.exceptions import UserError
from odoo.modules.registry import Registry


class DatabasesKeys(Command):
    """Encrypt the API keys of the databases anew, with a new encryption key"""

    name = "databases_keys"

    def run(self, args):
        odoo.tools.config.parser.prog = self.prog
        odoo.tools.config.parse_config(args, setup_logging=True)
        names = odoo.tools.config["db_name"]
        if not names:
            sys.exit("Which database? Use -d")
        # Not at the top: only after the configuration is read does Python find the addons.
        from odoo.addons.fleet_databases.models.key import encryption_keys

        try:
            place = encryption_keys.add()
        except encryption_keys.KeyFlaw as flaw:
            sys.exit(f"Nothing was changed: {flaw}")
        print(f"The first key of {place} encrypts.")
        left = [name for name in names if not self._rotated(name)]
        if left:
            sys.exit(f"Keep all encryption keys: not every API key was encrypted anew in {', '.join(left)}.")
        print("The other encryption keys can go once no hub and no backup needs them.")

    def _rotated(self, name):
        """Encrypt the API keys of one database anew, and return whether all of them could be decrypted."""
        try:
            with Registry(name).cursor() as cr:
                env = Environment(cr, SUPERUSER_ID, {})
                if "databases.key" not in env:
                    print(f"{name}: the addon is not installed.")
                    return True
                done, unreadable = env["databases.key"]._rotate()
        except (UserError, psycopg2.OperationalError) as error:
            print(f"{name}: nothing was changed in it, run this again: {error}")
            return False
        print(f"{name}: {done} API keys encrypted anew, {unreadable} could not be decrypted.")
        return not unreadable

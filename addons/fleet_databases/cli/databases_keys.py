"""``odoo databases_keys``: the encryption keys of the hub.

Odoo loads this file by its path, as a command, before any addon.
"""

import sys

import odoo.tools.config
from odoo.api import SUPERUSER_ID, Environment
from odoo.cli import Command
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
        # Only now: the configuration says where the addons are.
        from odoo.addons.fleet_databases.models import encryption_keys

        try:
            place = encryption_keys.add()
            print(f"The first key of {place} encrypts.")
            for name in names:
                with Registry(name).cursor() as cr:
                    env = Environment(cr, SUPERUSER_ID, {})
                    done, unreadable = env["databases.key"]._rotate()
                print(f"{name}: {done} API keys encrypted anew, {unreadable} could not be decrypted.")
        except encryption_keys.KeyFlaw as flaw:
            sys.exit(f"Nothing was changed: {flaw}")
        print(
            "The other encryption keys are needed by nothing but older backups: take them out when no hub uses them."
        )

"""Runs the Python of its standard input inside Odoo: worker.py CONFIGURATION DATABASE [options of Odoo]."""

import sys
from pathlib import Path

import odoo.api
import odoo.modules.registry
import odoo.service.server
import odoo.tools

configuration, database, *options = sys.argv[1:]
sys.path.insert(0, str(Path(__file__).parents[1]))
odoo.tools.config.parse_config(
    ["-c", configuration, "-d", database, "--no-http", "--log-level=error", *options], setup_logging=True
)
with odoo.modules.registry.Registry(database).cursor() as cr:
    env = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {})
    exec(sys.stdin.read(), {"env": env})

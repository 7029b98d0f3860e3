"""Opens databases for the scripts beside it."""

from contextlib import contextmanager

import odoo.init  # noqa: F401  sets up what Odoo's other modules expect
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config


def configure(path):
    """Read Odoo's configuration file; call it once, first."""
    config.parse_config(["-c", path, "--max-cron-threads=0", "--log-level=warn"], setup_logging=True)


@contextmanager
def opened(database):
    """Give the superuser's environment of a database and commit at the end if nothing was raised."""
    with Registry(database).cursor() as cursor:
        yield api.Environment(cursor, SUPERUSER_ID, {})

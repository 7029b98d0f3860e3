"""Runs Python inside Odoo, in a process that was forked off one in which Odoo is loaded; see :mod:`farm.forking`."""

import gc
import os
from contextlib import closing

import odoo.api
import odoo.modules.registry
import odoo.service.server
import odoo.sql_db
import odoo.tools


def load():
    """Load the registry of the database that FLEET_TEMPLATE names.

    What is left may be forked: no thread, no connection, nothing in a cache that another copy would not say, too.
    """
    template = os.environ["FLEET_TEMPLATE"]
    configure(template, (), setup_logging=False)
    registry = odoo.modules.registry.Registry(template)
    registry.clear_all_caches()
    registry.cache_invalidated.clear()
    odoo.sql_db.close_all()
    gc.collect()
    gc.freeze()


def run(output, code, database, options, environment, has_addons):
    """Run Python in this process, with ``env`` of the superuser; it commits at its end.

    :param output: file descriptor that gets what is printed, and errors
    :param options: of Odoo's command line
    :param environment: of the process that asked for this one
    :param has_addons: the database was copied from the one whose registry is loaded
    """
    for descriptor in (1, 2):
        os.dup2(output, descriptor)
    os.environ.clear()
    os.environ.update(environment)
    configure(database, options, setup_logging=True)
    registry = adopt(database) if has_addons else odoo.modules.registry.Registry(database)
    with registry.cursor() as cr:
        exec(code, {"env": odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {})})


def configure(database, options, setup_logging):
    given = ["-c", os.environ["FLEET_CONFIGURATION"], "-d", database, "--no-http", "--log-level=error"]
    odoo.tools.config.parse_config([*given, *options], setup_logging=setup_logging)


def adopt(database):
    """Make the loaded registry that of ``database``; what was installed there since is loaded, as Odoo does it.

    :return: the registry
    """
    registries = odoo.modules.registry.Registry.registries
    registry = registries.pop(os.environ["FLEET_TEMPLATE"])
    registry.db_name, registry._db = database, odoo.sql_db.db_connect(database)
    registries[database] = registry
    with closing(registry.cursor()) as cr:
        return registry.check_signaling(cr)

"""What tests and benchmark run on: a PostgreSQL, real client databases that are served, a hub with the addons."""

import os
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from . import clients, lock, machine, postgres, prepared
from .databases import Databases
from .odoo_commands import Odoo
from .paths import ROOT, TESTS, VENV, Place

# Any port will do; this one is far from what setup/run takes.
FIRST_CLIENT_PORT = 18070


@dataclass(frozen=True)
class Stage:
    """Everything is up.

    :param database: name of a fresh hub with the addons
    :param environment: for processes that run on it; FLEET_CLIENTS says where clients.json is, FLEET_TEMPLATE which
        database to copy for one more hub, FLEET_BASE, FLEET_PROJECT, FLEET_WIDE and FLEET_DEPENDENCIES those without
        our addons, FLEET_DATABASE how the names of such copies begin
    """

    odoo: Odoo
    prepared: prepared.Prepared
    database: str
    environment: dict


@contextmanager
def stage(name, database, *, fast, whole=True, wait=False):
    """Set the stage in a folder of its own and clear it at the end.

    :param database: name of the hub
    :param fast: nothing has to outlive a power cut, so PostgreSQL need not wait for the disk
    :param whole: start what only tests/ needs, too: the client databases, and the process that others are forked off.
        Both load while the first tests run; who needs them waits.
    :param wait: until nobody else is in that folder
    :return: :class:`Stage`
    """
    place = Place(name).make()
    with ExitStack() as started:
        started.enter_context(lock.hold(place, wait=wait))
        source = machine.prepare()
        server = postgres.server(place, fast=fast)
        started.callback(server.stop)
        odoo = Odoo(place, source, server.start())
        fresh = prepared.Prepared(odoo, Databases(place, odoo.address))
        fresh.make(with_clients=whole)
        hub = odoo.database(database)
        fresh.copy(fresh.installed, hub)
        environment = _environment(odoo, fresh, hub)
        if whole:
            client_server = clients.serve(odoo, FIRST_CLIENT_PORT)
            started.callback(client_server.stop)
            clients.publish(odoo, client_server)
            started.enter_context(odoo.forking(environment))
        yield Stage(odoo, fresh, hub, environment)


def _environment(odoo, fresh, hub):
    return odoo.environment | {
        "FLEET_CLIENTS": str(odoo.place.clients),
        "FLEET_CONFIGURATION": str(odoo.configuration),
        "FLEET_DATABASE": hub,
        "FLEET_FORKING": str(odoo.place.forking_socket()),
        "FLEET_TEMPLATE": fresh.installed.name,
        "FLEET_BASE": fresh.base.name,
        "FLEET_PROJECT": fresh.project.name,
        "FLEET_WIDE": fresh.wide.name,
        "FLEET_DEPENDENCIES": fresh.dependencies.name,
        "COVERAGE_FILE": str(odoo.place.path / "coverage"),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(odoo.place.path / "hypothesis"),
        "PYTHONPATH": f"{ROOT / 'setup'}{os.pathsep}{TESTS}",
        "PATH": f"{VENV / 'bin'}{os.pathsep}{postgres.programs_path()}{os.pathsep}{os.environ['PATH']}",
    }

"""A hub in a database of its own, which real processes commit to."""

import contextlib
import os
import sys

import psycopg2
from psycopg2 import sql

from bootstrap.paths import TREE
from bootstrap.server import start

from .process import Process, wait_until_loaded


@contextlib.contextmanager
def own_hub(name, template=None):
    """A fresh hub, in a database that is called something with ``name``, while the block runs.

    :param template: name of the database to copy; the one with all our addons if none is given

    ``setup/test`` and ``setup/bench`` say where, in the environment: FLEET_TEMPLATE is a database with the addons
    installed, FLEET_BASE, FLEET_PROJECT, FLEET_WIDE and FLEET_DEPENDENCIES are without them, FLEET_CONFIGURATION is a
    configuration file of Odoo, FLEET_DATABASE how the name of a database begins.
    """
    wait_until_loaded()
    name = "_".join((os.environ["FLEET_DATABASE"], os.environ.get("PYTEST_XDIST_WORKER", "alone"), name))
    _execute("postgres", "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _execute("postgres", "CREATE DATABASE {} TEMPLATE {}", name, template or os.environ["FLEET_TEMPLATE"])
    hub = Hub(name, has_addons=not template)
    try:
        # The servers that it asks are on this machine.
        hub.rows(
            "INSERT INTO ir_config_parameter (key, value) VALUES ('fleet_databases.own_network', 'True')"
            " ON CONFLICT DO NOTHING"
        )
        yield hub
    finally:
        hub.end()
        # PostgreSQL may not yet have noticed that a process was killed.
        _execute("postgres", "DROP DATABASE {} WITH (FORCE)", name)


@contextlib.contextmanager
def serving_hub(hub, folder, *options):
    """A server of the hub while the block runs; its log is ``folder/log``.

    :param folder: Odoo's data folder
    :param options: of Odoo's command line
    """
    # Odoo's own script: it starts another one of the same name for the websockets of workers.
    command = [sys.executable, str(TREE / "usr/bin/odoo"), "server", "-c", os.environ["FLEET_CONFIGURATION"]]
    command += ["-d", hub.name, f"--db-filter=^{hub.name}$", f"--data-dir={folder}", *options]
    server = start(command, 0, folder / "log")
    try:
        yield server.wait([hub.name])
    finally:
        server.stop()


def _execute(database, statement, *names):
    connection = psycopg2.connect(dbname=database)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
    finally:
        connection.close()


class Hub:
    """The hub's database, and the processes that were started on it."""

    def __init__(self, name, has_addons):
        self.name = name
        self.has_addons = has_addons
        self.workers = []

    def start(self, code, *options):
        """Run Python in a process of Odoo, with ``env`` of the superuser; it commits at its end.

        :param options: of Odoo's command line
        :return: :class:`farm.process.Process`
        """
        worker = Process(code, self.name, options, self.has_addons)
        self.workers.append(worker)
        return worker

    def run(self, code, *options, timeout=120):
        """Run Python as :meth:`start` does, to its end.

        :return: what it printed
        """
        worker = self.start(code, *options)
        output, _none = worker.communicate(timeout=timeout)
        assert worker.returncode == 0, output
        return output

    @contextlib.contextmanager
    def transaction(self):
        """A cursor of psycopg2 on the hub's database; what it did is committed at the end of the block."""
        connection = psycopg2.connect(dbname=self.name)
        try:
            with connection, connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def rows(self, statement, *values):
        """Run one SQL statement in a transaction of its own."""
        with self.transaction() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def end(self):
        """End what is still running of the processes that were started here."""
        for worker in self.workers:
            if worker.poll() is None:
                worker.kill()
            worker.wait()

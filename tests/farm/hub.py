"""A hub in a database of its own, which real processes commit to."""

import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2
from psycopg2 import sql

WORKER = Path(__file__).parent / "worker.py"


@contextlib.contextmanager
def own_hub(name, template="FLEET_TEMPLATE"):
    """A fresh hub, in a database that is called something with ``name``, while the block runs.

    :param template: the variable that names the database to copy; FLEET_BASE and FLEET_WIDE are without our addons

    ``setup/test`` and ``setup/bench`` say where, in the environment: FLEET_TEMPLATE is a database with the addons
    installed, FLEET_CONFIGURATION a configuration file of Odoo, FLEET_DATABASE how the name of a database begins.
    """
    name = f"{os.environ['FLEET_DATABASE']}_{name}"
    _execute("postgres", "DROP DATABASE IF EXISTS {}", name)
    _execute("postgres", "CREATE DATABASE {} TEMPLATE {}", name, os.environ[template])
    hub = Hub(name)
    try:
        # The servers that it asks are on this machine.
        hub.rows(
            "INSERT INTO ir_config_parameter (key, value) VALUES ('fleet_databases.own_network', 'True')"
        )
        yield hub
    finally:
        hub.end()
        _execute("postgres", "DROP DATABASE {}", name)


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

    def __init__(self, name):
        self.name = name
        self.workers = []

    def start(self, code, *options):
        """Run Python in a process of Odoo, with ``env`` of the superuser; it commits at its end.

        :param options: of Odoo's command line
        :return: subprocess.Popen
        """
        command = [sys.executable, WORKER, os.environ["FLEET_CONFIGURATION"], self.name, *options]
        with tempfile.TemporaryFile("w+") as script:
            script.write(code)
            script.seek(0)
            worker = subprocess.Popen(
                command, stdin=script, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
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
            worker.communicate()

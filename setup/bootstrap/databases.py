"""Databases with their filestores: exist, drop, rename, copy."""

import json
import os
import shutil
import subprocess
from pathlib import Path

from .paths import PYTHON
from .venv import clean_environment

SQL = Path(__file__).parent / "inside" / "sql.py"


class Databases:
    """The databases of one place on one PostgreSQL server."""

    def __init__(self, place, address):
        self.filestores = place.odoo / "filestore"
        self.environment = clean_environment(**address.environment())

    def sql(self, *statements, database="postgres"):
        """Run statements, each outside a transaction, and return the rows of the last one as lists."""
        command = [PYTHON, SQL, database, *statements]
        answer = subprocess.run(command, env=self.environment, check=True, stdout=subprocess.PIPE, text=True)
        return json.loads(answer.stdout)

    def exists(self, name):
        """Tell whether there is a database of that name."""
        return bool(self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))

    def names(self, prefix):
        """Return the names of the databases that begin with ``prefix``."""
        return [
            name
            for (name,) in self.sql(f"SELECT datname FROM pg_database WHERE starts_with(datname, '{prefix}')")
        ]

    def drop(self, *names):
        """Drop databases and their filestores; those that do not exist are no error."""
        if names:
            self.sql(*(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)' for name in names))
        for name in names:
            shutil.rmtree(self.filestores / name, ignore_errors=True)

    def rename(self, source, target):
        """Give a database and its filestore another name."""
        if (self.filestores / source).is_dir():
            (self.filestores / source).rename(self.filestores / target)
        self.sql(_disconnect(source), f'ALTER DATABASE "{source}" RENAME TO "{target}"')

    def copy(self, source, target):
        """Make ``target`` a copy of ``source``, in the place of what was there."""
        self.drop(target)
        if (self.filestores / source).is_dir():
            # Odoo never changes a file of a filestore: links are enough.
            shutil.copytree(self.filestores / source, self.filestores / target, copy_function=os.link)
        self.sql(_disconnect(source), f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def _disconnect(name):
    return f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"

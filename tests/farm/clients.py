"""The real client databases that setup/test serves, and what SQL says of them."""

import functools
import json
import os
from pathlib import Path

import psycopg2
import pytest
import requests

PATIENCE = 180
# For files that change the client databases or count what is in them: there is one of each, for all workers of pytest.
one_at_a_time = pytest.mark.xdist_group("clients")


class Clients:
    """:attr:`databases` has a dictionary for each: ``name``, ``title``, ``login`` and ``key``; they all answer at
    :attr:`url`, from one :attr:`process`."""

    def __init__(self):
        fleet = json.loads(Path(os.environ["FLEET_CLIENTS"]).read_text())
        self.url, self._postgres, self.databases = fleet["url"], fleet["postgres"], fleet["databases"]
        self.process = fleet["process"]
        _wait_until_served(self.url, tuple(client["name"] for client in self.databases))

    def values(self, client, url=None):
        """Of a project that is to be this client.

        :param url: of something that stands in front of it
        """
        return {
            "name": client["title"],
            "database_hosting": "premise",
            "database_url": url or self.url,
            "database_name": client["name"],
            "database_api_login": client["login"],
            "database_api_key": client["key"],
        }

    def create(self, env, url=None):
        """A project for each client."""
        return env["project.project"].create([self.values(client, url) for client in self.databases])

    def sql(self, name, statement, *values):
        """Run one statement in a transaction of its own.

        :param name: of the database
        """
        connection = psycopg2.connect(dbname=name, **self._postgres)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else None
        finally:
            connection.close()


@functools.cache
def _wait_until_served(url, names):
    """The server is started together with the tests, and loads its databases meanwhile."""
    with requests.Session() as http:
        http.trust_env = False
        for name in names:
            http.get(
                f"{url}/web/login", headers={"X-Odoo-Database": name}, timeout=PATIENCE
            ).raise_for_status()

"""The real client databases that setup/test serves, and what SQL says of them."""

import json
import os
from pathlib import Path

import psycopg2


class Clients:
    """:attr:`databases` has a dictionary for each: ``name``, ``title``, ``login`` and ``key``; they all answer at
    :attr:`url`."""

    def __init__(self):
        fleet = json.loads(Path(os.environ["FLEET_CLIENTS"]).read_text())
        self.url, self._postgres, self.databases = fleet["url"], fleet["postgres"], fleet["databases"]

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

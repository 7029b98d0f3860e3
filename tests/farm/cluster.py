"""A PostgreSQL of its own, which a test may restart."""

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path

from bootstrap.paths import Place
from bootstrap.postgres import Cluster


@contextmanager
def own_cluster(monkeypatch):
    """A cluster with the template of the hubs in it; while the block runs, it is the one that hubs are made in.

    :return: :class:`bootstrap.postgres.Cluster`
    """
    place = Place("restart").make()
    template = os.environ["FLEET_TEMPLATE"]
    dump = place.path / "template.dump"
    subprocess.run(["pg_dump", "-Fc", "-f", dump, template], check=True)
    cluster = Cluster(place, fast=True)
    try:
        for name, value in cluster.start().environment().items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("FLEET_CONFIGURATION", str(_configuration(place)))
        subprocess.run(["dropdb", "--if-exists", template], check=True)
        subprocess.run(["createdb", template], check=True)
        subprocess.run(["pg_restore", "--no-owner", "-d", template, dump], check=True)
        yield cluster
    finally:
        cluster.stop()


def _configuration(place):
    """Odoo's configuration, but for where PostgreSQL is: that stands in the environment."""
    lines = Path(os.environ["FLEET_CONFIGURATION"]).read_text().splitlines()
    written = place.path / "odoo.conf"
    written.write_text(
        "\n".join(line for line in lines if not line.startswith(("db_host", "db_port", "db_user")))
    )
    return written

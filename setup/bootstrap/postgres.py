"""A private PostgreSQL cluster, or the server that PGHOST names.

PostgreSQL listens on a socket in a folder that only its own user and root can enter, so it needs no
port and no password, and two clusters never meet.
"""

import hashlib
import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import debian
from .paths import is_private
from .say import Missing, step

PORT = "5432"
# Odoo refuses to work as "postgres".
USER = "odoo"
PACKAGE = "postgresql"
SERVICE_USER = "postgres"


@dataclass(frozen=True)
class Address:
    """How clients reach the server. ``prefix`` begins our databases' names where the server is not ours alone."""

    host: str
    port: str
    user: str
    prefix: str = ""

    def environment(self):
        """Return the variables that libpq reads. A password, if any, stays in PGPASSWORD."""
        return {"PGHOST": self.host, "PGPORT": self.port, "PGUSER": self.user}


class Cluster:
    """The private cluster of one place."""

    def __init__(self, place, fast=False):
        self.place = place
        self.fast = fast
        self.programs = _programs()
        self.owner = pwd.getpwnam(SERVICE_USER) if os.geteuid() == 0 else pwd.getpwuid(os.getuid())
        self.folder = place.cluster
        self.socket = place.socket_folder()

    def start(self):
        """Create the cluster if there is none, start it if it is down, and return its Address."""
        self._own(self.folder)
        self._own(self.socket)
        if not (self.folder / "PG_VERSION").is_file():
            step("PostgreSQL: creating a private cluster")
            options = ["-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C", "-D", self.folder]
            self._run("initdb", *options)
        if not self._is_running():
            step("PostgreSQL: starting")
            options = f"-k '{self.socket}' -c listen_addresses='' -p {PORT}"
            if self.fast:
                options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
            log = self.folder / "server.log"
            self._run("pg_ctl", "-D", self.folder, "-w", "-t", "60", "-l", log, "-o", options, "start")
        return Address(str(self.socket), PORT, USER)

    def stop(self):
        """Stop the server and wait for it; those still connected are cut off."""
        if self._is_running():
            self._run("pg_ctl", "-D", self.folder, "-w", "-m", "fast", "stop")

    def _is_running(self):
        status = [*self._as_owner(), self.programs / "pg_ctl", "-D", self.folder, "status"]
        return subprocess.run(status, capture_output=True, check=False).returncode == 0

    def _own(self, folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() == 0 and folder.lstat().st_uid != self.owner.pw_uid and not any(folder.iterdir()):
            os.chown(folder, self.owner.pw_uid, self.owner.pw_gid)
        if not is_private(folder, self.owner.pw_uid):
            raise Missing(f"{folder} does not belong to {self.owner.pw_name} alone: sudo rm -r '{folder}'")

    def _run(self, program, *arguments):
        command = [*self._as_owner(), self.programs / program, *arguments]
        # pg_ctl's server keeps the output open: a pipe would never end, a file does no harm.
        output = self.place.logs / f"{program}.log"
        with output.open("w") as stream:
            done = subprocess.run(
                command, stdout=stream, stderr=stream, stdin=subprocess.DEVNULL, check=False, cwd="/"
            )
        if done.returncode:
            raise Missing(
                f"{output.read_text()}\nPostgreSQL's {program} failed: see {self.folder}/server.log"
            )

    def _as_owner(self):
        """Return the prefix that gives up root, because PostgreSQL refuses it."""
        if os.geteuid():
            return []
        drop = ["setpriv", f"--reuid={self.owner.pw_uid}", f"--regid={self.owner.pw_gid}", "--init-groups"]
        reaches = subprocess.run([*drop, "test", "-x", self.folder], check=False).returncode == 0
        # Under a closed folder such as /root that user keeps one right: to pass through.
        return drop if reaches else [*drop, "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]


class Foreign:
    """The server that PGHOST names, with the password of PGPASSWORD; it is neither started nor stopped."""

    def __init__(self, place):
        self.place = place

    def start(self):
        """Return its Address. The names of our databases there tell this clone and this place from others."""
        host, port = os.environ["PGHOST"], os.environ.get("PGPORT", PORT)
        step(f"PostgreSQL: using the server at {host}, port {port}, because PGHOST names it")
        digest = hashlib.sha256(os.fsencode(self.place.path)).hexdigest()[:8]
        return Address(host, port, os.environ.get("PGUSER", USER), f"fleet_{digest}_")

    def stop(self):
        """Leave it running."""


def server(place, fast=False):
    """Return the server to use: the one that PGHOST names, else the place's private cluster."""
    return Foreign(place) if os.environ.get("PGHOST") else Cluster(place, fast)


def is_missing():
    """Tell whether PostgreSQL has to be installed."""
    return not (os.environ.get("PGHOST") or os.environ.get("FLEET_POSTGRES") or _installed())


def programs_path():
    """Return the folder of psql, createdb and dropdb, or an empty text if they are on PATH or nowhere."""
    return str(_installed() or "")


def _programs():
    """Return the folder of PostgreSQL's programs, version 13 or later: FLEET_POSTGRES, installed, apt."""
    named = os.environ.get("FLEET_POSTGRES")
    if named:
        if not (Path(named) / "initdb").is_file():
            raise Missing(f"FLEET_POSTGRES={named} has no initdb: export FLEET_POSTGRES=/folder/of/initdb")
        return Path(named)
    found = _installed()
    if not found:
        step("PostgreSQL: installing Debian's")
        debian.install(PACKAGE)
        found = _installed()
    if not found:
        raise Missing("PostgreSQL 13 or later is missing: sudo apt-get install postgresql")
    return found


def _installed():
    candidates = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    on_path = shutil.which("initdb")
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    versions = [(_version(folder), folder) for folder in candidates if (folder / "initdb").is_file()]
    fitting = [pair for pair in versions if pair[0] >= 13]
    return max(fitting)[1] if fitting else None


def _version(folder):
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    match = re.search(r"(\d+)", answer.stdout)
    return int(match[1]) if match else 0

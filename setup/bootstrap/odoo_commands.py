"""Runs Odoo of one place: installs modules, runs scripts, serves databases."""

import ctypes
import re
import secrets
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from . import server
from .paths import ADDONS, OCA_ADDONS, PYTHON
from .say import Bar, Failed
from .venv import clean_environment

PR_SET_PDEATHSIG = 1
INSIDE = Path(__file__).parent / "inside"


class Odoo:
    """Odoo with one place's folders and one PostgreSQL server."""

    def __init__(self, place, source, address):
        self.place = place
        self.address = address
        self.configuration = place.path / "odoo.conf"
        self.environment = clean_environment(**address.environment())
        self._configure(source)

    def database(self, name):
        """Return the name under which this place has the database ``name``."""
        return f"{self.address.prefix}{name}"

    def install(self, plan):
        """Install modules, at the same time where there are several databases: ``{database: modules}``."""
        self._run_all({name: [*self._batch(name), "-i", ",".join(modules)] for name, modules in plan.items()})

    def update(self, database, modules):
        """Bring the modules of a database to the code of today; those not yet installed are installed."""
        names = ",".join(modules)
        self._run_all({database: [*self._batch(database), "-u", names, "-i", names]})

    def test(self, database, modules, tags):
        """Install modules with Odoo's own test runner and return its log's path and the exit status."""
        command = [*self._command(), "-d", database, "--stop-after-init", "--max-cron-threads=0"]
        # Port 0: the server takes a free one, and Odoo's tests ask it for the number.
        command += ["-i", ",".join(modules), f"--test-tags={tags}", "--http-port=0"]
        log = self.place.logs / f"{database}.log"
        running = self._start(command, log)
        try:
            return log, running.wait()
        finally:
            running.terminate()

    def script(self, name, *arguments):
        """Run a script of inside/ with Odoo's configuration as its first argument; its output is shown."""
        with self.scripting(name, *arguments):
            pass

    @contextmanager
    def scripting(self, name, *arguments):
        """Run a script of inside/ while the block runs, and wait for its end."""
        command = [PYTHON, INSIDE / f"{name}.py", self.configuration, *arguments]
        running = subprocess.Popen(command, stdin=subprocess.DEVNULL, **self._surroundings())
        try:
            yield
            status = running.wait()
        finally:
            running.terminate()
            running.wait()
        if status:
            raise Failed(f"{name}.py failed, with status {status}: see above.")

    @contextmanager
    def forking(self, environment):
        """Run ``tests/farm/forking.py`` while a block runs; from its begin on the socket of FLEET_FORKING is there."""
        socket = self.place.forking_socket()
        socket.unlink(missing_ok=True)
        log = self.place.logs / "forking.log"
        running = self._start([PYTHON, "-m", "farm.forking", socket], log, environment)
        try:
            while not socket.exists():
                if running.poll() is not None:
                    raise Failed(f"{server.tail(log)}\nfarm.forking ended by itself: see {log}")
                time.sleep(0.05)
            yield
        finally:
            running.terminate()
            running.wait()

    def serve(self, name, port, *options):
        """Start a server on 127.0.0.1, on that port or the next free one, and return it at once as a Server."""
        log = self.place.logs / f"{name}.log"
        return server.start([*self._command(), *options], port, log, **self._surroundings())

    def _command(self):
        return [PYTHON, "-m", "odoo", "server", "-c", self.configuration]

    def _batch(self, database):
        return [*self._command(), "-d", database, "--stop-after-init", "--max-cron-threads=0", "--no-http"]

    def _start(self, command, log, environment=None):
        with log.open("wb") as stream:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                # A session of its own: Ctrl-C reaches the bootstrap alone, which stops everything in order.
                start_new_session=True,
                **self._surroundings(environment),
            )

    def _surroundings(self, environment=None):
        """Return what every process of Odoo is started with, as options of Popen."""
        return {
            "env": environment or self.environment,
            "cwd": self.place.path,
            "preexec_fn": _end_with_parent,  # the bootstrap has no threads
        }

    def _run_all(self, commands):
        logs = {name: self.place.logs / f"{name}.log" for name in commands}
        running = {name: self._start(command, logs[name]) for name, command in commands.items()}
        bar = Bar("of the modules")
        try:
            while any(process.poll() is None for process in running.values()):
                counts = [_loaded(log) for log in logs.values()]
                bar.show(sum(done for done, _total in counts), sum(total for _done, total in counts))
                time.sleep(0.5)
        finally:
            bar.end()
            for process in running.values():
                process.terminate()
                process.wait()
        for name, process in running.items():
            if process.returncode or _has_failed(logs[name]):
                raise Failed(
                    f"{server.tail(logs[name])}\nOdoo could not install into {name}: see {logs[name]}"
                )

    def _configure(self, source):
        folders = [
            source.core_addons,
            OCA_ADDONS,
            *([ADDONS] if any(ADDONS.glob("*/__manifest__.py")) else []),
        ]
        options = {
            "addons_path": ",".join(map(str, folders)),
            "data_dir": self.place.odoo,
            "db_host": self.address.host,
            "db_port": self.address.port,
            "db_user": self.address.user,
            "http_interface": "127.0.0.1",
            # Whoever reaches the server may see its databases, not create or drop them.
            "admin_passwd": secrets.token_urlsafe(),
            "limit_time_cpu": 600,
            "limit_time_real": 600,
        }
        lines = [f"{name} = {value}\n" for name, value in options.items() if value]
        self.configuration.write_text("[options]\n" + "".join(lines))
        self.configuration.chmod(0o600)


def _end_with_parent():
    """Have the kernel end this process when the bootstrap is killed and can't do it any more; Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _loaded(log):
    # Odoo counts base alone first, as 1 of 1; until the real count comes, a guess keeps the bar from jumping.
    found = re.findall(rb"Loading module \S+ \((\d+)/(\d\d+)\)", log.read_bytes())
    return (int(found[-1][0]), int(found[-1][1])) if found else (0, 40)


def _has_failed(log):
    return b" CRITICAL " in log.read_bytes() or b"Failed to load registry" in log.read_bytes()

"""A running Odoo server: how it starts, when it answers, and how it ends."""

import http.client
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from .paths import PYTHON
from .say import Failed, Missing

PATIENCE = 180
LISTENING = Path(__file__).parent / "inside" / "listening.py"


class Server:
    """One server process that was started here, and only that one."""

    def __init__(self, process, port, log):
        self.process = process
        self.log = log
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def wait(self, databases=()):
        """Return when the server is healthy and has loaded each database."""
        deadline = time.monotonic() + PATIENCE
        questions = [("/web/health", {})] + [("/web/login", {"X-Odoo-Database": name}) for name in databases]
        for path, headers in questions:
            while self._status(path, headers) != 200:
                self._look_after(deadline)
                time.sleep(0.2)
        return self

    def stop(self):
        """End the server, kindly first."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                # Its own session, so its group is it and its children.
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def _status(self, path, headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers=headers)
            return connection.getresponse().status
        except OSError:
            return None
        finally:
            connection.close()

    def _look_after(self, deadline):
        """Raise Failed if the server has ended or takes too long."""
        if self.process.poll() is not None:
            what = f"An Odoo server ended by itself, with status {self.process.returncode}"
        elif time.monotonic() > deadline:
            what = f"An Odoo server does not answer after {PATIENCE} seconds"
        else:
            return
        raise Failed(f"{tail(self.log)}\n{what}: see {self.log}")


def start(command, port, log, **options):
    """Start an Odoo server on 127.0.0.1.

    Its port is held from here on, and the server gets it as a socket that listens: nobody can take it meanwhile, and
    who asks too early waits instead of being refused.

    :param command: the program and its arguments, without a port
    :param port: the one wanted; where somebody listens on it, the next one that is free; 0 stands for any
    :param log: path of the file that gets what it prints
    :param options: of subprocess.Popen
    :return: :class:`Server`, at once
    """
    with listen(port) as held, log.open("wb") as stream:
        number = held.getsockname()[1]
        process = subprocess.Popen(
            [PYTHON, LISTENING, str(held.fileno()), *command, f"--http-port={number}"],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            pass_fds=[held.fileno()],
            # A session of its own: Ctrl-C reaches the bootstrap alone, which stops everything in order.
            start_new_session=True,
            **options,
        )
    return Server(process, number, log)


def listen(wanted):
    """Return a socket that listens on ``wanted`` or the next port of 127.0.0.1 that is free; 0 stands for any."""
    for port in range(wanted, wanted + 200) if wanted else (0,):
        try:
            return socket.create_server(("127.0.0.1", port), backlog=128)
        except OSError:
            continue
    raise Missing(f"No port is free from {wanted} on: stop a server, for example a forgotten setup/run.")


def tail(log, lines=40):
    """Return the last lines of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])

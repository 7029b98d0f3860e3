"""A running Odoo server: when it answers, and how it ends."""

import http.client
import os
import signal
import socket
import subprocess
import time

from .say import Missing

PATIENCE = 180


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
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise subprocess.CalledProcessError(
                        self.process.returncode or 1, self.process.args, tail(self.log)
                    )
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


def free_port(wanted):
    """Return ``wanted`` or the next port that nobody listens on; 0 stands for any."""
    for port in range(wanted, wanted + 200) if wanted else (0,):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise Missing(f"No port is free from {wanted} on: stop a server, for example a forgotten setup/run.")


def tail(log, lines=40):
    """Return the last lines of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])

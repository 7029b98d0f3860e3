"""A process of Odoo that a test started."""

import io
import os
import select
import signal
import subprocess
import time
from multiprocessing.connection import Client
from multiprocessing.reduction import send_handle

FOREVER = 600  # seconds


class Process:
    """Looks like a subprocess.Popen whose output and errors go to one pipe of bytes, :attr:`stdout`.

    :param code: Python, which gets ``env`` of the superuser
    :param options: of Odoo's command line
    :param has_addons: the database was copied from the one that FLEET_TEMPLATE names
    """

    def __init__(self, code, database, options, has_addons):
        self.args = code
        self.returncode = None
        reading, writing = os.pipe()
        self.stdout = io.FileIO(reading)
        self._connection = connect()
        self._connection.send((code, database, options, dict(os.environ), has_addons))
        send_handle(self._connection, writing, None)
        os.close(writing)
        self.pid = self._connection.recv()

    def poll(self):
        if self.returncode is None and self._connection.poll():
            self.returncode = self._connection.recv()
            self._connection.close()
        return self.returncode

    def kill(self):
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout=FOREVER):
        if self.returncode is None and not self._connection.poll(timeout):
            raise subprocess.TimeoutExpired(self.args, timeout)
        return self.poll()

    def communicate(self, timeout=FOREVER):
        """Wait for its end.

        :return: what it printed since the last line that was read, and None
        """
        deadline, printed = time.monotonic() + timeout, []
        while select.select([self.stdout], [], [], max(0, deadline - time.monotonic()))[0]:
            printed.append(self.stdout.read(65536))
            if not printed[-1]:
                self.stdout.close()
                self.wait(timeout)
                return b"".join(printed).decode(), None
        raise subprocess.TimeoutExpired(self.args, timeout)


def connect():
    """Return a connection to :mod:`farm.forking`."""
    return Client(os.environ["FLEET_FORKING"])


def wait_until_loaded():
    """Return when :mod:`farm.forking` is no longer connected to the database that others are copied from."""
    with connect() as connection:
        connection.send(None)
        connection.recv()

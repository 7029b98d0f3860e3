"""Looks names up, in threads of its own: the resolver of this machine may wait longer than a call may last."""

import threading
import time
from concurrent.futures import Future
from ipaddress import ip_address

from .errors import CallTimeout, UnknownHost
from .http import connection
from .unforeseen import caught


class Names:
    """The addresses of names. Each name is looked up once."""

    def __init__(self):
        self._lookups = {}

    def addresses(self, host, port, seconds):
        """The addresses of a host: list of tuples as ``socket.getaddrinfo`` gives them.

        :param seconds: nobody waits longer than this for one name, however many ask for it
        :raises RemoteError: UnknownHost, CallTimeout
        """
        if _is_address(host):
            return connection.resolved(host, port)
        own = _Lookup()
        lookup = self._lookups.setdefault((host, port), own)
        if lookup is own:
            # A daemon: Python does not wait for a resolver when it ends.
            threading.Thread(target=own.run, args=(host, port), daemon=True).start()
        return lookup.addresses(host, seconds)

    def prefer(self, host, port, address):
        """From now on, try this address of the host first: the others did not answer."""
        if lookup := self._lookups.get((host, port)):
            lookup.preferred = address


class _Lookup:
    """The search for one name."""

    def __init__(self):
        self._begin = time.monotonic()
        self._found = Future()
        self.preferred = None

    def run(self, host, port):
        found, error = caught(connection.resolved, host, port)
        if error and not isinstance(error, UnknownHost):
            self._found.set_exception(error)
        else:
            self._found.set_result(found or [])

    def addresses(self, host, seconds):
        try:
            found = self._found.result(max(0, self._begin + seconds - time.monotonic()))
        except TimeoutError:
            raise CallTimeout from None
        if not found:
            raise UnknownHost(host)
        return sorted(found, key=lambda one: one[-1] != self.preferred) if self.preferred else found


def _is_address(host):
    try:
        return bool(ip_address(host))
    except ValueError:
        return False

"""Connections to one server. The only file that opens a socket.

Every wait ends: the deadline covers name, connection, encryption, headers and body together, also when the server
drips a byte at a time (``requests``' own timeout starts anew with each byte). Every address is judged before it is
connected to.
"""

import http.client
import socket
import ssl
import time
from contextvars import ContextVar
from datetime import UTC, datetime

import certifi
import urllib3
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidProxyURL
from urllib3.connection import HTTPConnection, HTTPSConnection

from ..errors import CallTimeout, NotAllowed, TlsError, UnknownHost, Unreachable
from ..shape import bounded
from . import guard

# What else goes wrong on the way. Some addresses, such as http://a..b/, make urllib3 and the idna codec fail on their
# own account.
FAILURES = (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, UnicodeError)

_DEFAULT_PORTS = {"http": 80, "https": 443}

# When the call that this thread is making must be over, on the monotonic clock.
_call_ends = ContextVar("call_ends")
# What may be asked by the call that this thread is making.
_reach = ContextVar("reach")
# The certificate of the encrypted connection that this call has made; one that was kept alive has shown it before.
_certificate = ContextVar("certificate")


def origin(url):
    """Scheme, host and port of an address, as the connection will read it: there is more than one way to read one, and
    where two of them differ, a key could go elsewhere.

    :raises ValueError: it is no address
    """
    try:
        split = urllib3.util.parse_url(url)
    except urllib3.exceptions.LocationParseError as error:
        raise ValueError(url) from error
    return split.scheme, split.auth, split.host, split.port or _DEFAULT_PORTS.get(split.scheme)


def begin_call(ends, reach):
    """What this thread asks from now on is one call.

    :param ends: when it must be over, on the monotonic clock
    :param reach: :class:`~..values.Reach`
    """
    _call_ends.set(ends)
    _reach.set(reach)
    _certificate.set(None)


def certificate_end():
    """When the certificate ends that was shown to this call, as datetime in UTC; None: none was."""
    certificate = _certificate.get()
    if not certificate:
        return None
    end = ssl.cert_time_to_seconds(certificate["notAfter"])
    return bounded(datetime.fromtimestamp(end, UTC).replace(tzinfo=None))


def _seconds_left():
    left = _call_ends.get() - time.monotonic()
    if left <= 0:
        raise CallTimeout
    return left


class _BoundedRead:
    """Each read of the socket may last until the end of the call, and no longer."""

    def recv_into(self, *args, **kwargs):
        self.settimeout(_seconds_left())
        try:
            return super().recv_into(*args, **kwargs)
        except TimeoutError as error:
            raise CallTimeout from error


class _Socket(_BoundedRead, socket.socket):
    pass


class _TlsSocket(_BoundedRead, ssl.SSLSocket):
    pass


def resolved(host, port):
    """What the resolver says of a host: tuples as of ``socket.getaddrinfo``.

    :raises UnknownHost:
    """
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise UnknownHost(host) from error


def _connect(connection, *, encrypted):
    """Connect to the first address of the host that may be asked and answers.

    :param connection: of urllib3; one to a proxy may lead anywhere, for the administrator of the machine chose it
    """
    host, failure = connection._dns_host, None
    for family, kind, protocol, _name, address in resolved(host, connection.port):
        connected = _Socket(family, kind, protocol)
        try:
            if not connection.proxy:
                guard.check(address[0], _reach.get(), encrypted=encrypted)
            connected.settimeout(_seconds_left())
            connected.connect(address)
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # What is left is for the handshake of TLS, which has no read of its own.
            connected.settimeout(_seconds_left())
        except (NotAllowed, OSError) as error:
            connected.close()
            # Its traceback would keep this frame alive, and with it the connection that is made next.
            failure = error.with_traceback(None)
        else:
            return connected
    if isinstance(failure, NotAllowed):
        raise failure
    if isinstance(failure, TimeoutError):
        raise CallTimeout from failure
    raise Unreachable(host) from failure


class _Response(http.client.HTTPResponse):
    def begin(self):
        begun = super().begin()
        # urllib3 would log what can't be read of the headers, in the words of the remote side.
        self.headers.defects.clear()
        self.headers.set_payload(None)
        return begun


class _HttpConnection(HTTPConnection):
    response_class = _Response

    def _new_conn(self):
        return _connect(self, encrypted=False)


class _HttpsConnection(HTTPSConnection):
    response_class = _Response

    def _new_conn(self):
        return _connect(self, encrypted=True)

    def connect(self):
        try:
            connected = super().connect()
            _certificate.set(self.sock.getpeercert())
        except TimeoutError as error:
            raise CallTimeout from error
        except ssl.SSLEOFError as error:
            # It hung up in the middle: that says nothing about its certificate.
            raise Unreachable(self.host) from error
        except ssl.SSLError as error:
            raise TlsError(getattr(error, "verify_message", "") or error.reason or "") from error
        return connected


class _HttpPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _HttpConnection


class _HttpsPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _HttpsConnection


_POOLS = {"http": _HttpPool, "https": _HttpsPool}


def _tls_context():
    """Trust what the operating system trusts (an administrator can add to it) and certifi's list."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    context.sslsocket_class = _TlsSocket
    return context


# Reading the certificates takes tens of milliseconds: once for all connections, not once for each.
_TLS = _tls_context()


class Adapter(HTTPAdapter):
    """Has ``requests`` use connections of this module."""

    def init_poolmanager(self, *args, **kwargs):
        made = super().init_poolmanager(*args, ssl_context=_TLS, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS
        return made

    def proxy_manager_for(self, proxy, **kwargs):
        if not proxy.lower().startswith(("http://", "https://")):
            raise InvalidProxyURL("only HTTP proxies")
        manager = super().proxy_manager_for(proxy, ssl_context=_TLS, **kwargs)
        manager.pool_classes_by_scheme = _POOLS
        return manager

    def cert_verify(self, conn, url, verify, cert):
        # The certificates are in the context already; requests would read its file for each connection.
        conn.cert_reqs = "CERT_REQUIRED"

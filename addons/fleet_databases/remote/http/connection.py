"""Connections to one server. The only file that opens a socket.

Every wait ends: the deadline covers name, connection, encryption, headers and body together, also when the server
sends one byte at a time (the timeout of ``requests`` starts again with each byte). We check every address before we
connect to it.
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

# Errors that ``requests`` does not turn into its own. For some addresses, such as http://a..b/, urllib3 and the idna
# codec raise errors of their own.
FAILURES = (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, UnicodeError)

_DEFAULT_PORTS = {"http": 80, "https": 443}

# When the current call of this thread must end, on the monotonic clock.
_call_ends = ContextVar("call_ends")
# Which addresses the current call of this thread may ask.
_reach = ContextVar("reach")
# The certificate of the connection that this call has opened. A connection that was kept alive shows none again.
_certificate = ContextVar("certificate")


def origin(url):
    """Scheme, host and port of an address, as the connection will read it. Libraries read some addresses differently;
    if we checked another reading than the one that is used, a key could be sent to another server.

    :raises ValueError: it is no address
    """
    try:
        split = urllib3.util.parse_url(url)
    except urllib3.exceptions.LocationParseError as error:
        raise ValueError(url) from error
    return split.scheme, split.auth, split.host, split.port or _DEFAULT_PORTS.get(split.scheme)


def begin_call(ends, reach):
    """Begin a call: all that this thread asks until the next ``begin_call`` belongs to it.

    :param ends: when it must be over, on the monotonic clock
    :param reach: :class:`~..values.Reach`
    """
    _call_ends.set(ends)
    _reach.set(reach)
    _certificate.set(None)


def certificate_end():
    """When the certificate ends that the server has shown in this call, as datetime in UTC; None: it has shown none."""
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
    """The addresses of a host: tuples as ``socket.getaddrinfo`` gives them.

    :raises UnknownHost:
    """
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise UnknownHost(host) from error


def _connect(connection, *, encrypted):
    """Connect to the first address of the host that may be asked and that answers. Each has its share of the time that
    is left, so one that swallows packets leaves time for the next.

    :param connection: of urllib3; one to a proxy may have any address, because the administrator of the machine chose
        it
    """
    host, failure = connection._dns_host, None
    addresses = resolved(host, connection.port)
    for tried, (family, kind, protocol, _name, address) in enumerate(addresses):
        connected = _Socket(family, kind, protocol)
        try:
            if not connection.proxy:
                guard.check(address[0], _reach.get(), encrypted=encrypted)
            connected.settimeout(_seconds_left() / (len(addresses) - tried))
            connected.connect(address)
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # The rest of the time is for the handshake of TLS, which does not use _BoundedRead.
            connected.settimeout(_seconds_left())
        except (NotAllowed, OSError) as error:
            connected.close()
            # Otherwise its traceback keeps this frame alive, and with it the connection that is opened next.
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
        # urllib3 would log headers that it can't read, with text from the remote side.
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
            # The server closed the connection in the middle. That says nothing about its certificate.
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


# Reading the certificates takes tens of milliseconds, so it is done once, and not for each connection.
_TLS = _tls_context()


class Adapter(HTTPAdapter):
    """Makes ``requests`` use the connections of this module."""

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

"""Connections to one server. The only file that opens a socket.

Every wait ends: the deadline covers name, connection, encryption, headers and body together, also when the server
sends one byte at a time (the timeout of ``requests`` starts again with each byte). We check every address before we
connect to it.
"""

import functools
import hashlib
import http.client
import socket
import ssl

import certifi
import urllib3
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidProxyURL
from urllib3.connection import HTTPConnection, HTTPSConnection

from ..errors import CallTimeout, NotAllowed, OtherCertificate, TlsError, UnknownHost, Unreachable
from . import guard
from .call import current

# Errors that ``requests`` does not turn into its own. For some addresses, such as http://a..b/, urllib3 and the idna
# codec raise errors of their own.
FAILURES = (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, UnicodeError)

DEFAULT_PORTS = {"http": 80, "https": 443}


def origin(url):
    """Scheme, host and port of an address, as the connection will read it. Libraries read some addresses differently;
    if we checked another reading than the one that is used, a key could be sent to another server.

    :raises ValueError: it is no address
    """
    try:
        split = urllib3.util.parse_url(url)
    except urllib3.exceptions.LocationParseError as error:
        raise ValueError(url) from error
    return split.scheme, split.auth, split.host, split.port or DEFAULT_PORTS.get(split.scheme)


def place(url):
    """The host and the port of an address, as :func:`resolved` takes them.

    :raises ValueError: it is no address
    """
    _scheme, _auth, host, port = origin(url)
    return (host or "").strip("[]"), port


def called(host, port):
    """``host:port``, for the detail of an error."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


class _BoundedRead:
    """Each read of the socket may last until the end of the call, and no longer."""

    def recv_into(self, *args, **kwargs):
        self.settimeout(current.get().seconds_left())
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
    host, port, failure, call = connection._dns_host, connection.port, None, current.get()
    addresses = call.way.names.addresses(host, port, call.seconds_left())
    for tried, (family, kind, protocol, _name, address) in enumerate(addresses):
        connected = None
        try:
            connected = _Socket(family, kind, protocol)
            if not connection.proxy:
                guard.check(address[0], call.reach, encrypted=encrypted)
            connected.settimeout(call.seconds_left() / (len(addresses) - tried))
            connected.connect(address)
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # The rest of the time is for the handshake of TLS, which does not use _BoundedRead.
            connected.settimeout(call.seconds_left())
        except (NotAllowed, OSError) as error:
            if connected:
                connected.close()
            # Otherwise its traceback keeps this frame alive, and with it the connection that is opened next.
            failure = error.with_traceback(None)
        else:
            if tried:
                call.way.names.prefer(host, port, address)
            call.way.note_reached()
            return connected
    if isinstance(failure, NotAllowed):
        raise failure
    if isinstance(failure, TimeoutError):
        raise CallTimeout from failure
    raise Unreachable(called(host, port)) from failure


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
            super().connect()
        except TimeoutError as error:
            raise CallTimeout from error
        except ssl.SSLEOFError as error:
            # The server closed the connection in the middle. That says nothing about its certificate.
            raise Unreachable(called(self.host, self.port)) from error
        except ssl.SSLError as error:
            raise TlsError(getattr(error, "verify_message", "") or error.reason or "") from error
        call = current.get()
        call.certificate = self.sock.getpeercert(binary_form=True)
        if call.trust.fingerprint:
            self._check_fingerprint(call)

    def _check_fingerprint(self, call):
        """Nothing was sent yet.

        :raises OtherCertificate: it is not the one that is trusted
        """
        shown = hashlib.sha256(call.certificate).hexdigest()
        if shown != call.trust.fingerprint:
            self.close()
            raise OtherCertificate(f"SHA-256 {shown}")
        self.is_verified = True


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


@functools.lru_cache(maxsize=1000)
def _own_context(trust):
    """What accepts the certificates of a :class:`~..values.Trust`."""
    if trust.fingerprint:
        context = ssl.create_default_context()
        # The fingerprint says more than a name or an authority.
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    else:
        try:
            context = ssl.create_default_context(cadata=trust.authority)
        except ssl.SSLError as error:
            raise TlsError("PEM") from error
        # What a person has entered is enough, also where another authority has signed it.
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.sslsocket_class = _TlsSocket
    return context


class Adapter(HTTPAdapter):
    """Makes ``requests`` use the connections of this module.

    :param trust: :class:`~..values.Trust`
    """

    def __init__(self, trust):
        self._trust = trust
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args, **kwargs):
        made = super().init_poolmanager(*args, ssl_context=self._context(), **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS
        return made

    def proxy_manager_for(self, proxy, **kwargs):
        if not proxy.lower().startswith(("http://", "https://")):
            raise InvalidProxyURL("only HTTP proxies")
        manager = super().proxy_manager_for(proxy, ssl_context=self._context(), **kwargs)
        manager.pool_classes_by_scheme = _POOLS
        return manager

    def cert_verify(self, conn, url, verify, cert):
        # The certificates are in the context already; requests would read its file for each connection.
        conn.cert_reqs = "CERT_NONE" if self._trust.fingerprint else "CERT_REQUIRED"

    def _context(self):
        return _own_context(self._trust) if self._trust.authority or self._trust.fingerprint else _TLS

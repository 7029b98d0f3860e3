"""HTTP to one server. The only file that opens a socket.

Every wait ends and every answer has a size: the deadline covers name, connection, encryption, headers and body
together, also when the server drips a byte at a time (``requests``' own timeout starts anew with each byte). Every
address is judged before it is connected to.
"""

import contextlib
import http.client
import socket
import ssl
import time
from contextvars import ContextVar
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

import certifi
import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

from . import guard
from .answer import received
from .errors import CallTimeout, NotAllowed, Redirected, TlsError, UnknownHost, Unreachable
from .values import Reach

MAX_REDIRECTS = 3
_REDIRECTS_KEEPING_THE_METHOD = (307, 308)
_INTERNET = Reach()
_DEFAULT_PORTS = {"http": 80, "https": 443}

# When the call that this thread is making must be over, on the monotonic clock.
_call_ends = ContextVar("call_ends")
# What may be asked by the call that this thread is making.
_reach = ContextVar("reach")
# The certificate of the last encrypted connection that this thread has made.
_certificate = ContextVar("certificate", default=None)


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


def _resolved(host, port):
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise UnknownHost(host) from error


def _connect(connection, *, encrypted):
    """Connect to the first address of the host that may be asked and answers.

    :param connection: of urllib3; one to a proxy may lead anywhere, for the administrator of the machine chose it
    """
    host, failure = connection._dns_host, None
    for family, kind, protocol, _name, address in _resolved(host, connection.port):
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


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args, **kwargs):
        made = super().init_poolmanager(*args, ssl_context=_TLS, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS
        return made

    def proxy_manager_for(self, proxy, **kwargs):
        manager = super().proxy_manager_for(proxy, ssl_context=_TLS, **kwargs)
        manager.pool_classes_by_scheme = _POOLS
        return manager

    def cert_verify(self, conn, url, verify, cert):
        # The certificates are in the context already; requests would read its file for each connection.
        conn.cert_reqs = "CERT_REQUIRED"


class _Http(requests.Session):
    def get_redirect_target(self, resp):
        # Even where it is told not to follow, requests prepares the next request, and reads the body to its end first.
        return None


class Transport:
    """A kept-alive connection to one server.

    :param url: ``http(s)://host[:port]``
    :param timeout: seconds that a call may last in all
    :param total: seconds that all calls together may last, from now on
    :param reach: :class:`~.values.Reach`
    """

    def __init__(self, url, timeout, total=float("inf"), reach=_INTERNET):
        self._url = url
        self._timeout = timeout
        self._ends = time.monotonic() + total
        self._reach = reach
        self._http = _Http()
        # Not even where proxies are allowed: a .netrc of the hub's machine would replace the key.
        self._http.trust_env = False
        self._http.mount("http://", _Adapter(max_retries=0))
        self._http.mount("https://", _Adapter(max_retries=0))
        # Unpacked on the wire: what is read is what is counted, so a small bomb can't grow.
        self._http.headers["Accept-Encoding"] = "identity"

    def close(self):
        self._http.close()

    def get(self, path):
        """GET ``path``. See :meth:`post`."""
        return self._request("GET", path)

    def post(self, path, body, headers):
        """POST ``body`` to ``path``.

        :param path: absolute path on the server
        :param body: bytes
        :return: an :class:`~.answer.Answer` of any status but a redirect to another server, or the wish for a pause
        :raises RemoteError: Unreachable, TlsError, CallTimeout, AnswerTooLarge, Redirected, NotAllowed, Busy
        """
        return self._request("POST", path, body, headers)

    def certificate_end(self):
        """When the certificate of the server ends.

        :return: datetime in UTC, or None: the connection is not encrypted
        :raises RemoteError: as :meth:`post`; TlsError where the certificate is not accepted
        """
        _certificate.set(None)
        # A connection that is kept alive has shown its certificate already.
        self._http.close()
        self._begin_call()
        with self._sent("GET", f"{self._url}/web/health", None, None):
            certificate = _certificate.get()
        if not certificate:
            return None
        end = ssl.cert_time_to_seconds(certificate["notAfter"])
        return datetime.fromtimestamp(end, UTC).replace(tzinfo=None)

    def _begin_call(self):
        _call_ends.set(min(time.monotonic() + self._timeout, self._ends))
        _reach.set(self._reach)

    def _request(self, method, path, body=None, headers=None):
        self._begin_call()
        url = self._url + path
        for _hop in range(MAX_REDIRECTS + 1):
            with self._sent(method, url, body, headers) as response:
                location = response.headers.get("Location") if response.is_redirect else None
                if location is None:
                    return received(response)
                url = self._followed(method, response.status_code, url, location)
        raise Redirected(self._url)

    @contextlib.contextmanager
    def _sent(self, method, url, body, headers):
        """The streamed response of ``requests``, its errors told as ours."""
        try:
            with self._http.request(
                method,
                url,
                data=body,
                headers=headers,
                stream=True,
                allow_redirects=False,
                timeout=self._timeout,
                proxies=self._proxies(),
            ) as response:
                yield response
        except requests.exceptions.SSLError as error:
            raise TlsError from error
        except requests.exceptions.Timeout as error:
            raise CallTimeout from error
        # Some addresses, such as http://a..b/, make urllib3 and the idna codec fail on their own account.
        except (
            requests.RequestException,
            urllib3.exceptions.HTTPError,
            http.client.HTTPException,
            OSError,
            UnicodeError,
        ) as error:
            raise Unreachable(urlsplit(self._url).hostname or "") from error

    def _proxies(self):
        """The proxies of the environment for this server, where they may be used. They look the name up themselves, so
        what this machine knows of it is judged here."""
        proxies = requests.utils.get_environ_proxies(self._url) if self._reach.proxies else {}
        if requests.utils.select_proxy(self._url, proxies):
            split = urlsplit(self._url)
            with contextlib.suppress(UnknownHost):
                for *_kind, address in _resolved(split.hostname, split.port):
                    guard.check(address[0], self._reach, encrypted=split.scheme == "https")
        return proxies

    def _followed(self, method, status, url, location):
        """The address to ask next. Another server gets neither the question nor the key."""
        try:
            following = urljoin(url, location)
            elsewhere = _origin(following) != _origin(self._url)
        except ValueError as error:
            raise Redirected from error
        if elsewhere:
            split = urlsplit(following)
            raise Redirected(f"{split.scheme}://{split.hostname or ''}")
        if method != "GET" and status not in _REDIRECTS_KEEPING_THE_METHOD:
            raise Redirected(urlsplit(following).path)
        return following


def _origin(url):
    split = urlsplit(url)
    return split.scheme, split.hostname, split.port or _DEFAULT_PORTS.get(split.scheme)

"""HTTP to one server. The only file that opens a socket.

Every wait ends and every answer has a size: the deadline covers name, connection, encryption, headers and body
together, also when the server drips a byte at a time (``requests``' own timeout starts anew with each byte).
"""

import contextlib
import http.client
import json
import socket
import ssl
import time
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

import certifi
import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

from .errors import AnswerTooLarge, CallTimeout, NotUnderstood, Redirected, TlsError, UnknownHost, Unreachable

MAX_ANSWER = 4 * 1024 * 1024  # bytes: about 25,000 users
MAX_REDIRECTS = 3
_CHUNK = 64 * 1024
_REDIRECTS_KEEPING_THE_METHOD = (307, 308)
_DEFAULT_PORTS = {"http": 80, "https": 443}

# When the call that this thread is making must be over, on the monotonic clock.
_call_ends = ContextVar("call_ends")
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


def _connect(host, port):
    """Connect to the first address of ``host`` that answers."""
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise UnknownHost(host) from error
    failure = None
    for family, kind, protocol, _name, address in addresses:
        connection = _Socket(family, kind, protocol)
        try:
            connection.settimeout(_seconds_left())
            connection.connect(address)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # What is left is for the handshake of TLS, which has no read of its own.
            connection.settimeout(_seconds_left())
        except OSError as error:
            connection.close()
            failure = error
        else:
            return connection
    if isinstance(failure, TimeoutError):
        raise CallTimeout from failure
    raise Unreachable(host) from failure


class _HttpConnection(HTTPConnection):
    def _new_conn(self):
        return _connect(self._dns_host, self.port)


class _HttpsConnection(HTTPSConnection):
    def _new_conn(self):
        return _connect(self._dns_host, self.port)

    def connect(self):
        try:
            connected = super().connect()
            _certificate.set(self.sock.getpeercert())
        except TimeoutError as error:
            raise CallTimeout from error
        except ssl.SSLError as error:
            raise TlsError(getattr(error, "verify_message", "") or error.reason or "") from error
        return connected


class _HttpPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _HttpConnection


class _HttpsPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _HttpsConnection


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
        self.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}
        return made

    def cert_verify(self, conn, url, verify, cert):
        # The certificates are in the context already; requests would read its file for each connection.
        conn.cert_reqs = "CERT_REQUIRED"


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete HTTP answer. ``type`` is the media type in lower case, without parameters."""

    status: int
    type: str
    body: bytes

    def json(self):
        """:return: the decoded body
        :raises NotUnderstood: it is not JSON, or JSON that no Odoo sends (NaN, endless nesting)
        """
        try:
            return json.loads(self.body, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise NotUnderstood("JSON") from error


def _refuse_constant(name):
    raise ValueError(name)


class _Http(requests.Session):
    def get_redirect_target(self, resp):
        # Even where it is told not to follow, requests prepares the next request, and reads the body to its end first.
        return None


class Transport:
    """A kept-alive connection to one server.

    :param url: ``http(s)://host[:port]``
    :param timeout: seconds that a call may last in all
    :param total: seconds that all calls together may last, from now on
    """

    def __init__(self, url, timeout, total=float("inf")):
        self._url = url
        self._timeout = timeout
        self._ends = time.monotonic() + total
        self._http = _Http()
        # Neither proxies nor a .netrc of the hub's machine: the latter would replace the key.
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
        :return: an :class:`Answer` of any status but a redirect to another server
        :raises RemoteError: Unreachable, TlsError, CallTimeout, AnswerTooLarge, Redirected
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
        _call_ends.set(min(time.monotonic() + self._timeout, self._ends))
        with self._sent("GET", f"{self._url}/web/health", None, None):
            certificate = _certificate.get()
        if not certificate:
            return None
        end = ssl.cert_time_to_seconds(certificate["notAfter"])
        return datetime.fromtimestamp(end, UTC).replace(tzinfo=None)

    def _request(self, method, path, body=None, headers=None):
        _call_ends.set(min(time.monotonic() + self._timeout, self._ends))
        url = self._url + path
        for _hop in range(MAX_REDIRECTS + 1):
            with self._sent(method, url, body, headers) as response:
                location = response.headers.get("Location") if response.is_redirect else None
                if location is None:
                    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
                    return Answer(response.status_code, media_type, _read(response.raw))
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


def _read(raw):
    """The body, as it comes over the wire, at most MAX_ANSWER bytes."""
    body = bytearray()
    while chunk := raw.read1(_CHUNK, decode_content=False):
        body += chunk
        if len(body) > MAX_ANSWER:
            raise AnswerTooLarge(str(MAX_ANSWER // 1024**2))
    return bytes(body)

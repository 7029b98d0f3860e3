"""HTTP to one server. Redirects to other servers are not followed, so no key is sent to another server."""

import contextlib
import time
from urllib.parse import urljoin, urlsplit

import requests

from ..errors import CallTimeout, QuestionLost, Redirected, TlsError, UnknownHost, Unreachable
from ..values import Limits, Reach, Trust
from . import connection, guard
from .answer import received
from .call import Call
from .way import Way

MAX_REDIRECTS = 3
_REDIRECTS_KEEPING_THE_METHOD = (307, 308)
_INTERNET = Reach()
_USUAL = Trust()
_NO_LIMITS = Limits()


class _Http(requests.Session):
    def get_redirect_target(self, resp):
        # Even if requests is told not to follow a redirect, it prepares the next request, and reads the whole body
        # first.
        return None


class Transport:
    """A kept-alive connection to one server.

    :param url: ``http(s)://host[:port]``
    :param timeout: seconds that a call may last in all; where a file is received, those that each piece of it may last
    :param limits: :class:`~..values.Limits` of all calls together
    :param reach: :class:`~..values.Reach`
    :param trust: :class:`~..values.Trust`
    :param way: a :class:`~.way.Way`, if others look up names for it, or want to know how far it came
    """

    def __init__(self, url, timeout, limits=_NO_LIMITS, reach=_INTERNET, trust=_USUAL, way=None):
        self._url = url
        self._timeout = timeout
        self._limits = limits
        self._reach = reach
        # The last call in which the server has shown its certificate.
        self._shown_in = None
        self._trust = trust
        self._way = way or Way()
        self._http = _Http()
        # Off even where proxies are allowed: otherwise a .netrc on the hub's machine would replace the key.
        self._http.trust_env = False
        self._http.mount("http://", connection.Adapter(trust))
        self._http.mount("https://", connection.Adapter(trust))
        self._http.headers["User-Agent"] = reach.agent
        # We ask for answers that are not compressed. So the bytes that we count are all that there is to store.
        self._http.headers["Accept-Encoding"] = "identity"

    def close(self):
        self._http.close()

    def get(self, path):
        """GET ``path``. See :meth:`post`."""
        return self._request("GET", path)

    def post(self, path, body, headers, sink=None):
        """POST ``body`` to ``path``.

        :param path: absolute path on the server
        :param body: bytes
        :param sink: a :class:`~..sink.Sink` for the file that is asked for
        :return: an :class:`~.answer.Answer` of any status, except a redirect to another server or a request for a pause
        :raises RemoteError: Unreachable, TlsError, CallTimeout, AnswerTooLarge, Redirected, QuestionLost, NotAllowed,
            Busy
        """
        return self._request("POST", path, body, headers, sink)

    def certificate_end(self):
        """When the certificate ends that the server has shown in this conversation.

        :return: datetime in UTC, or None: it has shown none, because nothing was encrypted
        """
        return self._shown_in and self._shown_in.certificate_end()

    def _begin_call(self):
        ends = min(time.monotonic() + self._timeout, self._limits.ends)
        self._call = Call(ends, self._reach, self._trust, self._way)
        self._call.begin()

    def _request(self, method, path, body=None, headers=None, sink=None):
        self._begin_call()
        url = self._url + path
        for _hop in range(MAX_REDIRECTS + 1):
            with self._sent(method, url, body, headers) as response:
                self._way.note_answer(response.status_code)
                location = response.headers.get("Location") if response.is_redirect else None
                if location is None:
                    return received(response, self._limits.max_bytes, sink, again=self._begin_call)
                url = self._followed(method, response.status_code, url, location)
        raise Redirected(self._url)

    @contextlib.contextmanager
    def _sent(self, method, url, body, headers):
        """The streamed response of ``requests``. Errors of ``requests`` are raised as RemoteError."""
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
                # A connection that was kept alive does not show its certificate again.
                if self._call.certificate:
                    self._shown_in = self._call
                yield response
        except requests.exceptions.SSLError as error:
            raise TlsError from error
        except requests.exceptions.Timeout as error:
            raise CallTimeout from error
        except (requests.RequestException, *connection.FAILURES) as error:
            raise Unreachable(_host_and_port(self._url)) from error

    def _proxies(self):
        """The proxies of the environment for this server, where they may be used. A proxy looks the
        name up by itself, so we check here the addresses that this machine knows for it."""
        proxies = requests.utils.get_environ_proxies(self._url) if self._reach.proxies else {}
        if requests.utils.select_proxy(self._url, proxies):
            is_encrypted = self._url.startswith("https:")
            with contextlib.suppress(UnknownHost):
                seconds = self._call.seconds_left()
                for *_kind, address in self._way.names.addresses(*connection.place(self._url), seconds):
                    guard.check(address[0], self._reach, encrypted=is_encrypted)
        return proxies

    def _followed(self, method, status, url, location):
        """The address to ask next. Neither the question nor the key is sent to another server."""
        try:
            following = urljoin(url, location)
            elsewhere = connection.origin(following) != connection.origin(self._url)
            site = _site(following)
        except ValueError as error:
            raise Redirected from error
        if elsewhere:
            raise Redirected(site)
        if method != "GET" and status not in _REDIRECTS_KEEPING_THE_METHOD:
            raise QuestionLost(site + urlsplit(following).path)
        return following


def _host_and_port(url):
    split = urlsplit(url)
    with contextlib.suppress(ValueError):
        return connection.called(split.hostname or "", split.port or connection.DEFAULT_PORTS[split.scheme])
    return split.hostname or ""


def _site(url):
    """``scheme://host[:port]`` of an address, without a user name or a password.

    :raises ValueError: it is no address
    """
    split = urlsplit(url)
    host = f"[{split.hostname}]" if ":" in (split.hostname or "") else split.hostname or ""
    return f"{split.scheme}://{host}{f':{split.port}' if split.port else ''}"

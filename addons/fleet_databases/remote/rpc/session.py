"""One conversation with one remote database: it finds out the version, chooses the protocol, and asks."""

import re
from functools import partial

from ..errors import (
    CredentialsMissing,
    DatabaseNotFound,
    KeyUnreadable,
    NoApi,
    NotOdoo,
    NotUnderstood,
    ProtocolNotSpoken,
    Redirected,
    RemoteError,
    ServerError,
    WrongKey,
)
from ..shape import count
from ..values import Limits
from .json2 import Json2
from .xmlrpc import XmlRpc

JSON2, XMLRPC = "json2", "xmlrpc"
# What of a target nobody can do without; CredentialsMissing names those that are empty.
CREDENTIALS = ("url", "database", "login", "key")
_JSON2_SINCE = (19, 0)
_NO_LIMITS = Limits()
_SERIES = re.compile(r"\s*(?:saas[~-])?(\d{1,3})(?:\.(\d{1,3}))?")


def series(version):
    """The series of a version, which is written as Odoo writes it.

    :param version: such as ``19.0``, ``17.0+e``, ``saas~18.2`` or ``19.0-20260101``
    :return: (major, minor), both int
    :raises NotUnderstood: it is not a version
    """
    found = _SERIES.match(version) if isinstance(version, str) else None
    if not found:
        raise NotUnderstood("version")
    return int(found[1]), int(found[2] or 0)


class Session:
    """A conversation with ``target`` over ``transport``.

    :param opened: called once the server has told its version
    :param limits: :class:`~..values.Limits` of the job that it is a part of

    Known after :meth:`open` are :attr:`version`, which is empty where the server lets nobody ask for it, :attr:`series`
    (as :func:`series` returns it, then that of the oldest Odoo that it may be) and :attr:`protocol`.
    """

    def __init__(self, target, transport, opened=lambda: None, limits=_NO_LIMITS):
        self.target = target
        self.transport = transport
        self.limits = limits
        self._opened = opened
        self._xmlrpc = XmlRpc(transport, target)
        self._rpc = None
        # (protocol, what speaks it), in the order in which they are tried.
        self._ways = []
        self.version = ""
        self.series = None
        self.protocol = ""

    def open(self):
        """Learn the version, and from it the protocol, unless login or key are missing.

        :raises RemoteError: as :meth:`check_credentials` and :meth:`greet`
        """
        self.check_credentials()
        self.greet()

    def check_credentials(self):
        """
        :raises RemoteError: CredentialsMissing, KeyUnreadable or WrongKey
        """
        target = self.target
        if target.key is None:
            raise KeyUnreadable
        missing = [name for name in CREDENTIALS if not getattr(target, name)]
        if missing:
            raise CredentialsMissing(", ".join(missing))
        if not (target.key.isascii() and target.key.isprintable()):
            # No API key looks like this, and an HTTP header could not even carry it.
            raise WrongKey

    def greet(self):
        """Learn the version, and from it the protocol. Sends neither login nor key.

        :raises RemoteError: NotOdoo, or whatever kept the server from answering
        """
        told = self._told_series()
        self.series = told or _JSON2_SINCE
        self.version = "{}.{}".format(*told) if told else ""
        self._ways = [(XMLRPC, self._xmlrpc)]
        if self.series >= _JSON2_SINCE:
            # Over JSON-2, a missing protocol and an unknown database look the same. XML-RPC can tell them apart. Some
            # platforms choose the one database of a host by themselves, and let nobody else name it.
            json2 = [(JSON2, Json2(self.transport, self.target, names)) for names in (True, False)]
            self._ways = [json2[0], *self._ways, json2[1]]
        self._take(self._ways[0])
        self._opened()

    def call(self, model, method, params):
        """Call ``model.method`` with named ``params``, over whichever protocol the database speaks. Until Odoo itself
        has answered for the first time, the ways to reach it are tried one after the other.

        :return: the decoded answer
        :raises RemoteError:
        """
        refusals = []
        for way in self._ways:
            self._take(way)
            try:
                answer = self._rpc.call(model, method, params)
            except (ProtocolNotSpoken, NoApi) as error:
                refusals.append(error)
                continue
            except RemoteError:
                # For example, a key that was refused must not be tried in another way.
                self._ways = [way]
                raise
            self._ways = [way]
            return answer
        raise self._refusal(refusals)

    def _take(self, way):
        self.protocol, self._rpc = way

    def _refusal(self, refusals):
        """Why no way leads to the database, as a RemoteError."""
        not_let_through = [error for error in refusals if isinstance(error, NoApi)]
        if not_let_through:
            return not_let_through[0]
        return refusals[0] if self.series < _JSON2_SINCE else DatabaseNotFound()

    def uid(self):
        """:return: id of the user behind the key, in the client's database
        :raises RemoteError:
        """
        if self.protocol == XMLRPC:
            return self._xmlrpc.uid()
        said = self.call("res.users", "context_get", {})
        return count(said.get("uid") if isinstance(said, dict) else None)

    def may(self, model, operation):
        """Whether the user behind the key may ``read``, ``write``, ``create`` or ``unlink`` records of ``model``.

        :raises RemoteError:
        """
        if self.protocol == XMLRPC:
            # Deprecated since Odoo 18, but older versions have nothing else.
            params = {"operation": operation, "raise_exception": False}
            return self.call(model, "check_access_rights", params) is True
        return self.call(model, "has_access", {"ids": [], "operation": operation}) is True

    def _told_series(self):
        """(major, minor) that the server tells, or None: it tells nothing, but speaks JSON-2. The way that worked last
        time is tried first."""
        ways = [partial(self._series_over_http, "/web/version"), self._series_over_xmlrpc]
        if self.target.protocol == XMLRPC:
            ways.reverse()
        # A gateway may let through nothing but what is below /json/.
        ways += [partial(self._series_over_http, "/json/version"), self._series_untold]
        refused = None
        for way in ways:
            try:
                return way()
            except ProtocolNotSpoken:
                continue
            except (NoApi, Redirected, ServerError) as error:
                refused = refused or error
        raise refused or NotOdoo

    def _series_over_http(self, path):
        """Since Odoo 19.0, these two answer without login. Any other answer does not come from such an Odoo."""
        answer = self.transport.get(path)
        if answer.status != 200 or answer.type != "application/json":
            raise ProtocolNotSpoken("JSON-2")
        said = answer.json()
        if not isinstance(said, dict) or "version" not in said:
            raise ProtocolNotSpoken("JSON-2")
        return series(said["version"])

    def _series_over_xmlrpc(self):
        said = self._xmlrpc.version()
        if not isinstance(said, dict) or "server_version" not in said:
            raise NotOdoo
        return series(said["server_version"])

    def _series_untold(self):
        if any(Json2(self.transport, self.target, names).is_spoken() for names in (True, False)):
            return
        raise ProtocolNotSpoken("JSON-2")

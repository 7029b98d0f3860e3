"""One conversation with one remote database: it finds out the version, chooses the protocol, and asks."""

import re

from ..errors import (
    CredentialsMissing,
    DatabaseNotFound,
    KeyUnreadable,
    NotOdoo,
    NotUnderstood,
    ProtocolNotSpoken,
    WrongKey,
)
from ..shape import count
from ..values import Limits
from .json2 import Json2
from .xmlrpc import XmlRpc

JSON2, XMLRPC = "json2", "xmlrpc"
# What of a target nobody can do without; CredentialsMissing names those that are empty.
CREDENTIALS = ("database", "login", "key")
_JSON2_SINCE = 19
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

    :attr:`version`, :attr:`series` (as :func:`series` returns it) and :attr:`protocol` are known after :meth:`open`.
    """

    def __init__(self, target, transport, opened=lambda: None, limits=_NO_LIMITS):
        self.target = target
        self.transport = transport
        self.limits = limits
        self._opened = opened
        self._xmlrpc = XmlRpc(transport, target)
        self._rpc = None
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
        """Learn the version, and from it the protocol. Asks for neither login nor key.

        :raises RemoteError: NotOdoo, or whatever kept the server from answering
        """
        self.series = major, minor = self._series()
        self.version = f"{major}.{minor}"
        self._speak(JSON2 if major >= _JSON2_SINCE else XMLRPC)
        self._opened()

    def call(self, model, method, params):
        """Call ``model.method`` with named ``params``, over whichever protocol the database speaks.

        :return: the decoded answer
        :raises RemoteError:
        """
        try:
            return self._rpc.call(model, method, params)
        except ProtocolNotSpoken:
            # Over JSON-2, a missing protocol and an unknown database look the same. XML-RPC can tell them apart.
            if self.protocol == XMLRPC:
                raise
            self._speak(XMLRPC)
        try:
            return self._rpc.call(model, method, params)
        except ProtocolNotSpoken as error:
            raise DatabaseNotFound from error

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

    def _speak(self, protocol):
        self.protocol = protocol
        self._rpc = self._xmlrpc if protocol == XMLRPC else Json2(self.transport, self.target)

    def _series(self):
        """(major, minor). The way that worked last time is tried first."""
        ways = [self._version_over_http, self._version_over_xmlrpc]
        if self.target.protocol == XMLRPC:
            ways.reverse()
        for way in ways:
            try:
                return series(way())
            except ProtocolNotSpoken:
                continue
        raise NotOdoo

    def _version_over_http(self):
        """Since Odoo 19.0, ``/web/version`` answers without login. Any other answer does not come from such an Odoo."""
        answer = self.transport.get("/web/version")
        if answer.status != 200 or answer.type != "application/json":
            raise ProtocolNotSpoken("JSON-2")
        said = answer.json()
        if not isinstance(said, dict) or "version" not in said:
            raise ProtocolNotSpoken("JSON-2")
        return said["version"]

    def _version_over_xmlrpc(self):
        said = self._xmlrpc.version()
        if not isinstance(said, dict) or "server_version" not in said:
            raise NotOdoo
        return said["server_version"]

"""XML-RPC: ``/xmlrpc/2/common`` and ``/xmlrpc/2/object``, spoken by Odoo 8.0 to 20 (odoo/addons/rpc/controllers)."""

import re
import xmlrpc.client
from xml.parsers.expat import ExpatError

from ..errors import (
    AccessRefused,
    DatabaseNotFound,
    MethodNotFound,
    NoApi,
    NotUnderstood,
    ProtocolNotSpoken,
    Refused,
    ServerError,
    WrongKey,
)
from ..printable import without
from ..shape import count, shallow
from .json2 import refused_model
from .no_database import says_no_database

# Odoo sends control characters as they are in its database, and no parser of XML takes them.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_USER_ERROR, _ACCESS_DENIED, _ACCESS_ERROR = 2, 3, 4
_HEADERS = {"Content-Type": "text/xml"}
_XML_TYPES = ("text/xml", "application/xml")
# These are sent by position, because the name of the argument of ``write`` differs between versions.
_POSITIONAL = ("ids", "vals")


class _Reader(xmlrpc.client.Unmarshaller):
    """Reads no decimals: Odoo sends none, and comparing some of them, such as sNaN, raises an error."""

    dispatch = {
        kind: read for kind, read in xmlrpc.client.Unmarshaller.dispatch.items() if kind != "bigdecimal"
    }


class XmlRpc:
    """The calls of one :class:`~..values.Target` over XML-RPC."""

    def __init__(self, transport, target):
        self._transport = transport
        self._target = target
        self._uid = None

    def version(self):
        """:return: what the server says of itself, as ``common.version()`` gives it
        :raises RemoteError: ProtocolNotSpoken, NotUnderstood, ServerError
        """
        try:
            return self._send("common", "version")
        except xmlrpc.client.Fault as fault:
            raise _server_error(fault) from None

    def call(self, model, method, params):
        """Call ``model.method`` with named ``params`` (``ids`` and ``context`` are special, as in JSON-2).

        :return: the decoded answer
        :raises RemoteError: WrongKey, AccessRefused, MethodNotFound, DatabaseNotFound, Refused, ServerError,
            NotUnderstood, ProtocolNotSpoken
        """
        target = self._target
        named = dict(params)
        positional = [named.pop(name) for name in _POSITIONAL if name in named]
        try:
            return self._send(
                "object",
                "execute_kw",
                target.database,
                self.uid(),
                target.key,
                model,
                method,
                positional,
                named,
            )
        except xmlrpc.client.Fault as fault:
            raise _error(fault, model, method, target) from None

    def uid(self):
        """:return: id of the user of the login, in the client's database
        :raises RemoteError: as :meth:`call`
        """
        if self._uid is None:
            self._uid = self._authenticated()
        return self._uid

    def _authenticated(self):
        target = self._target
        try:
            uid = self._send("common", "authenticate", target.database, target.login, target.key, {})
        except xmlrpc.client.Fault as fault:
            raise _error(fault, "", "authenticate", target) from None
        if not uid:
            raise WrongKey
        return count(uid)

    def _send(self, service, method, *args):
        body = xmlrpc.client.dumps(args, method).encode()
        answer = self._transport.post(f"/xmlrpc/2/{service}", body, _HEADERS)
        if answer.status in (404, 405) or (answer.status == 200 and answer.type not in _XML_TYPES):
            raise ProtocolNotSpoken("XML-RPC")
        if answer.status in (401, 402, 403):
            raise NoApi
        if answer.status != 200:
            raise ServerError(f"HTTP {answer.status}")
        try:
            text = _NOT_XML.sub("\ufffd", answer.body.decode(errors="replace"))
            # Odoo sends no document type. An answer with one could define entities that expand without limit.
            if "<!" in text:
                raise NotUnderstood("XML")
            (value,) = _read(text)
        except xmlrpc.client.Fault:
            raise
        except (ExpatError, xmlrpc.client.Error, ValueError, TypeError, LookupError, AttributeError) as error:
            raise NotUnderstood("XML") from error
        return shallow(value)


def _read(text):
    """The parameters in an answer. :func:`xmlrpc.client.loads` does the same, but can't use :class:`_Reader`."""
    reader = _Reader()
    parser = xmlrpc.client.ExpatParser(reader)
    parser.feed(text)
    parser.close()
    return reader.close()


def _error(fault, model, method, target):
    """The error that a fault of Odoo means. Code 1 carries the remote traceback: we look at it, but never pass it
    on."""
    text = fault.faultString if isinstance(fault.faultString, str) else ""
    if fault.faultCode == _ACCESS_DENIED:
        return WrongKey()
    if fault.faultCode == _ACCESS_ERROR:
        return AccessRefused(refused_model(text, model))
    if says_no_database(text, target.database):
        return DatabaseNotFound()
    last_line = text.strip().rpartition("\n")[2]
    # "Object kpi.provider doesn't exist", in the language of the server; or an AttributeError, in English.
    if (
        model
        and model in last_line
        and (fault.faultCode == _USER_ERROR or last_line.startswith("AttributeError: "))
    ):
        return MethodNotFound(f"{model}.{method}")
    if fault.faultCode == _USER_ERROR:
        return Refused(without(text, target.key))
    return _server_error(fault)


def _server_error(fault):
    return ServerError(
        f"XML-RPC fault {fault.faultCode}" if isinstance(fault.faultCode, int) else "XML-RPC fault"
    )

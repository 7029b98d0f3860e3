"""Servers that answer by path, as an Odoo 19 or 17 does where not told otherwise.

What is *said* to a request are the bytes of an answer, or a function of the connection, of the event that the server
ends, and of the request.
"""

import json
import xmlrpc.client

from . import fleet
from .server import http, read_request

NOT_FOUND = http(404, b"<h1>Not Found</h1>")


def answering(*said_at):
    """A behaviour.

    :param said_at: pairs of the beginning of a path, and of what is said there; anything else is not found
    """

    def behaviour(connection, ended):
        while request := read_request(connection):
            said = next((said for start, said in said_at if request.path.startswith(start)), NOT_FOUND)
            if isinstance(said, bytes):
                connection.sendall(said)
            else:
                said(connection, ended, request)

    return behaviour


def everywhere(said):
    """A behaviour: whatever is asked."""
    return answering(("/", said))


def odoo_19(said, version="19.0"):
    """A behaviour: after the version, this is said to every call."""
    return answering(("/web/version", as_json({"version": version})), ("/json/2/", said))


def odoo_17(said, uid=2, version="17.0"):
    """A behaviour: after the version and the login, this is said to every call.

    :param uid: what the login gives
    """

    def common(connection, _ended, request):
        _args, method = xmlrpc.client.loads(request.body)
        connection.sendall(as_xml({"server_version": version} if method == "version" else uid))

    return answering(("/xmlrpc/2/common", common), ("/xmlrpc/2/object", said))


def as_json(answer, *headers):
    return http(200, json.dumps(answer).encode(), "application/json", *headers)


def as_xml(answer):
    """:param answer: a value, or a Fault"""
    values = answer if isinstance(answer, xmlrpc.client.Fault) else (answer,)
    return http(200, xmlrpc.client.dumps(values, methodresponse=True).encode(), "text/xml")


def telling_json(summary, users, *headers):
    """Said over JSON-2: these KPIs and these users."""

    def said(connection, _ended, request):
        answer = summary if request.path.startswith("/json/2/kpi.provider/") else users
        connection.sendall(as_json(answer, *headers))

    return said


def telling_xml(summary, users):
    """Said over XML-RPC: these KPIs and these users."""
    return by_model(lambda model: as_xml(summary if model == "kpi.provider" else users))


def by_model(said):
    """Said over XML-RPC.

    :param said: function of the model that is asked; it returns the bytes of an answer
    """

    def answer(connection, _ended, request):
        args, _method = xmlrpc.client.loads(request.body)
        connection.sendall(said(args[3]))

    return answer


def dripping(head, drop, interval=0.05):
    """Said: ``head`` at once, then ``drop`` again and again, for ever."""

    def said(connection, ended, _request):
        connection.sendall(head)
        while not ended.wait(interval):
            connection.sendall(drop)

    return said


def flooding(head, drop):
    """Said: as :func:`dripping`, as fast as it goes."""
    return dripping(head, drop, interval=0)


def silence(_connection, ended, _request):
    """Said: nothing, for ever."""
    ended.wait()


def sales(value):
    """KPIs: a number of sales that is ``value``."""
    return [{"id": "account_journal_type.sale", "name": "sale", "type": "integer", "value": value}]


def logins(database, **changed):
    """The users of a fake database.

    :param changed: what each of them has instead
    """
    return [user | changed for user in fleet.users(database)]

"""Stands in for Odoo.com: answers the listing of an account's databases, over JSON-2 or over XML-RPC."""

import json
import xmlrpc.client

from .server import http, read_request

LOGIN, KEY = "partner@agency.example", "odoo-com-key"


def account(rows, *, speaks_json2=True, key=KEY):
    """A behaviour: an account that lists ``rows``, whatever they are.

    :param rows: what is answered; read anew for each question
    :param key: the one that opens it
    """

    def behaviour(connection, _ended):
        while request := read_request(connection):
            connection.sendall(_json2(request, rows, key) if speaks_json2 else _xmlrpc(request, rows, key))

    return behaviour


def broken(answer):
    """A behaviour: one complete HTTP answer to every question."""

    def behaviour(connection, _ended):
        while read_request(connection):
            connection.sendall(answer)

    return behaviour


def silent(connection, ended):
    """A behaviour: the question is read, and never answered."""
    if read_request(connection):
        ended.wait()


def _json2(request, rows, key):
    if request.path != "/json/2/odoo.database/list" or request.headers["x-odoo-database"] != "openerp":
        return http(404)
    if request.headers["authorization"] != f"bearer {key}":
        return http(
            401,
            b'{"name": "werkzeug.exceptions.Unauthorized", "message": "Invalid apikey"}',
            "application/json",
        )
    return http(200, json.dumps(rows).encode(), "application/json")


def _xmlrpc(request, rows, key):
    if not request.path.startswith("/xmlrpc/2/"):
        return http(404)
    args, method = xmlrpc.client.loads(request.body)
    if method == "authenticate":
        answer = 7 if args[:3] == ("openerp", LOGIN, key) else False
    else:
        assert args[:5] == ("openerp", 7, key, "odoo.database", "list")
        answer = rows
    return http(
        200, xmlrpc.client.dumps((answer,), methodresponse=True, allow_none=True).encode(), "text/xml"
    )

"""A server that answers 200 OK, with something other than what was asked for."""

import gzip
import json

from .. import fleet
from ..manners import as_json, everywhere, flooding, logins, odoo_19, sales, telling_json
from ..server import http
from .fault import DATABASE, SECRET, TRACEBACK, Fault, served

_PAGE = http(200, f"<h1>Maintenance</h1><pre>{TRACEBACK}</pre>".encode())
_GIGABYTE = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1073741824\r\n\r\n"
_WITHOUT_END = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
_PIECE = b"x" * 65536


def _body(written, *headers):
    """Said: a body of JSON, as it is written."""
    return http(200, written, "application/json", *headers)


def _kpis(summary):
    """A behaviour: these KPIs, and good users."""
    return odoo_19(telling_json(summary, logins(DATABASE)))


def _users(users):
    """A behaviour: good KPIs, and these users."""
    return odoo_19(telling_json(fleet.summary(DATABASE), users))


FAULTS = [
    Fault("200 with HTML", served(everywhere(_PAGE)), "not_odoo"),
    Fault("200 with HTML after the version", served(odoo_19(_PAGE)), "not_understood"),
    Fault("Broken JSON", served(odoo_19(_body(b'[{"id": "remote secret", '))), "not_understood"),
    Fault("Nothing as JSON", served(odoo_19(_body(b""))), "not_understood"),
    Fault("JSON of another character set", served(odoo_19(_body(b'["\xff\xfe\xe9"]'))), "not_understood"),
    Fault("JSON nested without end", served(odoo_19(_body(b"[" * 100_000))), "not_understood"),
    Fault("JSON nested deeply", served(_kpis(sales(json.loads("[" * 50 + "]" * 50)))), "not_understood"),
    Fault("Wrong shape: an error", served(_kpis({"error": TRACEBACK})), "not_understood"),
    Fault("Wrong shape: no rows", served(_users({"login": SECRET})), "not_understood"),
    Fault("Wrong shape: rows of text", served(_users([SECRET])), "not_understood"),
    Fault("Wrong shape: no login", served(_users([{"id": 1}])), "not_understood"),
    Fault(
        "Wrong shape: a list as login",
        served(_users(logins(DATABASE, login=[SECRET]))),
        "not_understood",
    ),
    Fault("A number of 10,000 digits", served(odoo_19(_body(b"9" * 10_000))), "not_understood"),
    Fault(
        "More than ten thousand KPIs",
        served(_kpis([sales(1)[0] | {"id": f"kpi.{number}"} for number in range(10_001)])),
        "not_understood",
    ),
    Fault("1 GB", served(odoo_19(flooding(_GIGABYTE, _PIECE))), "answer_too_large"),
    Fault(
        "1 GB in pieces",
        served(odoo_19(flooding(_WITHOUT_END, b"10000\r\n" + _PIECE + b"\r\n"))),
        "answer_too_large",
    ),
    Fault("1 GB before the version", served(everywhere(flooding(_GIGABYTE, _PIECE))), "answer_too_large"),
    Fault(
        "Gzip bomb",
        served(odoo_19(_body(gzip.compress(b" " * 2**25), "Content-Encoding: gzip"))),
        "not_understood",
    ),
    Fault(
        "Headers that are none",
        served(everywhere(http(200, b"[]", "text/html", f"{SECRET} without a colon", "X-More: yes"))),
        "not_odoo",
    ),
    Fault("A version that is none", served(everywhere(as_json({"version": SECRET}))), "not_understood"),
    Fault("A version that is no text", served(everywhere(as_json({"version": {"19": 0}}))), "not_understood"),
    Fault("Another database than asked", served(_users(logins(DATABASE)[1:])), "other_database"),
]

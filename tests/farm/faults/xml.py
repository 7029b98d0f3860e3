"""A server before Odoo 19, or one that claims to be: faults and answers over XML-RPC."""

import xmlrpc.client

from ..manners import answering, as_json, as_xml, by_model, logins, odoo_17, sales, telling_xml
from ..server import http
from .fault import DATABASE, KEY, SECRET, TRACEBACK, Fault, served

_NO_DATABASE = f'{TRACEBACK}psycopg2.OperationalError: FATAL:  database "misbehaving" does not exist\n'
_PAS_DE_BASE = (
    f"{TRACEBACK}psycopg2.OperationalError: FATAL:  la base de données « misbehaving » n'existe pas\n"
)
_NEVER_ASKED = http(500)
_LAUGHS = "".join(f'<!ENTITY laugh{number} "{f"&laugh{number - 1};" * 10}">' for number in range(1, 10))
_BILLION_LAUGHS = f"""<?xml version="1.0"?><!DOCTYPE laughs [<!ENTITY laugh0 "{SECRET}">{_LAUGHS}]>
<methodResponse><params><param><value><string>&laugh9;</string></value></param></params></methodResponse>"""
_OUTSIDE = """<?xml version="1.0"?><!DOCTYPE outside [<!ENTITY file SYSTEM "file:///etc/passwd">]>
<methodResponse><params><param><value><string>&file;</string></value></param></params></methodResponse>"""


def _fault(code, text):
    return as_xml(xmlrpc.client.Fault(code, text))


def _failing(code, text):
    """Opened is an Odoo 17 that answers every call with this fault."""
    return served(odoo_17(_fault(code, text)))


def _xml(written):
    return http(200, written.encode(), "text/xml")


def _lacking(sentence):
    """Said: what is asked is not there; ``{}`` in the sentence stands for its model."""
    return by_model(lambda model: _fault(1, TRACEBACK + sentence.format(model)))


FAULTS = [
    Fault("XML-RPC fault 1, a traceback", _failing(1, TRACEBACK), "server_error"),
    Fault("XML-RPC fault 1, no database", _failing(1, _NO_DATABASE), "database_not_found"),
    Fault("XML-RPC fault 1, no database, in French", _failing(1, _PAS_DE_BASE), "database_not_found"),
    Fault("XML-RPC fault 2, refused", _failing(2, "This database is being moved"), "refused"),
    Fault("XML-RPC fault 2 with our own key", _failing(2, f"Nobody has the key {KEY}"), "refused"),
    Fault("XML-RPC fault 3, wrong key", _failing(3, f"Access Denied: {SECRET}"), "wrong_key"),
    Fault(
        "XML-RPC fault 4, no right",
        _failing(4, f"You are not allowed to access 'User' (res.users) records: {SECRET}"),
        "access_refused",
    ),
    Fault("XML-RPC fault with a word as code", _failing("AccessDenied", TRACEBACK), "server_error"),
    Fault("XML-RPC fault with an unknown code", _failing(4711, TRACEBACK), "server_error"),
    Fault(
        "XML-RPC fault without text",
        served(odoo_17(_xml(xmlrpc.client.dumps(xmlrpc.client.Fault(1, 1), methodresponse=True)))),
        "server_error",
    ),
    Fault(
        "Method missing over XML-RPC",
        served(odoo_17(_lacking("AttributeError: The method '{}.search_read' does not exist"))),
        "method_not_found",
    ),
    Fault("Login refused", served(odoo_17(_NEVER_ASKED, uid=False)), "wrong_key"),
    Fault("Login with text as number", served(odoo_17(_NEVER_ASKED, uid=SECRET)), "not_understood"),
    Fault("Login with a list as number", served(odoo_17(_NEVER_ASKED, uid=[2])), "not_understood"),
    Fault(
        "No database of this name",
        served(
            answering(
                ("/web/version", as_json({"version": "19.0"})),
                ("/xmlrpc/2/common", _fault(1, _NO_DATABASE)),
            )
        ),
        "database_not_found",
    ),
    Fault("XML-RPC as HTML", served(odoo_17(http(200, TRACEBACK.encode()))), "not_odoo"),
    Fault("Broken XML", served(odoo_17(_xml("<methodResponse><params>"))), "not_understood"),
    Fault("XML that is no answer", served(odoo_17(_xml(f"<html>{SECRET}</html>"))), "not_understood"),
    Fault("Billion laughs", served(odoo_17(_xml(_BILLION_LAUGHS))), "not_understood"),
    Fault("XML that reads our files", served(odoo_17(_xml(_OUTSIDE))), "not_understood"),
    Fault(
        "XML-RPC of the wrong shape",
        served(odoo_17(telling_xml(sales(1), logins(DATABASE, login=xmlrpc.client.Binary(b"secret"))))),
        "not_understood",
    ),
]

"""A server that says something odd, and still tells its numbers."""

import contextlib

from .. import fleet
from ..manners import (
    answering,
    as_json,
    as_xml,
    logins,
    odoo_17,
    odoo_19,
    telling_json,
    telling_xml,
)
from ..server import http, leading_to, read_request, serving, swallowing
from .fault import DATABASE, Fault, Stored, served

_IN_YEARS = "2099-12-31 23:59:59"
_SUMMARY, _USERS = fleet.summary(DATABASE), logins(DATABASE)
_GOOD_JSON, _GOOD_XML = telling_json(_SUMMARY, _USERS), telling_xml(_SUMMARY, _USERS)


def _claiming(version):
    """A behaviour: an Odoo that tells this version, and speaks XML-RPC only."""
    return answering(
        ("/web/version", as_json({"version": version})),
        ("/xmlrpc/2/common", as_xml(2)),
        ("/xmlrpc/2/object", _GOOD_XML),
    )


@contextlib.contextmanager
def _opened_asleep(_authority):
    """Something in front of the server says that it is not there, and wakes it."""
    asleep = iter([http(503)])

    def behaviour(connection, ended):
        if (answer := next(asleep, None)) and read_request(connection):
            connection.sendall(answer)
        odoo_19(_GOOD_JSON)(connection, ended)

    with serving(behaviour) as url:
        yield url


@contextlib.contextmanager
def _opened_behind_a_dead_address(_authority):
    with (
        swallowing("127.0.0.2") as port,
        serving(odoo_19(_GOOD_JSON), port=port),
        leading_to("two.example", "127.0.0.2", "127.0.0.1"),
    ):
        yield f"http://two.example:{port}"


FAULTS = [
    Fault("A version from the future", served(odoo_19(_GOOD_JSON, "42.0")), None, Stored("42.0")),
    Fault("A version that lies: too new", served(_claiming("19.0")), None, Stored("19.0", "xmlrpc")),
    Fault(
        "A version that lies: too old",
        served(
            answering(
                ("/web/version", as_json({"version": "17.0"})),
                ("/json/2/", _GOOD_JSON),
                ("/xmlrpc/2/common", as_xml(2)),
                ("/xmlrpc/2/object", _GOOD_XML),
            )
        ),
        None,
        Stored("17.0", "xmlrpc"),
    ),
    Fault(
        "A version that lies: old, without XML-RPC",
        served(answering(("/web/version", as_json({"version": "17.0"})), ("/json/2/", _GOOD_JSON))),
        "not_odoo",
    ),
    Fault(
        "Clock skew",
        served(
            odoo_19(
                telling_json(
                    _SUMMARY,
                    logins(DATABASE, login_date=_IN_YEARS),
                    "Date: Thu, 31 Dec 2099 23:59:59 GMT",
                )
            )
        ),
        None,
        Stored(latest_authentication=_IN_YEARS),
    ),
    Fault(
        "Text that PostgreSQL can't hold",
        served(odoo_19(telling_json(_SUMMARY, logins(DATABASE, name="A\0nn\ud800" * 1000)))),
        None,
        Stored(),
    ),
    Fault("Asleep at the first call", _opened_asleep, None, Stored()),
    Fault("A first address that swallows packets", _opened_behind_a_dead_address, None, Stored()),
    Fault("Healthy, before Odoo 19", served(odoo_17(_GOOD_XML)), None, Stored("17.0", "xmlrpc")),
]

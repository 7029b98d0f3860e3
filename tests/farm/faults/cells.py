"""A server that tells one odd cell: the rest of its answer counts."""

import json

from .. import fleet
from ..manners import answering, as_json, logins, odoo_17, odoo_19, sales, telling_json, telling_xml
from ..server import http
from .fault import DATABASE, SECRET, Fault, Stored, served

_SALE, _LAST = "account_journal_type_sale", 7
_MOST = 10**15
_USERS = logins(DATABASE)
_NUMBER = len(fleet.summary(DATABASE)) + 1
_TOO_LARGE = "1 of 1 KPIs could not be read: sale: more than 1,000,000,000,000,000, up or down."
# The last number stays.
_ODD_NUMBER = Stored(
    kpis={_SALE: _LAST}, left_out="1 of 1 KPIs could not be read: sale: a number was expected."
)


def _kpis(summary):
    """Opened: these KPIs, and good users."""
    return served(odoo_19(telling_json(summary, _USERS)))


def _beside(**odd):
    """Opened: good KPIs, users, and one more KPI that is odd."""
    return _kpis([*fleet.summary(DATABASE), sales(1)[0] | {"id": "odd", "name": "Odd"} | odd])


def _written(number):
    """Opened: a number of sales as it is written here, and good users."""
    summary = json.dumps(sales(0)).replace('"value": 0', f'"value": {number}').encode()
    return served(
        answering(
            ("/web/version", as_json({"version": "19.0"})),
            ("/json/2/kpi.provider/", http(200, summary, "application/json")),
            ("/json/2/", as_json(_USERS)),
        )
    )


def _left_out(said):
    return Stored(left_out=f"1 of {_NUMBER} KPIs could not be read: {said}.")


def _users(users):
    """Opened: good KPIs, and these users."""
    return served(odoo_19(telling_json(fleet.summary(DATABASE), users)))


def _user_left_out(number, said):
    return Stored(left_out=f"1 of {number} users could not be read completely: {said}.")


FAULTS = [
    Fault("Text as number", _kpis(sales(SECRET)), None, _ODD_NUMBER),
    Fault("Nothing as number", _kpis(sales(None)), None, _ODD_NUMBER),
    Fault("True as number", _kpis(sales(True)), None, _ODD_NUMBER),
    Fault("A dictionary as number", _kpis(sales({"value": 3})), None, _ODD_NUMBER),
    Fault("NaN", _written("NaN"), None, _ODD_NUMBER),
    Fault("Infinity", _written("-Infinity"), None, _ODD_NUMBER),
    Fault("A number too large for any computer", _written("1e999"), None, _ODD_NUMBER),
    Fault(
        "NaN over XML-RPC",
        served(odoo_17(telling_xml(sales(float("nan")), _USERS))),
        None,
        Stored("17.0", "xmlrpc", kpis={_SALE: _LAST}, left_out=_ODD_NUMBER.left_out),
    ),
    Fault("A whole number with a point", _kpis(sales(3.0)), None, Stored(kpis={_SALE: 3})),
    Fault("More than 2³¹", _kpis(sales(2**31)), None, Stored(kpis={_SALE: 2**31})),
    Fault("Negative number", _kpis(sales(-14)), None, Stored(kpis={_SALE: -14})),
    Fault("Huge number", _kpis(sales(10**30)), None, Stored(kpis={_SALE: _MOST}, left_out=_TOO_LARGE)),
    Fault(
        "Huge negative number",
        _kpis(sales(-(10**30))),
        None,
        Stored(kpis={_SALE: -_MOST}, left_out=_TOO_LARGE),
    ),
    Fault(
        "A KPI that is no row",
        _kpis([*fleet.summary(DATABASE), 3]),
        None,
        _left_out(f"#{_NUMBER}: a row was expected"),
    ),
    Fault("A KPI without id", _beside(id=False), None, _left_out(f"#{_NUMBER}: text was expected")),
    Fault(
        "A KPI without name",
        _beside(name=None, value=5),
        None,
        Stored(kpis={**Stored().kpis, "odd": 5}),
    ),
    Fault(
        "A date that does not exist",
        _users([_USERS[0] | {"login_date": "2026-02-31 00:00:00"}, *_USERS[1:]]),
        None,
        _user_left_out(len(_USERS), f"{_USERS[0]['login']}: a date was expected"),
    ),
    Fault(
        "A user without a login",
        _users([*_USERS, {"id": 99, "login": False, "name": "Nobody"}]),
        None,
        _user_left_out(len(_USERS) + 1, "Nobody: a login was expected"),
    ),
    Fault(
        "A control character over XML-RPC",
        served(odoo_17(telling_xml([sales(1)[0] | {"name": "a\x0bb"}], _USERS))),
        None,
        Stored("17.0", "xmlrpc", kpis={_SALE: 1}),
    ),
]

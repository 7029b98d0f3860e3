"""What has to be true of everything that is read from an answer, because it is stored and shown."""

import unicodedata
from datetime import datetime

from odoo.addons.fleet_databases.tools import address, remote_users
from odoo.addons.fleet_databases.tools.kpi import MAX_NUMBER as MAX_NUMBER_TOLD

MAX_NUMBER = 2**31 - 1  # of PostgreSQL
MAX_TEXT = 200
# What stands before a text that the hub has put together: ``account_journal_type.`` or ``https://``.
_MAX_PREFIX = 21


# Unicode counts them as format, and they can be seen.
_SIGNS = {
    *("ARABIC NUMBER SIGN", "ARABIC SIGN SANAH", "ARABIC FOOTNOTE MARKER", "ARABIC SIGN SAFHA"),
    *("ARABIC SIGN SAMVAT", "ARABIC NUMBER MARK ABOVE", "ARABIC END OF AYAH", "SYRIAC ABBREVIATION MARK"),
    *("ARABIC POUND MARK ABOVE", "ARABIC PIASTRE MARK ABOVE", "ARABIC DISPUTED END OF AYAH"),
    *("KAITHI NUMBER SIGN", "KAITHI NUMBER SIGN ABOVE"),
}


def text(value, limit=MAX_TEXT, *, may_be_empty=False):
    """It is one line that PostgreSQL stores and a list shows."""
    assert isinstance(value, str), type(value)
    assert (value or may_be_empty) and len(value) <= limit, len(value)
    assert not {unicodedata.category(char) for char in value} & {"Cc", "Cs", "Zl", "Zp"}, ascii(value)
    invisible = {char for char in value if unicodedata.category(char) == "Cf"}
    assert {unicodedata.name(char) for char in invisible} <= _SIGNS, ascii(value)
    assert value == value.strip(), ascii(value)


def number(value):
    assert type(value) is int, type(value)
    assert 0 <= value <= MAX_NUMBER, value


def counted(value):
    """What a client counts may be negative, or more than most columns hold."""
    assert type(value) is int, type(value)
    assert abs(value) <= MAX_NUMBER_TOLD, value


def moment(value):
    assert value is False or (type(value) is datetime and value.tzinfo is None), value
    # Excel counts from 1900 on, and a time zone or a week more must not lead out of what Python counts.
    assert value is False or 1900 < value.year < 2200, value


def kpis(found):
    for kpi in found:
        text(kpi.id, MAX_TEXT + _MAX_PREFIX)
        text(kpi.name)
        _KPI_VALUES[kpi.type](kpi.value)
    assert len({kpi.id for kpi in found}) == len(found)
    assert len({kpi.property_name for kpi in found}) == len(found)


def summary(found):
    left_out(found)
    kpis(found.kept.shown)
    for name in found.kept.unread:
        text(name)
    if found.kept.documents is not None:
        assert abs(found.kept.documents) < 2**63


def left_out(found):
    """What a person reads of it can be stored and shown."""
    if found.left_out:
        assert 0 < len(found.left_out.rows) <= found.left_out.total
        for _key, said in found.left_out.rows:
            text(said, 2 * MAX_TEXT)


def _char(value):
    if value is not False:
        text(value)


_KPI_VALUES = {"integer": counted, "selection": _char, "char": _char}


def users(found):
    for id_, user in found.kept.items():
        needed = {"remote_id", "login", "name", "email"}
        assert needed <= user.keys() <= {*needed, "latest_authentication"}
        assert user["remote_id"] == id_
        number(id_)
        _storable(user["login"])
        text(remote_users.shown_login(user["login"]))
        text(user["name"])
        assert user["email"] is False or text(user["email"], 254) is None
        moment(user.get("latest_authentication", False))
    left_out(found)


def _storable(value):
    """PostgreSQL takes it as it is."""
    assert isinstance(value, str) and value and len(value) <= 2704
    assert not {unicodedata.category(char) for char in value} & {"Cs"} and "\x00" not in value


def databases(found):
    for listed in found:
        text(listed.name)
        # Writing a letter small may take two.
        text(listed.url, 2 * MAX_TEXT + _MAX_PREFIX)
        assert address.flaw(listed.url) is None and address.normalized(listed.url) == listed.url, listed.url
        text(listed.uuid, 36, may_be_empty=True)
        text(listed.version, 7, may_be_empty=True)
    assert len({listed.url for listed in found}) == len(found)


def account(found):
    number(found.id)
    for value in (found.login, found.email, found.name):
        assert isinstance(value, str) and "\x00" not in value
    assert type(found.active) is type(found.share) is bool


def error(raised):
    text(raised.detail, may_be_empty=True)
    text(raised.kind)


def answers_of_a_database(answers):
    """What its questions were answered, as it was read."""
    for answer in answers.values():
        assert not isinstance(answer, Exception), answer
    users(answers["users"])
    summary(answers["kpis"])
    owner = answers["api_keys"]
    if owner:
        number(owner.uid)
        assert 0 <= owner.companies[0] <= owner.companies[1]
    if owner and owner.end is not None:
        moment(owner.end)

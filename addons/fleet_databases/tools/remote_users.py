"""Users of a remote database."""

import re

from ..remote.errors import NotUnderstood, OtherDatabase
from ..remote.partly import Unread
from ..remote.printable import first_address, is_storable, printable
from ..remote.shape import moment, rows, text

FIELDS = ("login", "email", "name", "login_date")

_MAX_USERS = 50_000
_MAX_TEXT = 200
_MAX_LOGIN = 2704  # bytes that PostgreSQL takes into the index of logins that every Odoo has
_MAX_ADDRESS = 254  # of RFC 5321
_MAX_ID = 2**31 - 1
_DIFFERS = "\ufffd"
_ADDRESS = re.compile(r"""[^\s@<>()\[\],:;"\\]+@[^\s@<>()\[\],:;"\\]+""")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def is_address(login):
    """Whether a login is one e-mail address and nothing else, all of which can be seen. This quick check comes first,
    because parsing any other text takes a hundred times as long."""
    return (
        len(login) <= _MAX_ADDRESS
        and bool(_ADDRESS.fullmatch(login))
        and printable(login, _MAX_ADDRESS) == login
    )


def only_address(email):
    """:return: ``email``, a text, in lower case if it is one address and nothing else; else False"""
    address = email.lower()
    return is_address(address) and address


def shown_login(login):
    """A login, as it can be shown. If characters in it can't be shown, it ends with a mark: otherwise it would look
    the same as the login of another user."""
    shown = printable(login, _MAX_TEXT)
    return shown if shown == login else shown[: _MAX_TEXT - 1].rstrip() + _DIFFERS


def remote_users(answer):
    """Read the users of a remote database. One odd cell costs that cell, and a user without id or login that row.

    :param answer: rows of ``res.users`` with FIELDS
    :return: :class:`~..remote.partly.Partly`, of id -> ``remote_id``, ``login`` exactly as it is there, ``name``,
        ``email`` (one address in lower case, or False) and ``latest_authentication`` (datetime in UTC, or False:
        never), which is missing where it could not be read. What is left out has the id as its key; None: it has none
    :raises NotUnderstood: nothing could be read
    """
    told = rows(answer, _MAX_USERS)
    unread, users = Unread("users", len(told)), {}
    for place, row in enumerate(told):
        id_ = unread.cell(None, f"#{place + 1}", _id, row.get("id"))
        login = id_ and unread.cell(id_, row.get("name"), _login, row.get("login"))
        if login:
            users[id_] = _user(unread, id_, login, row)
    if told and not users:
        raise NotUnderstood("users with an id and a login were expected")
    return unread.partly(users)


def users_of(own_login, answer):
    """Read the users, and check that the right database has answered: a server may choose another database by itself,
    and then we would show the numbers of another client.

    :param own_login: of the user behind the key, who has to be among them; False: it is not known
    :return: as :func:`remote_users`
    :raises OtherDatabase: that user is not
    :raises NotUnderstood:
    """
    users = remote_users(answer)
    logins = {user["login"].strip().lower() for user in users.kept.values()}
    if own_login and own_login.strip().lower() not in logins:
        raise OtherDatabase(own_login)
    return users


def _user(unread, id_, login, row):
    def cell(read, field, instead=None):
        return unread.cell(id_, login, read, row.get(field), instead)

    user = {
        "remote_id": id_,
        "login": login,
        "name": cell(_name, "name") or shown_login(login),
        "email": cell(_email, "email", False),
    }
    latest = cell(_latest, "login_date")
    return user if latest is None else {**user, "latest_authentication": latest}


def _id(value):
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= _MAX_ID:
        raise NotUnderstood("an id was expected")
    return value


def _login(value):
    if not isinstance(value, str) or not value.strip():
        raise NotUnderstood("a login was expected")
    if not is_storable(value) or len(value.encode()) > _MAX_LOGIN:
        raise NotUnderstood("no Odoo has such a login")
    return value


def _name(value):
    return text(value, _MAX_TEXT) if value not in (False, None) else ""


def _email(value):
    if value and not isinstance(value, str):
        raise NotUnderstood("an e-mail address was expected")
    return only_address(first_address(value or ""))


def _latest(value):
    """Odoo 8 tells the day."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        value += " 00:00:00"
    return moment(value)

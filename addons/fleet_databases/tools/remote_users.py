"""Users of a remote database."""

import re

from ..remote.errors import OtherDatabase
from ..remote.shape import moment, rows, text

FIELDS = ("login", "name", "login_date")

_MAX_USERS = 50_000
_MAX_TEXT = 200
_MAX_ADDRESS = 254  # of RFC 5321
_DIFFERS = "\ufffd"
_ADDRESS = re.compile(r"""[^\s@<>()\[\],:;"\\]+@[^\s@<>()\[\],:;"\\]+""")


def is_address(login):
    """Whether a login can be one e-mail address and nothing else. This quick check comes first, because parsing any
    other text takes a hundred times as long."""
    return len(login) <= _MAX_ADDRESS and bool(_ADDRESS.fullmatch(login))


def remote_users(answer):
    """Read the users of a remote database.

    :param answer: rows of ``res.users`` with FIELDS
    :return: login -> ``login``, ``name`` and ``latest_authentication`` (datetime in UTC, or False: never)
    :raises NotUnderstood:
    """
    users = {}
    for row in rows(answer, _MAX_USERS):
        login = _login(row.get("login"))
        users[login] = {
            "login": login,
            "name": text(row.get("name") or login, _MAX_TEXT),
            "latest_authentication": moment(row.get("login_date")),
        }
    return users


def users_of(own_login, answer):
    """Read the users, and check that the right database has answered: a server may choose another database by itself,
    and then we would show the numbers of another client.

    :param own_login: of the user behind the key, who has to be among them; False: it is not known
    :return: as :func:`remote_users`
    :raises OtherDatabase: that user is not
    :raises NotUnderstood:
    """
    users = remote_users(answer)
    if own_login and own_login.lower() not in map(str.lower, users):
        raise OtherDatabase(own_login)
    return users


def _login(told):
    """The login, as it can be shown. If characters in it can't be shown, it ends with a mark: otherwise it would look
    the same as the login of another user."""
    shown = text(told, _MAX_TEXT)
    return shown if shown == told.strip() else shown[: _MAX_TEXT - 1].rstrip() + _DIFFERS

"""Users of a remote database."""

from datetime import datetime

from ..remote.errors import NotUnderstood
from ..remote.shape import rows, text

FIELDS = ("login", "name", "login_date")

_MAX_USERS = 50_000
_MAX_TEXT = 200


def remote_users(answer):
    """Read the users of a remote database.

    :param answer: rows of ``res.users`` with FIELDS
    :return: login -> ``login``, ``name`` and ``latest_authentication`` (datetime in UTC, or False: never)
    :raises NotUnderstood:
    """
    users = {}
    for row in rows(answer, _MAX_USERS):
        login = text(row.get("login"), _MAX_TEXT)
        users[login] = {
            "login": login,
            "name": text(row.get("name") or login, _MAX_TEXT),
            "latest_authentication": _moment(row.get("login_date")),
        }
    return users


def _moment(value):
    if not value:
        return False
    try:
        return datetime.strptime(value, "%Y-%m-%d %H:%M:%S")
    except (TypeError, ValueError) as error:
        raise NotUnderstood("a date was expected") from error

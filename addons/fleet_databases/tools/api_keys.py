"""The user behind an API key, and the keys of that user."""

from dataclasses import dataclass
from datetime import UTC, datetime

from ..remote.errors import AccessRefused, MethodNotFound, NotUnderstood
from ..remote.shape import moment, rows
from .companies import ask_companies

_MAX_KEYS = 1000
_SCOPES = (False, None, "rpc")


@dataclass(frozen=True, slots=True)
class KeyOwner:
    """Whoever stands behind a key.

    :param uid: id of that user in the client's database
    :param end: when the first key of that user ends, datetime in UTC; False: none ends; None: it was not told
    :param companies: how many companies that user's numbers cover, and how many there are; 0 and 0: it is not known
    """

    uid: int
    end: datetime | bool | None = None
    companies: tuple[int, int] = (0, 0)


def ask_key_owner(session):
    """Ask who stands behind the key, which may be another user than the login that somebody typed.

    :return: :class:`KeyOwner`
    :raises RemoteError:
    """
    uid = session.uid()
    return KeyOwner(uid, _first_end(session, uid), ask_companies(session, uid))


def _first_end(session, uid):
    try:
        # Without a list of fields: the field for the end is there since Odoo 18 only.
        keys = session.call("res.users.apikeys", "search_read", {"domain": [["user_id", "=", uid]]})
        return first_end(keys, datetime.now(UTC).replace(tzinfo=None))
    except (AccessRefused, MethodNotFound, NotUnderstood):
        return None


def first_end(answer, now):
    """When the first of the keys ends. Odoo does not say which of them the hub uses.

    :param answer: rows of ``res.users.apikeys``; before Odoo 18.0 keys have no end
    :param now: datetime in UTC
    :return: datetime in UTC, or False: none of them ends
    :raises NotUnderstood:
    """
    ends = [
        moment(row.get("expiration_date")) for row in rows(answer, _MAX_KEYS) if row.get("scope") in _SCOPES
    ]
    return min((end for end in ends if end and end > now), default=False)

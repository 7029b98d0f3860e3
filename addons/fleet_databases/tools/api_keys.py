"""API keys of a remote user."""

from datetime import UTC, datetime

from ..remote.shape import moment, rows

_MAX_KEYS = 1000
_SCOPES = (False, None, "rpc")


def read_first_end(answer):
    """:func:`first_end` of an answer that has just come"""
    return first_end(answer, datetime.now(UTC).replace(tzinfo=None))


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

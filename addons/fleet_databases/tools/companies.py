"""Which companies of a database the hub sees."""

from ..remote.errors import AccessRefused, MethodNotFound, NotUnderstood
from ..remote.shape import count, rows

_MAX_COMPANIES = 10_000
# Before, the rules of Odoo showed the records of one company at a time: the one that the user has chosen.
_ALL_AT_ONCE_SINCE = 13


def ask_companies(session, uid):
    """Count the companies whose numbers a user sees, and all that this user is told of: those of the user, and whoever
    may manage users is told all (odoo/addons/base/security/base_security.xml).

    :param uid: of the user behind the key
    :return: (how many the numbers cover, how many there are); 0 and 0: it is not known
    :raises RemoteError:
    """
    try:
        [user] = rows(session.call("res.users", "read", {"ids": [uid], "fields": ["company_ids"]}), 1)
        told = session.call("res.company", "search_read", {"domain": [], "fields": ["id"]})
        there = {count(row.get("id")) for row in rows(told, _MAX_COMPANIES)}
    except (AccessRefused, MethodNotFound, NotUnderstood, ValueError):
        return 0, 0
    own = user.get("company_ids")
    # Archived companies are among those of the user, and have no numbers.
    covered = len(
        there.intersection(id_ for id_ in own if isinstance(id_, int)) if isinstance(own, list) else ()
    )
    if session.series[0] < _ALL_AT_ONCE_SINCE:
        covered = min(covered, 1)
    return (covered, len(there)) if covered else (0, 0)

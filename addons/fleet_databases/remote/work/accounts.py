"""User accounts of a remote database: read them, and what becomes of each."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from ..errors import NotUnderstood, RemoteError, Unconfirmed
from ..printable import is_storable
from ..shape import count, rows

# What will be done with an account, or the reason why nothing is done.
CREATE, REACTIVATE, REMOVE = "create", "reactivate", "remove"
PRESENT, PORTAL, ABSENT, INACTIVE = "present", "portal", "absent", "inactive"
AMBIGUOUS, RENAMED, OWN_KEY, LAST_ADMIN, NO_RIGHT, BY_HAND = (
    "ambiguous",
    "renamed",
    "own_key",
    "last_admin",
    "no_right",
    "by_hand",
)
TO_DO = (CREATE, REACTIVATE, REMOVE)

_FIELDS = ["login", "email", "name", "active", "share"]
_MAX_ACCOUNTS = 10_000
_ALL_GROUPS_SINCE = 19  # before, groups_id contained the implied groups too


@dataclass(frozen=True, slots=True)
class Account:
    """One user in the client's database, with the texts exactly as they are there. ``share``: not an internal user."""

    id: int
    login: str
    email: str
    name: str
    active: bool = True
    share: bool = False


class Wanted(NamedTuple):
    """Who is to be invited or removed.

    :param key: under which the outcome stands
    :param name: a login or an e-mail address
    :param title: what people call the person
    :param id: of the account for which it was decided, whose login was ``name`` then; 0: it is not known
    """

    key: Any
    name: str
    title: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class AccountOutcome:
    """What will be done, or was done, with one account.

    :param effect: one of the words above; a word of TO_DO was done, or would be
    :param account: the :class:`Account`, where there is one
    :param why: why it is this person's, a word of :mod:`.persons`; empty where it was known by its id
    :param error: why it could not be done
    :param rights: tuple of the names of the groups that an account would get that is created; empty: not known
    :param others: tuple of AccountOutcome: the other accounts that are perhaps this person's, and are left alone
    """

    effect: str
    account: Account | None = None
    why: str = ""
    error: RemoteError | None = None
    others: tuple = ()
    rights: tuple = ()


def accounts_named(session, names):
    """The accounts, also archived ones, whose login or e-mail address is one of ``names``, in upper or lower case. A
    database may find more than was asked for, such as letters without their accents."""
    if not names:
        return []
    # Odoo compares the first address in the field, which may contain any text.
    operators = (("login", "=ilike"), ("email", "ilike"))
    conditions = [[field, operator, _exactly(name)] for name in names for field, operator in operators]
    return _accounts(session, ["|"] * (len(conditions) - 1) + conditions)


def accounts_by_id(session, ids):
    """:return: id -> account, also archived ones, of those that are there"""
    if not ids:
        return {}
    return {account.id: account for account in _accounts(session, [["id", "in", sorted(ids)]])}


def administrators(session):
    """Ids of the active users with the group Settings (base.group_system)."""
    group = session.call(
        "ir.model.data",
        "search_read",
        {"domain": [["module", "=", "base"], ["name", "=", "group_system"]], "fields": ["res_id"]},
    )
    [row] = rows(group, 1) or [{}]
    field = "all_group_ids" if session.series[0] >= _ALL_GROUPS_SINCE else "groups_id"
    domain = [[field, "in", [count(row.get("res_id"))]]]
    answer = session.call("res.users", "search_read", {"domain": domain, "fields": ["login"]})
    return {count(row.get("id")) for row in rows(answer, _MAX_ACCOUNTS)}


def missing_right(session, operation):
    """A user has a contact: whoever creates or changes a user also needs the right to create or change contacts.

    :param operation: ``create`` or ``write``
    :return: the first model for which the user behind the key lacks the right, or None
    """
    models = ("res.users", "res.partner")
    return next((model for model in models if not session.may(model, operation)), None)


def each(keys, call):
    """Make one call for each key. If one fails, the others are still made, unless they would fail for the same reason.

    :return: key -> RemoteError or None
    """
    failures, ended = {}, None
    for key in keys:
        failures[key] = ended
        if ended:
            continue
        try:
            call(key)
        except RemoteError as error:
            failures[key] = error
            ended = error if error.ends_conversation else None
    return failures


def unconfirmed(failure):
    """What a failure, or None, means where there was no time to look what is true. If a call said that it was done, it
    is done. What can't be understood does not say that nothing was changed."""
    return Unconfirmed(failure.detail) if isinstance(failure, NotUnderstood) else failure


def _exactly(name):
    r"""A pattern of ``=ilike`` or ``ilike`` that finds this name only. Odoo hands a pattern on to PostgreSQL as it is,
    where ``%`` and ``_`` stand for anything, ``\`` makes the next letter an ordinary one, and a pattern that ends with
    it fails."""
    return name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _accounts(session, domain):
    params = {"domain": domain, "fields": _FIELDS, "context": {"active_test": False}}
    answer = rows(session.call("res.users", "search_read", params), _MAX_ACCOUNTS)
    found = [_account(row) for row in answer]
    if answer and not any(account.login for account in found):
        raise NotUnderstood("users with a login were expected")
    return found


def _account(row):
    """What can't be read is empty: it is nobody's login."""
    login, email, name = (_text(row.get(field)) for field in ("login", "email", "name"))
    active, share = (row.get(field) is True for field in ("active", "share"))
    return Account(count(row.get("id")), login, email, name, active, share)


def _text(value):
    return value if isinstance(value, str) and is_storable(value) else ""

"""User accounts of a remote database: see which ones there are, invite people, deactivate accounts.

``res.users.web_create_users`` re-activates whoever has one of the addresses, creates the others and returns only True;
one address that is an active login fails the whole call (odoo/addons/base_setup/models/res_users.py). So the hub looks
first, sends one new address a call, and reads back.
"""

import re
from dataclasses import dataclass

from ..errors import NotUnderstood, RemoteError
from ..shape import count, rows, text

# What will be done with an account, or the reason why nothing is done.
CREATE, REACTIVATE, REMOVE = "create", "reactivate", "remove"
PRESENT, PORTAL, ABSENT, OWN_KEY, LAST_ADMIN, NO_RIGHT = (
    "present",
    "portal",
    "absent",
    "own_key",
    "last_admin",
    "no_right",
)
TO_DO = (CREATE, REACTIVATE, REMOVE)

_FIELDS = ["login", "email", "name", "active", "share", "login_date"]
_MAX_ACCOUNTS = 10_000
_MAX_TEXT = 200
_ALL_GROUPS_SINCE = 19  # before, groups_id contained the implied groups too
# The oldest version whose source we have read: it splits ``Ann <ann@agency.example>`` into name and address.
_NAMES_SINCE = 19
_QUOTING = re.compile(r'["\\<>]')


@dataclass(frozen=True, slots=True)
class Account:
    """One user in the client's database. ``share``: not an internal user."""

    id: int
    login: str
    email: str
    name: str
    active: bool
    share: bool


@dataclass(frozen=True, slots=True)
class AccountOutcome:
    """What will be done, or was done, with one address or login.

    :param effect: one of the words above; a word of TO_DO was done, or would be
    :param account: the :class:`Account`, where there is one
    :param error: why it could not be done
    """

    effect: str
    account: Account | None = None
    error: RemoteError | None = None


@dataclass(frozen=True, slots=True)
class Invitations:
    """The work of inviting people. The answers stand under their addresses, as :class:`AccountOutcome`.

    :param people: pairs of an e-mail address in lower case, and a name
    :param dry: only look what would be done
    """

    people: tuple[tuple[str, str], ...]
    dry: bool = False

    def __call__(self, session):
        session.open()
        addresses = [address for address, _name in self.people]
        accounts = _accounts(session, addresses, ("login", "email"))
        # If a right is missing, the call itself says so. Only a preview has to ask for rights first.
        may = not self.dry or missing_right(session, "create") is None
        planned = {address: _invitation(_best(accounts, address), may) for address in addresses}
        return planned if self.dry else self._done(session, planned)

    def _done(self, session, planned):
        to_do = [address for address, outcome in planned.items() if outcome.effect in TO_DO]
        failures = _each(to_do, lambda address: self._invite(session, address, planned[address].account))
        if not failures:
            return planned
        try:
            accounts = _accounts(session, list(failures), ("login", "email"))
        except RemoteError:
            # If a call said that it was done, it is done, even if there was no time to look again.
            return planned | {
                address: AccountOutcome(planned[address].effect, planned[address].account, failure)
                for address, failure in failures.items()
            }
        return planned | {
            address: self._verified(
                session, planned[address].effect, _best(accounts, address), address, failure
            )
            for address, failure in failures.items()
        }

    def _invite(self, session, address, archived):
        """Invite one person. ``web_create_users`` would re-activate all accounts with this address, so we re-activate
        the one account that was found ourselves."""
        if archived:
            session.call("res.users", "write", {"ids": [archived.id], "vals": {"active": True}})
            return
        contact = address
        if session.series[0] >= _NAMES_SINCE:
            name = _QUOTING.sub(" ", dict(self.people)[address])
            contact = f'"{name}" <{address}>'
        params = {"emails": [contact], "context": {"no_reset_password": True}}
        session.call("res.users", "web_create_users", params)

    def _verified(self, session, effect, account, address, failure):
        """Look what is true now, whatever the call answered."""
        if not account or not account.active:
            return AccountOutcome(effect, account, failure or NotUnderstood("the user is not there"))
        if effect == CREATE:
            self._name(session, account, dict(self.people)[address])
        return AccountOutcome(effect, account)

    def _name(self, session, account, name):
        """Older servers use the address as the name. If the name can't be changed, the invitation has still worked."""
        if account.name != name:
            _each(
                [account.id],
                lambda id_: session.call("res.users", "write", {"ids": [id_], "vals": {"name": name}}),
            )


@dataclass(frozen=True, slots=True)
class Removals:
    """The work of deactivating accounts. The answers stand under their logins, as :class:`AccountOutcome`.

    The user behind the key and the last active administrator are never deactivated.

    :param logins: in the order in which they are deactivated
    :param dry: only look what would be done
    """

    logins: tuple[str, ...]
    dry: bool = False

    def __call__(self, session):
        session.open()
        accounts = _accounts(session, self.logins, ("login",))
        found = {login: _best(accounts, login) for login in self.logins}
        planned = self._planned(session, found)
        return planned if self.dry else self._done(session, planned)

    def _planned(self, session, found):
        planned = {login: AccountOutcome(ABSENT, account) for login, account in found.items()}
        active = {login: account for login, account in found.items() if account and account.active}
        if not active:
            return planned
        if self.dry and missing_right(session, "write"):
            return planned | {login: AccountOutcome(NO_RIGHT, account) for login, account in active.items()}
        own, administrators = session.uid(), _administrators(session)
        for login, account in active.items():
            if account.id == own:
                planned[login] = AccountOutcome(OWN_KEY, account)
            elif administrators == {account.id}:
                planned[login] = AccountOutcome(LAST_ADMIN, account)
            else:
                planned[login] = AccountOutcome(REMOVE, account)
                administrators -= {account.id}
        return planned

    def _done(self, session, planned):
        failures = _each(
            [login for login, outcome in planned.items() if outcome.effect in TO_DO],
            lambda login: session.call(
                "res.users", "write", {"ids": [planned[login].account.id], "vals": {"active": False}}
            ),
        )
        if not failures:
            return planned
        try:
            accounts = _accounts(session, list(failures), ("login",))
        except RemoteError:
            return planned | {
                login: AccountOutcome(REMOVE, planned[login].account, failure)
                for login, failure in failures.items()
            }
        for login, failure in failures.items():
            account = _best(accounts, login)
            gone = not account or not account.active
            error = None if gone else failure or NotUnderstood("the user is still active")
            planned[login] = AccountOutcome(REMOVE, account, error)
        return planned


def missing_right(session, operation):
    """A user has a contact: whoever creates or changes a user also needs the right to create or change contacts.

    :param operation: ``create`` or ``write``
    :return: the first model for which the user behind the key lacks the right, or None
    """
    models = ("res.users", "res.partner")
    return next((model for model in models if not session.may(model, operation)), None)


def _invitation(account, may):
    if account and account.share:
        return AccountOutcome(PORTAL, account)
    if account and account.active:
        return AccountOutcome(PRESENT, account)
    if not may:
        return AccountOutcome(NO_RIGHT, account)
    return AccountOutcome(REACTIVATE if account else CREATE, account)


def _each(keys, call):
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


def _accounts(session, names, fields):
    """The accounts, also archived ones, with one of ``names`` in one of ``fields``, in upper or lower case."""
    if not names:
        return []
    conditions = [[field, "=ilike", name] for name in names for field in fields]
    domain = ["|"] * (len(conditions) - 1) + conditions
    answer = session.call(
        "res.users",
        "search_read",
        {"domain": domain, "fields": _FIELDS, "context": {"active_test": False}},
    )
    return [
        Account(
            id=count(row.get("id")),
            login=text(row.get("login"), _MAX_TEXT),
            email=text(row.get("email") or "-", _MAX_TEXT),
            name=text(row.get("name") or "-", _MAX_TEXT),
            active=row.get("active") is True,
            share=row.get("share") is True,
        )
        for row in rows(answer, _MAX_ACCOUNTS)
    ]


def _best(accounts, name):
    """The account with this login, or else with this e-mail address. An active account is preferred to an archived one.

    ``=ilike`` knows wildcards (many addresses contain ``_``), so it may have found more than was asked for.
    """
    name = name.lower()
    fitting = [account for account in accounts if name in (account.login.lower(), account.email.lower())]
    return max(fitting, key=lambda account: (account.login.lower() == name, account.active), default=None)


def _administrators(session):
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

"""Invite people to a remote database.

``res.users.web_create_users`` re-activates whoever has one of the addresses, creates the others and returns only True;
one address that is an active login fails the whole call (odoo/addons/base_setup/models/res_users.py). So the hub looks
first, sends one new address a call, and reads back.
"""

import re
from dataclasses import dataclass, replace

from ..errors import NotUnderstood, RemoteError
from .accounts import (
    BY_HAND,
    CREATE,
    NO_RIGHT,
    PRESENT,
    REACTIVATE,
    RENAMED,
    TO_DO,
    AccountOutcome,
    Wanted,
    accounts_by_id,
    accounts_named,
    each,
    missing_right,
    unconfirmed,
)
from .inviting import can_invite, new_rights
from .persons import best, fits

# The oldest version whose source we have read: it splits ``Ann <ann@agency.example>`` into name and address.
_NAMES_SINCE = 19
_QUOTING = re.compile(r'["\\<>]')


@dataclass(frozen=True, slots=True)
class Invitations:
    """The work of inviting people. The answers stand under their keys, as :class:`~.accounts.AccountOutcome`.

    :param people: whose names are e-mail addresses in lower case
    :param dry: only look what would be done
    """

    people: tuple[Wanted, ...]
    dry: bool = False

    def __call__(self, session):
        session.open()
        accounts = accounts_named(session, [wanted.name for wanted in self.people])
        # If a right is missing, the call itself says so. Only a preview has to ask for rights first.
        may = not self.dry or missing_right(session, "create") is None
        create = (CREATE if may else NO_RIGHT) if can_invite(session.series) else BY_HAND
        planned = {
            wanted.key: _still(wanted, _planned(fits(wanted.name, accounts), may, create))
            for wanted in self.people
        }
        return _with_rights(session, planned) if self.dry else self._done(session, planned)

    def _done(self, session, planned):
        to_do = {wanted: planned[wanted.key] for wanted in self.people if planned[wanted.key].effect in TO_DO}
        failures = each(to_do, lambda wanted: _invite(session, wanted, to_do[wanted].account))
        if not failures:
            return planned
        try:
            seen = _seen(session, to_do)
        except RemoteError:
            return planned | {
                wanted.key: replace(to_do[wanted], error=unconfirmed(failure))
                for wanted, failure in failures.items()
            }
        return planned | {
            wanted.key: _verified(session, wanted, to_do[wanted], seen[wanted], failure)
            for wanted, failure in failures.items()
        }


def _with_rights(session, planned):
    """The same, with the rights of the accounts that would be created."""
    if all(outcome.effect != CREATE for outcome in planned.values()):
        return planned
    try:
        rights = new_rights(session)
    except RemoteError:
        return planned
    return {
        key: replace(outcome, rights=rights) if outcome.effect == CREATE else outcome
        for key, outcome in planned.items()
    }


def _planned(found, may, create):
    fit = best(found)
    if not fit:
        return AccountOutcome(create)
    return AccountOutcome(_effect(fit, may), fit.account, fit.why)


def _still(wanted, outcome):
    """Nothing is done with another account than the one that it was decided for."""
    if not wanted.id or (outcome.account and outcome.account.id == wanted.id):
        return outcome
    return replace(outcome, effect=RENAMED)


def _effect(fit, may):
    if fit.left_alone:
        return fit.left_alone
    if fit.account.active:
        return PRESENT
    return REACTIVATE if may else NO_RIGHT


def _invite(session, wanted, archived):
    """Invite one person. ``web_create_users`` would re-activate all accounts with this address, so we re-activate the
    one account that was found ourselves."""
    if archived:
        session.call("res.users", "write", {"ids": [archived.id], "vals": {"active": True}})
        return
    contact = wanted.name
    if session.series[0] >= _NAMES_SINCE:
        contact = f'"{_QUOTING.sub(" ", wanted.title)}" <{wanted.name}>'
    params = {"emails": [contact], "context": {"no_reset_password": True}}
    session.call("res.users", "web_create_users", params)


def _seen(session, to_do):
    """Look what is true now, whatever the calls answered.

    :return: wanted -> the account, or None
    """
    by_id = accounts_by_id(session, {outcome.account.id for outcome in to_do.values() if outcome.account})
    created = [wanted.name for wanted, outcome in to_do.items() if not outcome.account]
    named = accounts_named(session, created)
    return {
        wanted: by_id.get(outcome.account.id) if outcome.account else _account(fits(wanted.name, named))
        for wanted, outcome in to_do.items()
    }


def _account(found):
    fit = best(found)
    return fit.account if fit and not fit.left_alone else None


def _verified(session, wanted, outcome, account, failure):
    # Somebody else may have made an account there meanwhile.
    is_other = outcome.effect == CREATE and failure and account and account.login.lower() != wanted.name
    if not account or not account.active or is_other:
        return replace(outcome, error=failure or NotUnderstood("the user is not there"))
    if outcome.effect == CREATE and not failure:
        _name(session, account, wanted.title)
    return replace(outcome, account=account)


def _name(session, account, name):
    """Older servers use the address as the name. If the name can't be changed, the invitation has still worked."""
    if account.name != name:
        each(
            [account.id],
            lambda id_: session.call("res.users", "write", {"ids": [id_], "vals": {"name": name}}),
        )

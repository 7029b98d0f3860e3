"""Deactivate accounts of a remote database."""

from dataclasses import dataclass, replace

from ..errors import NotUnderstood, RemoteError
from .accounts import (
    ABSENT,
    AMBIGUOUS,
    INACTIVE,
    LAST_ADMIN,
    NO_RIGHT,
    OWN_KEY,
    PORTAL,
    REMOVE,
    RENAMED,
    AccountOutcome,
    Wanted,
    accounts_by_id,
    accounts_named,
    administrators,
    each,
    missing_right,
    unconfirmed,
)
from .persons import EMAIL, best, fits


@dataclass(frozen=True, slots=True)
class Removals:
    """The work of deactivating accounts. The answers stand under their keys, as :class:`~.accounts.AccountOutcome`.

    An account is known by its id. Where the id is not known, it is the account of the person with this name, and what
    else may be this person's is told and left alone. The user behind the key and the last active administrator are
    never deactivated.

    :param people: in the order in which they are deactivated
    :param dry: only look what would be done
    """

    people: tuple[Wanted, ...]
    dry: bool = False

    def __call__(self, session):
        session.open()
        planned = self._judged(session, self._looked_up(session))
        return planned if self.dry else _done(session, planned)

    def _looked_up(self, session):
        """:return: key -> outcome, where REMOVE only means that nothing in the account speaks against it"""
        by_id = accounts_by_id(session, {wanted.id for wanted in self.people if wanted.id})
        named = accounts_named(session, [wanted.name for wanted in self.people if not wanted.id])
        return {
            wanted.key: _known(by_id.get(wanted.id), wanted.name)
            if wanted.id
            else self._theirs(wanted.name, named)
            for wanted in self.people
        }

    def _theirs(self, name, accounts):
        outcome = _theirs(name, accounts)
        # Nobody has seen the account. By its e-mail address, it may be somebody else's by now.
        if not self.dry and outcome.effect == REMOVE and outcome.why == EMAIL:
            return replace(outcome, effect=AMBIGUOUS)
        return outcome

    def _judged(self, session, planned):
        to_do = {key: outcome for key, outcome in planned.items() if outcome.effect == REMOVE}
        if not to_do:
            return planned
        if self.dry and missing_right(session, "write"):
            return planned | {key: replace(outcome, effect=NO_RIGHT) for key, outcome in to_do.items()}
        own, remaining = session.uid(), administrators(session)
        for key, outcome in to_do.items():
            if outcome.account.id == own:
                planned[key] = replace(outcome, effect=OWN_KEY)
            elif remaining == {outcome.account.id}:
                planned[key] = replace(outcome, effect=LAST_ADMIN)
            else:
                remaining -= {outcome.account.id}
        return planned


def _known(account, login):
    if not account:
        return AccountOutcome(ABSENT)
    if account.login != login:
        return AccountOutcome(RENAMED, account)
    return AccountOutcome(_effect(account, PORTAL if account.share else ""), account)


def _theirs(name, accounts):
    found = fits(name, accounts)
    if not found:
        return AccountOutcome(ABSENT)
    outcomes = {
        fit: AccountOutcome(_effect(fit.account, fit.left_alone), fit.account, fit.why) for fit in found
    }
    first = outcomes.pop(best(found))
    return replace(first, others=tuple(outcomes.values()))


def _effect(account, left_alone):
    return (left_alone or REMOVE) if account.active else INACTIVE


def _done(session, planned):
    to_do = {key: outcome.account.id for key, outcome in planned.items() if outcome.effect == REMOVE}
    failures = each(
        to_do,
        lambda key: session.call("res.users", "write", {"ids": [to_do[key]], "vals": {"active": False}}),
    )
    try:
        accounts = accounts_by_id(session, set(to_do.values()))
    except RemoteError:
        return planned | {
            key: replace(planned[key], error=unconfirmed(failure)) for key, failure in failures.items()
        }
    for key, failure in failures.items():
        account = accounts.get(to_do[key])
        is_there = account and account.active
        error = (failure or NotUnderstood("the user is still active")) if is_there else None
        planned[key] = replace(planned[key], account=account or planned[key].account, error=error)
    return planned

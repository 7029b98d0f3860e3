"""Which accounts of a client's database are one person's, and why."""

from typing import Any, NamedTuple

from ..printable import first_address
from .accounts import AMBIGUOUS, PORTAL

# Why an account is a person's: it has the login, the login in other letters, or the e-mail address.
LOGIN, LOGIN_CASE, EMAIL = "login", "login_case", "email"
_REASONS = (LOGIN, LOGIN_CASE, EMAIL)


class Fit(NamedTuple):
    """An account that is perhaps a person's.

    :param account: :class:`~.accounts.Account`
    :param why: a word of this module
    :param left_alone: why it is not taken for theirs: PORTAL, or AMBIGUOUS where another one fits better or as well;
        empty: it is theirs
    """

    account: Any
    why: str
    left_alone: str = ""


def fits(name, accounts):
    """The accounts of a client's database that are perhaps one person's, the best one first.

    At most one is theirs: of the active internal ones, that with the login, else with the login in other letters, else
    with the e-mail address; else of the archived ones in the same way. None, if two fit for the same reason.

    :param name: the e-mail address, or login, by which the person is known
    :param accounts: list of :class:`~.accounts.Account`, which may contain other people's
    :return: list of :class:`Fit`
    """
    found = [(account, why) for account in accounts if (why := _why(name, account))]
    found.sort(key=lambda fit: (_rank(*fit), fit[0].id))
    ranks = [_rank(account, why) for account, why in found if not account.share]
    theirs = ranks[0] if ranks and ranks.count(ranks[0]) == 1 else None
    return [Fit(account, why, _left_alone(account, why, theirs)) for account, why in found]


def best(found):
    """:param found: as :func:`fits` returns it
    :return: the :class:`Fit` by which it is decided what is done: an internal account comes first; None: there is
        no account
    """
    return next((fit for fit in found if not fit.account.share), found[0] if found else None)


def is_of_the_hub(account, uid, login):
    """Whether an account is the hub's own: the one behind its key.

    :param uid: id of the user behind the key; 0: it is not known, and its login decides
    :param login: that was entered for the key; it may be empty
    """
    if uid and account.id:
        return account.id == uid
    return bool(login) and account.login.strip().lower() == login.strip().lower()


def _why(name, account):
    if account.login == name:
        return LOGIN
    if account.login.lower() == name.lower():
        return LOGIN_CASE
    return EMAIL if first_address(account.email) == name.lower() else ""


def _rank(account, why):
    return not account.active, _REASONS.index(why)


def _left_alone(account, why, theirs):
    if account.share:
        return PORTAL
    return "" if _rank(account, why) == theirs else AMBIGUOUS

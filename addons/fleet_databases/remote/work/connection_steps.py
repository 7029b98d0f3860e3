"""Test a connection step by step, with the questions of a synchronization, and tell every step that breaks."""

from dataclasses import dataclass
from typing import Any

from ..errors import (
    AccessRefused,
    CallTimeout,
    CredentialsMissing,
    DatabaseNotFound,
    HubError,
    KeyUnreadable,
    MethodNotFound,
    NoApi,
    NotAllowed,
    OtherDatabase,
    Redirected,
    Refused,
    RemoteError,
    TlsError,
    Unreachable,
    WrongKey,
)
from .accounts import missing_right
from .inviting import can_invite
from .questions import Questions

# The steps, in order. The last four are about what features need: if one of them fails, the others are still tried.
ADDRESS, TLS, ODOO, DATABASE, KEY = "address", "tls", "odoo", "database", "key"
READ_KPIS, READ_USERS, OTHERS, CHANGE_USERS = "read_kpis", "read_users", "others", "change_users"
STEPS = (ADDRESS, TLS, ODOO, DATABASE, KEY, READ_KPIS, READ_USERS, OTHERS, CHANGE_USERS)
# What is found out about changing users: people can be removed, but not invited.
BY_HAND = "by_hand"

# The steps of the hub's own questions; those of addons are OTHERS.
_STEP_OF_QUESTION = {"api_keys": KEY, "kpis": READ_KPIS, "users": READ_USERS}
# Where nobody answers, the address is to blame; where an answer came, what it said is.
_OF_THE_ADDRESS = (Unreachable, CallTimeout, NotAllowed)
# Errors that only the database itself can give, once it has accepted the key.
_OF_THE_OPENED_DATABASE = (AccessRefused, MethodNotFound, OtherDatabase, Refused)


@dataclass(frozen=True, slots=True)
class Step:
    """One step that was tried.

    :param found: the end of the certificate (datetime, or None: not encrypted), the version, the answer to the
        question, or BY_HAND
    :param error: why it failed
    :param question: the name of the question that failed
    """

    found: Any = None
    error: RemoteError | None = None
    question: str = ""


@dataclass(frozen=True, slots=True)
class ConnectionTest:
    """The work of testing a connection. The answers stand under the names of STEPS, as :class:`Step`; those that were
    not tried, or of which nothing was found out, are missing.

    It goes as far as it can without credentials. The first step that fails, but for CHANGE_USERS, fails with the very
    error that a synchronization has; where credentials are missing, the step of what is missing does.

    :param questions: those of a synchronization of this database
    """

    questions: Questions

    def __call__(self, session):
        steps = _greeted(session)
        try:
            session.check_credentials()
        except (CredentialsMissing, KeyUnreadable, WrongKey) as error:
            lacks_name = isinstance(error, CredentialsMissing) and not session.target.database
            return steps | {DATABASE if lacks_name else KEY: Step(error=error)}
        if any(step.error for step in steps.values()):
            return steps
        return steps | _asked(session, self.questions)


def _greeted(session):
    try:
        session.greet()
    except _OF_THE_ADDRESS as error:
        return {ADDRESS: Step(error=error)}
    except TlsError as error:
        return {ADDRESS: Step(), TLS: Step(error=error)}
    except RemoteError as error:
        odoo = Step(error=error)
    else:
        odoo = Step(session.version)
    return {ADDRESS: Step(), TLS: Step(session.transport.certificate_end()), ODOO: odoo}


def _asked(session, questions):
    """The steps from DATABASE on."""
    steps = {}
    for name, lost in questions.lost.items():
        _note(steps, name, error=lost)
    for name, answer, error in questions.asked(session):
        if isinstance(error, DatabaseNotFound):
            return {DATABASE: Step(error=error)}
        if isinstance(error, WrongKey):
            return {DATABASE: Step(), KEY: Step(error=error)}
        if isinstance(error, NoApi) and not _is_opened(steps):
            return {KEY: Step(error=error)}
        _note(steps, name, answer, error)
        if error and _ends_test(error):
            return _with_opened(steps)
    return _with_opened(steps) | {CHANGE_USERS: _changing_users(session)}


def _note(steps, question, answer=None, error=None):
    """Note what came of a question. Of several questions of one step, the first that failed counts."""
    if isinstance(answer, HubError):
        error = answer
    step = _STEP_OF_QUESTION.get(question, OTHERS)
    if step not in steps or not steps[step].error:
        steps[step] = Step(error=error, question=question) if error else Step(answer)


def _is_opened(steps):
    """Whether one of the questions has reached the database, with a key that it accepts."""
    return any(not step.error or isinstance(step.error, _OF_THE_OPENED_DATABASE) for step in steps.values())


def _with_opened(steps):
    return {DATABASE: Step(), KEY: Step()} | steps if _is_opened(steps) else steps


def _ends_test(error):
    """Whether the other questions would fail for the same reason. A right that is missing is one of several."""
    ends = error.of_the_server or error.ends_conversation or isinstance(error, Redirected)
    return ends and not isinstance(error, AccessRefused)


def _changing_users(session):
    invites = can_invite(session.series)
    try:
        # Without inviting, what is left is deactivating.
        if missing := missing_right(session, "create" if invites else "write"):
            raise AccessRefused(missing)
    except RemoteError as error:
        return Step(error=error)
    return Step(None if invites else BY_HAND)

"""Test a connection step by step, and stop where it breaks."""

from dataclasses import dataclass
from datetime import datetime

from ..errors import (
    AccessRefused,
    CredentialsMissing,
    DatabaseNotFound,
    KeyUnreadable,
    MethodNotFound,
    RemoteError,
    TlsError,
)
from .accounts import missing_right

# The steps, in order. The last three are rights that features need: if one is missing, the others are still tried.
ADDRESS, TLS, ODOO, DATABASE, KEY = "address", "tls", "odoo", "database", "key"
READ_USERS, READ_KPIS, CHANGE_USERS = "read_users", "read_kpis", "change_users"
DRAFTS = "drafts"
STEPS = (ADDRESS, TLS, ODOO, DATABASE, KEY, READ_USERS, READ_KPIS, CHANGE_USERS)


@dataclass(frozen=True, slots=True)
class Step:
    """One step that was tried.

    :param detail: what was found out: the end of the certificate (datetime, or None: not encrypted), the version, or
        DRAFTS where KPIs are counted by the hub
    :param error: why it failed
    """

    detail: str | datetime | None = None
    error: RemoteError | None = None


def try_steps(session):
    """The work of testing a connection. The answers stand under the names of STEPS, as :class:`Step`; those that were
    not tried are missing."""
    steps = {}
    try:
        steps[TLS] = Step(session.transport.certificate_end())
        steps = {ADDRESS: Step()} | steps
    except TlsError as error:
        return {ADDRESS: Step(), TLS: Step(error=error)}
    except RemoteError as error:
        return {ADDRESS: Step(error=error)}
    try:
        session.open()
    except (CredentialsMissing, KeyUnreadable) as error:
        return steps | {KEY: Step(error=error)}
    except RemoteError as error:
        return steps | {ODOO: Step(error=error)}
    steps[ODOO] = Step(session.version)
    try:
        session.uid()
    except DatabaseNotFound as error:
        return steps | {DATABASE: Step(error=error)}
    except RemoteError as error:
        # Odoo checks the key after it has found the database.
        return steps | {DATABASE: Step(), KEY: Step(error=error)}
    return steps | {DATABASE: Step(), KEY: Step()} | _rights(session)


def _rights(session):
    rights = {
        READ_USERS: lambda: (
            session.call("res.users", "search_count", {"domain": [["share", "=", False]]}) and None
        ),
        READ_KPIS: lambda: _read_kpis(session),
        CHANGE_USERS: lambda: _may_change_users(session),
    }
    steps = {}
    for name, attempt in rights.items():
        try:
            steps[name] = Step(attempt())
        except RemoteError as error:
            steps[name] = Step(error=error)
    return steps


def _read_kpis(session):
    try:
        session.call("kpi.provider", "get_kpi_summary", {})
    except MethodNotFound:
        session.call("account.move", "search_count", {"domain": [["state", "=", "draft"]]})
        return DRAFTS
    return None


def _may_change_users(session):
    if missing := missing_right(session, "create"):
        raise AccessRefused(missing)

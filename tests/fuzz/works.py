"""All that the hub does in a conversation, against a server that says what was written down."""

from datetime import datetime
from functools import partial

from odoo.addons.fleet_databases.remote.errors import RemoteError
from odoo.addons.fleet_databases.remote.rpc.session import Session
from odoo.addons.fleet_databases.remote.values import Query, Target
from odoo.addons.fleet_databases.remote.work import account_databases, connection_steps, server_databases
from odoo.addons.fleet_databases.remote.work.accounts import Wanted
from odoo.addons.fleet_databases.remote.work.invitations import Invitations
from odoo.addons.fleet_databases.remote.work.questions import Questions
from odoo.addons.fleet_databases.remote.work.removals import Removals
from odoo.addons.fleet_databases.remote.work.renewal import Renewal
from odoo.addons.fleet_databases.tools.account_rows import account_rows
from odoo.addons.fleet_databases.tools.api_keys import ask_key_owner
from odoo.addons.fleet_databases.tools.drafts import count_drafts
from odoo.addons.fleet_databases.tools.kpi import read_summary
from odoo.addons.fleet_databases.tools.remote_users import users_of

from . import fit
from .conversation import Replay, answers

# Of the processor, for all works together.
SLOWEST_SECONDS = 5

_TARGET = Target(1, "http://erp.test", "erp", "hub", "the-key")
QUESTIONS = Questions(
    (
        Query("users", "res.users", "search_read", read=partial(users_of, False)),
        Query("kpis", "kpi.provider", "get_kpi_summary", read=read_summary, otherwise=count_drafts),
        Query("api_keys", ask=ask_key_owner, optional=True),
    )
)
_ANN, _BOB = Wanted(1, "ann@agency.example", "Ann"), Wanted(2, "bob@agency.example", "Bob")


def replay(written):
    """Have each of WORKS done by a server that says what is ``written``, see :mod:`.conversation`.

    :return: name of the work -> None, or the RemoteError that ended it
    :raises Exception: anything else: a bug
    """
    said = answers(written)
    return {work.__name__: _error(work, Session(_TARGET, Replay(said))) for work in WORKS}


def _error(work, session):
    try:
        return work(session)
    except RemoteError as error:
        fit.error(error)
        return error


def synchronize(session):
    answers = QUESTIONS(session)
    if session.version:
        fit.text(session.version, 7)
    fit.answers_of_a_database(answers)


def list_server(session):
    for name in server_databases.ask_server(session)["names"]:
        fit.text(name, 63)


def list_account(session):
    found, unread = account_rows(account_databases.ask_account(session)["databases"])
    fit.databases(found)
    fit.number(unread)


def invite(session):
    return _accounts(Invitations((_ANN, _BOB))(session))


def remove(session):
    return _accounts(Removals((_ANN, _BOB, Wanted(3, "cleo", id=7)))(session))


def _accounts(outcomes):
    for outcome in outcomes.values():
        if outcome.account:
            fit.account(outcome.account)
    return _first_error(outcomes.values())


def renew(session):
    fit.text(Renewal("hub", datetime(2027, 1, 14))(session)["key"].key)


def connect(session):
    steps = connection_steps.ConnectionTest(QUESTIONS)(session)
    assert steps.keys() <= set(connection_steps.STEPS)
    return _first_error(steps.values())


def _first_error(results):
    errors = [result.error for result in results if result.error]
    for error in errors:
        fit.error(error)
    return next(iter(errors), None)


WORKS = (synchronize, list_server, list_account, invite, remove, renew, connect)

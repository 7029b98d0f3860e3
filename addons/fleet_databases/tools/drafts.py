"""Counts the draft entries of a database that does not tell its KPIs."""

from ..remote.errors import MethodNotFound, NotUnderstood
from ..remote.partly import Partly, Unread
from ..remote.printable import printable
from ..remote.shape import count, rows
from .kpi import Kpi, Kpis

_MAX_JOURNALS = 10_000
_MAX_TEXT = 200
# Since this series, an invoice is an entry. Before, a draft invoice had none yet.
_INVOICES_ARE_ENTRIES_SINCE = 13
# Of the journals of Odoo 8, which had separate ones for credit notes.
_CREDIT_NOTES = "_refund"
_DRAFT_GROUPS = {"domain": [["state", "=", "draft"]], "fields": ["journal_id"], "groupby": ["journal_id"]}
_JOURNALS = {"domain": [], "fields": ["type"], "context": {"active_test": False}}


def count_drafts(session):
    """Count the draft entries on a server without ``kpi.provider``, and draft invoices where these are no entries.

    :return: :class:`~..remote.partly.Partly` of :class:`~.kpi.Kpis`; without accounting there are none
    :raises RemoteError:
    """
    try:
        groups = rows(session.call("account.move", "read_group", _DRAFT_GROUPS), _MAX_JOURNALS)
        if session.series[0] < _INVOICES_ARE_ENTRIES_SINCE:
            groups += rows(session.call("account.invoice", "read_group", _DRAFT_GROUPS), _MAX_JOURNALS)
        journals = session.call("account.journal", "search_read", _JOURNALS)
    except MethodNotFound:
        return Partly(Kpis())
    return draft_kpis(groups, journals)


def draft_kpis(groups, journals):
    """Count the draft entries of each journal type, for a server without ``kpi.provider``. What can't be read is left
    out, and noted.

    :param groups: draft entries grouped by ``journal_id``, as ``read_group`` gives them
    :param journals: ``account.journal`` with ``id`` and ``type``
    :return: :class:`~..remote.partly.Partly` of :class:`~.kpi.Kpis` with the ids of ``kpi.provider``, named by the
        journal type
    :raises NotUnderstood: these are no rows
    """
    unread, totals = Unread("kpis", len(rows(groups, _MAX_JOURNALS))), {}
    types = _types(rows(journals, _MAX_JOURNALS))
    for place, group in enumerate(groups):
        try:
            journal_type, number = types[_journal(group, types)], count(group.get("journal_id_count"))
        except NotUnderstood as error:
            unread.note(place, f"#{place + 1}", error)
            continue
        totals[journal_type] = totals.get(journal_type, 0) + number
    shown = tuple(
        Kpi(f"account_journal_type.{journal_type}", "integer", journal_type, total)
        for journal_type, total in totals.items()
    )
    return unread.partly(Kpis(shown=shown, counts_drafts=True, is_complete=not unread))


def _types(journals):
    """:return: id -> type, of the journals that can be read"""
    readable = [
        row for row in journals if isinstance(row.get("id"), int) and isinstance(row.get("type"), str)
    ]
    types = {row["id"]: printable(row["type"], _MAX_TEXT).removesuffix(_CREDIT_NOTES) for row in readable}
    return {id_: type_ for id_, type_ in types.items() if type_}


def _journal(group, types):
    journal = group.get("journal_id")
    if (
        not isinstance(journal, list)
        or not journal
        or not isinstance(journal[0], int)
        or journal[0] not in types
    ):
        raise NotUnderstood("a group has no known journal")
    return journal[0]

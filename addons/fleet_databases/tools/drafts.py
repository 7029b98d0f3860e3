"""Counts the draft entries of a database that does not tell its KPIs."""

from ..remote.errors import MethodNotFound, NotUnderstood
from ..remote.partly import Partly
from ..remote.shape import count, rows, text
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
    return Partly(Kpis(shown=tuple(draft_kpis(groups, journals)), counts_drafts=True))


def draft_kpis(groups, journals):
    """Count the draft entries of each journal type, for a server without ``kpi.provider``.

    :param groups: draft entries grouped by ``journal_id``, as ``read_group`` gives them
    :param journals: ``account.journal`` with ``id`` and ``type``
    :return: list of :class:`Kpi` with the ids of ``kpi.provider``, named by the journal type
    :raises NotUnderstood:
    """
    types = {count(row.get("id")): text(row.get("type"), _MAX_TEXT) for row in rows(journals, _MAX_JOURNALS)}
    totals = {}
    for group in rows(groups, _MAX_JOURNALS):
        journal = group.get("journal_id")
        if not isinstance(journal, list) or not journal or count(journal[0]) not in types:
            raise NotUnderstood("a group has no known journal")
        journal_type = types[journal[0]].removesuffix(_CREDIT_NOTES)
        totals[journal_type] = totals.get(journal_type, 0) + count(group.get("journal_id_count"))
    return [
        Kpi(f"account_journal_type.{journal_type}", "integer", journal_type, count(total))
        for journal_type, total in totals.items()
    ]

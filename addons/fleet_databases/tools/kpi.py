"""KPIs of a remote database: what it answers, and the property that shows each of them."""

import hashlib
import re
from dataclasses import dataclass, replace

from ..remote.errors import NotUnderstood
from ..remote.partly import Partly, Unread
from ..remote.shape import listed, number, row, text

# The field of a database with its KPIs, each of them a property.
KPIS = "database_kpi_properties"

LATE = "late"
RETURN_STATUSES = (LATE, "to_do", "to_submit", "done", "longterm")

# A browser shows every integer up to here as it is.
MAX_NUMBER = 10**15
# Each one is a record for all databases.
_MAX_KPIS = 300
_MAX_ROWS = 10_000
_MAX_TEXT = 200
# The value of a KPI that could not be read.
_UNREAD = object()
_DOCUMENTS = re.compile(r"documents(\..*)?")
_PROPERTY_TYPES = {"integer": "integer", "return_status": "selection"}
# At most one dot, no two underscores together, no underscore after the dot: so no two ids give the same property name.
# Odoo reserves names that end with _html for HTML properties. Fields of databases, which may be KPIs, too, begin with
# database_: no client may take the name of one.
_PLAIN_ID = re.compile(r"(?!.*html$)(?!database_)(?:[a-z0-9]+(?:_[a-z0-9]+)*\.[a-z0-9]+|[a-z0-9]+)")


@dataclass(frozen=True, slots=True)
class Kpi:
    """One number, status or text of a remote database.

    :param id: opaque, the same on every database; such as ``account_journal_type.sale``
    :param type: ``integer``, ``selection`` (one of RETURN_STATUSES) or ``char``: the type of the property
    :param name: as the remote user reads it
    """

    id: str
    type: str
    name: str
    value: int | str | bool

    @property
    def property_name(self):
        """A property is shared by all databases. Its name tells ids apart, and types: otherwise one database
        could change the type of a number for all others."""
        slug = self.id.replace(".", "_") if _PLAIN_ID.fullmatch(self.id) else _digested(self.id)
        return slug if self.type == "integer" else f"{slug}__{self.type}"

    @property
    def counts_documents(self):
        """Whether this is a number of documents, which have a field of their own."""
        return self.type == "integer" and bool(_DOCUMENTS.fullmatch(self.id))


def is_draft_entries(property_name):
    """Whether a property counts the entries of a journal type."""
    return property_name.startswith("account_journal_type_")


def is_tax_return(property_name):
    """Whether a property is the status of a tax return."""
    return property_name.endswith("__selection")


def _digested(kpi_id):
    readable = re.sub(r"[^a-z0-9]+", "_", kpi_id.lower())[:40].strip("_")
    return f"{readable or 'kpi'}__{hashlib.sha256(kpi_id.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Kpis:
    """All that a database tells of itself.

    :param shown: tuple of :class:`Kpi` with different ids, without those of documents
    :param documents: number of documents waiting, of all KPIs of documents; None: it has none of these
    :param counts_drafts: the server has no KPIs; the hub counted its draft entries instead
    :param unread: names of the properties whose value could not be read, although the database has one
    :param documents_unread: whether the same goes for a number of documents
    :param is_complete: False: something was told of which nobody knows which KPI it is
    """

    shown: tuple[Kpi, ...] = ()
    documents: int | None = None
    counts_drafts: bool = False
    unread: frozenset[str] = frozenset()
    documents_unread: bool = False
    is_complete: bool = True


def no_kpis(_session):
    """What is done on a server without ``kpi.provider`` where nobody wants draft entries."""
    return Partly(Kpis())


def read_summary(answer):
    """Read an answer of ``kpi.provider.get_kpi_summary()`` (odoo/addons/base_setup/models/kpi_provider.py).

    A KPI of a type that is not known is kept as text. One whose value can't be read is left out, and noted.

    :return: :class:`~..remote.partly.Partly` of :class:`Kpis`
    :raises NotUnderstood: it is not a list
    """
    told, is_complete = {}, True
    unread = Unread("kpis", len(listed(answer, _MAX_ROWS)))
    for place, item in enumerate(answer):
        try:
            kpi = _described(row(item), place)
        except NotUnderstood as error:
            unread.note(place, f"#{place + 1}", error)
            is_complete = False
            continue
        value = unread.cell(kpi.id, kpi.name, _READERS[kpi.type], item.get("value"), instead=_UNREAD)
        told[kpi.id] = replace(kpi, value=_bounded(kpi, value, unread))
    return unread.partly(_kpis(told.values(), is_complete))


def _kpis(told, is_complete):
    documents = [kpi.value for kpi in told if kpi.counts_documents]
    documents_unread = _UNREAD in documents or not (documents or is_complete)
    others = [kpi for kpi in told if not kpi.counts_documents]
    return Kpis(
        shown=tuple(kpi for kpi in others if kpi.value is not _UNREAD),
        documents=sum(documents) if documents and not documents_unread else None,
        unread=frozenset(kpi.property_name for kpi in others if kpi.value is _UNREAD),
        documents_unread=documents_unread,
        is_complete=is_complete,
    )


def _described(told, place):
    """A KPI without its value. One that has no name is called by its id."""
    if place >= _MAX_KPIS:
        raise NotUnderstood(f"more than {_MAX_KPIS} KPIs")
    kpi_id = text(told.get("id"), _MAX_TEXT)
    type_ = told.get("type")
    return Kpi(
        id=kpi_id,
        type=(_PROPERTY_TYPES.get(type_) if isinstance(type_, str) else None) or "char",
        name=_text_or(kpi_id, told.get("name")),
        value=_UNREAD,
    )


def _text_or(instead, value):
    try:
        return text(value, _MAX_TEXT)
    except NotUnderstood:
        return instead


def _bounded(kpi, value, unread):
    if kpi.type != "integer" or value is _UNREAD or abs(value) <= MAX_NUMBER:
        return value
    unread.note(kpi.id, kpi.name, NotUnderstood(f"more than {MAX_NUMBER:,}, up or down"))
    return max(-MAX_NUMBER, min(value, MAX_NUMBER))


def _text(value):
    if _is_empty(value):
        return False
    if not isinstance(value, (str, int, float)):
        raise NotUnderstood("a KPI has no simple value")
    return text(str(value), _MAX_TEXT)


def _is_empty(value):
    # Zero is a value.
    return value is None or value is False or value == ""


# How the value of each type is read.
_READERS = {"integer": number, "selection": _text, "char": _text}

"""KPIs of a remote database: what it answers, and the property that shows each of them."""

import hashlib
import re
from dataclasses import dataclass

from ..remote.errors import NotUnderstood
from ..remote.shape import count, rows, text

# The field of a database with its KPIs, each of them a property.
KPIS = "database_kpi_properties"

LATE = "late"
RETURN_STATUSES = (LATE, "to_do", "to_submit", "done", "longterm")

_MAX_KPIS = 200
_MAX_TEXT = 200
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
    """

    shown: tuple[Kpi, ...] = ()
    documents: int | None = None
    counts_drafts: bool = False


def no_kpis(_session):
    """What is done on a server without ``kpi.provider`` where nobody wants draft entries."""
    return Kpis()


def read_summary(answer):
    """Read an answer of ``kpi.provider.get_kpi_summary()``.

    :return: :class:`Kpis`
    :raises NotUnderstood:
    """
    kpis = summary_kpis(answer)
    documents = [kpi.value for kpi in kpis if kpi.counts_documents]
    return Kpis(
        shown=tuple(kpi for kpi in kpis if not kpi.counts_documents),
        documents=count(sum(documents)) if documents else None,
    )


def summary_kpis(answer):
    """Read an answer of ``kpi.provider.get_kpi_summary()`` (odoo/addons/base_setup/models/kpi_provider.py).

    A type that is not known is kept as text; a status that is not known is no value.

    :return: list of :class:`Kpi`, with different ids
    :raises NotUnderstood:
    """
    kpis = {}
    for row in rows(answer, _MAX_KPIS):
        kpi_id = text(row.get("id"), _MAX_TEXT)
        type_ = _PROPERTY_TYPES.get(text(row.get("type"), _MAX_TEXT), "char")
        kpis[kpi_id] = Kpi(kpi_id, type_, text(row.get("name"), _MAX_TEXT), _value(type_, row.get("value")))
    return list(kpis.values())


def _value(type_, value):
    if type_ == "integer":
        return count(value)
    if type_ == "selection":
        return value if value in RETURN_STATUSES else False
    if value in (None, False, ""):
        return False
    if not isinstance(value, (str, int, float)):
        raise NotUnderstood("a KPI has no simple value")
    return text(str(value), _MAX_TEXT)

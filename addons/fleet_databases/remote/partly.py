"""An answer that could be read in part. One odd cell costs that cell, not the whole database."""

from dataclasses import dataclass
from typing import Any

from .errors import NotUnderstood
from .printable import printable

_MAX_NAME = 60


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The rows of one answer of which something could not be read.

    :param what: the rows are ``users`` or ``kpis``, or what an addon calls them
    :param total: how many rows the answer had
    :param rows: tuple of (key of the row: what it is known by, or None; what is wrong, as text that can be shown)
    """

    what: str
    total: int
    rows: tuple[tuple[Any, str], ...]


@dataclass(frozen=True, slots=True)
class Partly:
    """What a reader returns that keeps what is whole.

    :param kept: what could be read
    :param left_out: :class:`LeftOut`, or None: nothing
    """

    kept: Any
    left_out: LeftOut | None = None


class Unread:
    """Collects what could not be read of the rows of one answer."""

    def __init__(self, what, total):
        self._what = what
        self._total = total
        self._rows = {}

    def cell(self, key, name, read, value, instead=None):
        """Read one cell. If it can't be read, it is noted.

        :param key: what the row is known by
        :param name: of the row, for a person; plain text, as it came
        :param read: function of the value, which raises NotUnderstood
        :return: what ``read`` returns, or ``instead``
        """
        try:
            return read(value)
        except NotUnderstood as error:
            self.note(key, name, error)
            return instead

    def __bool__(self):
        """Whether something could not be read."""
        return bool(self._rows)

    def note(self, key, name, error):
        """Note that something of a row could not be read. Of one row, the first counts."""
        shown = printable(name, _MAX_NAME) if isinstance(name, str) else ""
        self._rows.setdefault((key, shown), f"{shown or key}: {error.detail}")

    def partly(self, kept):
        """:return: :class:`Partly`"""
        rows = tuple((key, said) for (key, _shown), said in self._rows.items())
        return Partly(kept, LeftOut(self._what, self._total, rows) if rows else None)

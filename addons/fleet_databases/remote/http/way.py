"""The way to a server."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..names import Names

_NOT_THERE = (502, 503)


@dataclass(slots=True)
class Way:
    """How the name of a server is looked up, and how far a conversation with it came.

    :param names: :class:`~..names.Names`, which many conversations may share
    :param reached: called when a connection came about
    :param is_reached: whether one did
    :param is_opened: whether the server has told its version, or that it speaks JSON-2
    :param has_answered: whether the first answer is the server's own: something in front of it may say that it is not
        there (502, 503). None: there was no answer
    """

    names: Any = field(default_factory=Names)
    reached: Callable = lambda: None
    is_reached: bool = False
    is_opened: bool = False
    has_answered: bool | None = None

    def note_answer(self, status):
        if self.has_answered is None:
            self.has_answered = status not in _NOT_THERE

    def note_reached(self):
        self.is_reached = True
        self.reached()

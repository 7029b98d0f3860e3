"""An end for work that nobody can interrupt: it looks at the clock between its steps."""

import time
from contextlib import contextmanager
from contextvars import ContextVar

# On the monotonic clock.
_ends = ContextVar("ends", default=float("inf"))


class TooLong(Exception):
    """The work has not come to its end in time."""


@contextmanager
def at_most(seconds):
    """The block may last so long."""
    before = _ends.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends.reset(before)


def steps(pieces):
    """The pieces of some work, one after the other, while there is time.

    :return: iterator
    :raises TooLong: the time is over, and pieces are left; the first one is always done
    """
    for number, piece in enumerate(pieces):
        if number and time.monotonic() >= _ends.get():
            raise TooLong
        yield piece

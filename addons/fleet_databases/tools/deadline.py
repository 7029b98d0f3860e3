"""Time limits for work that nobody can interrupt: it looks at the clock between its steps."""

import time
from contextlib import contextmanager
from contextvars import ContextVar

# On the monotonic clock.
_ends = ContextVar("ends", default=float("inf"))


class TooLong(Exception):
    """The work was not finished in time."""


@contextmanager
def at_most(seconds):
    """Give the work in this block so many seconds."""
    before = _ends.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends.reset(before)


def steps(pieces):
    """Give the pieces of some work one after the other, as long as there is time.

    :return: iterator
    :raises TooLong: the time is over, and pieces are left; the first one is always done
    """
    for number, piece in enumerate(pieces):
        if number and time.monotonic() >= _ends.get():
            raise TooLong
        yield piece

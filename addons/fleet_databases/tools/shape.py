"""Check the shape of remote answers before they reach the ORM."""

import re

# PostgreSQL stores neither NUL nor lone surrogates; other control characters would garble a list.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


class ShapeError(ValueError):
    """An answer is not what was asked for. The message names what is wrong, never the value."""


def rows(answer, limit):
    """:return: ``answer``, a list of at most ``limit`` dictionaries
    :raises ShapeError:
    """
    if not isinstance(answer, list) or not all(isinstance(row, dict) for row in answer):
        raise ShapeError("a list of rows was expected")
    if len(answer) > limit:
        raise ShapeError(f"more than {limit} rows")
    return answer


def printable(value, limit):
    """:return: ``value``, a str, on one line, of at most ``limit`` characters; what can't be shown is gone"""
    return _UNPRINTABLE.sub(" ", value[: limit * 4]).strip()[:limit]


def text(value, limit):
    """:return: ``value`` on one line, of at most ``limit`` characters
    :raises ShapeError: it is not text, or nothing printable is in it
    """
    if not isinstance(value, str):
        raise ShapeError("text was expected")
    cleaned = printable(value, limit)
    if not cleaned:
        raise ShapeError("a text is empty")
    return cleaned


def count(value, limit=2**31 - 1):
    """:return: ``value``, an integer between 0 and ``limit``; what lies outside is brought to the bound
    :raises ShapeError: it is not an integer
    """
    if not isinstance(value, int) or isinstance(value, bool):
        raise ShapeError("a number was expected")
    return max(0, min(value, limit))

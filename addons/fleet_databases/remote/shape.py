"""Check the shape of remote answers before anybody relies on them."""

from datetime import datetime

from .errors import NotUnderstood
from .printable import printable

_MAX_DEPTH = 20
# Within these Odoo shows, groups and exports a moment in every time zone, also where it fills the days between two of
# them; no Odoo is older.
EARLIEST, LATEST = datetime(2000, 1, 1), datetime(2099, 12, 31, 23, 59, 59)


def shallow(answer):
    """:return: ``answer``, a decoded answer whose lists and dictionaries nest no deeper than any Odoo nests them
    :raises NotUnderstood:
    """
    level = [answer]
    for _depth in range(_MAX_DEPTH):
        level = [
            item
            for container in level
            if isinstance(container, (list, dict))
            for item in (container.values() if isinstance(container, dict) else container)
            if isinstance(item, (list, dict))
        ]
        if not level:
            return answer
    raise NotUnderstood("it is nested too deeply")


def rows(answer, limit):
    """:return: ``answer``, a list of at most ``limit`` dictionaries
    :raises NotUnderstood: the message names what is wrong, never the value
    """
    if not isinstance(answer, list) or not all(isinstance(row, dict) for row in answer):
        raise NotUnderstood("a list of rows was expected")
    if len(answer) > limit:
        raise NotUnderstood(f"more than {limit} rows")
    return answer


def text(value, limit):
    """:return: ``value`` on one line, of at most ``limit`` characters
    :raises NotUnderstood: it is not text, or nothing printable is in it
    """
    if not isinstance(value, str):
        raise NotUnderstood("text was expected")
    cleaned = printable(value, limit)
    if not cleaned:
        raise NotUnderstood("a text is empty")
    return cleaned


def count(value, limit=2**31 - 1):
    """:return: ``value``, an integer between 0 and ``limit``; what lies outside is brought to the bound
    :raises NotUnderstood: it is not an integer
    """
    if not isinstance(value, int) or isinstance(value, bool):
        raise NotUnderstood("a number was expected")
    return max(0, min(value, limit))


def moment(value):
    """:return: ``value``, a date and time as Odoo writes it, as a datetime in UTC between EARLIEST and LATEST, or False
    where there is none; what lies outside is brought to the bound
    :raises NotUnderstood:
    """
    if not value:
        return False
    try:
        return bounded(datetime.strptime(value, "%Y-%m-%d %H:%M:%S"))
    except (TypeError, ValueError) as error:
        raise NotUnderstood("a date was expected") from error


def bounded(told):
    """:return: ``told``, a datetime in UTC, or the bound beyond which it lies"""
    return max(EARLIEST, min(told, LATEST))

"""Check the shape of remote answers before anybody relies on them."""

from datetime import datetime

from .errors import NotUnderstood
from .printable import printable

_MAX_DEPTH = 20
# Between these two moments, Odoo can show, group and export a moment in every time zone, also where it fills the days
# between two moments. No Odoo is older than the first.
EARLIEST, LATEST = datetime(2000, 1, 1), datetime(2099, 12, 31, 23, 59, 59)


def shallow(answer):
    """:return: ``answer``, decoded, whose lists and dictionaries are not nested deeper than those of any Odoo
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


def listed(answer, limit):
    """:return: ``answer``, a list of at most ``limit`` items, each of which may be anything
    :raises NotUnderstood: the message names what is wrong, never the value
    """
    if not isinstance(answer, list):
        raise NotUnderstood("a list of rows was expected")
    if len(answer) > limit:
        raise NotUnderstood(f"more than {limit} rows")
    return answer


def rows(answer, limit):
    """:return: ``answer``, a list of at most ``limit`` dictionaries
    :raises NotUnderstood: as :func:`listed`
    """
    return [row(item) for item in listed(answer, limit)]


def row(item):
    """:return: ``item``, a dictionary
    :raises NotUnderstood:
    """
    if not isinstance(item, dict):
        raise NotUnderstood("a row was expected")
    return item


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
    """:return: ``value``, an integer between 0 and ``limit``; one outside these becomes 0 or ``limit``
    :raises NotUnderstood: it is not an integer
    """
    if not isinstance(value, int) or isinstance(value, bool):
        raise NotUnderstood("a number was expected")
    return max(0, min(value, limit))


def number(value):
    """:return: ``value``, an integer of any size, also if it is written as 3.0
    :raises NotUnderstood: it is not a whole number
    """
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise NotUnderstood("a number was expected")
    return value


def moment(value):
    """:return: ``value``, a date and time as Odoo writes it, as a datetime in UTC between EARLIEST and LATEST, or False
    where there is none; a moment outside these becomes EARLIEST or LATEST
    :raises NotUnderstood:
    """
    if not value:
        return False
    try:
        return bounded(datetime.strptime(value, "%Y-%m-%d %H:%M:%S"))
    except (TypeError, ValueError) as error:
        raise NotUnderstood("a date was expected") from error


def bounded(told):
    """:return: ``told``, a datetime in UTC; EARLIEST instead of an earlier one, LATEST instead of a later one"""
    return max(EARLIEST, min(told, LATEST))

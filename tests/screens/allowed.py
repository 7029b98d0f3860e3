"""What the walk lets pass, from ``exceptions.txt``: each with its reason, and none that is no longer needed."""

from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_name("exceptions.txt")


@dataclass(frozen=True)
class Allowed:
    """One line of the list.

    :param kind: ``cut``, ``axe``, ``english``, or ``press`` for a button that is pressed though its name does not say
        that it only opens something
    :param what: the rule of axe; the name of the button, a method or an external id
    :param selector: of the elements, or of what they are in; ``=`` and their text
    """

    kind: str
    what: str
    selector: str
    line: str


def listed():
    """Return the :class:`Allowed` of every line."""
    lines = (line.strip() for line in LIST.read_text().splitlines())
    return [_read(line) for line in lines if line and not line.startswith("#")]


def _read(line):
    head, selector, reason = (part.strip() for part in line.split("|"))
    kind, _space, what = head.partition(" ")
    assert reason, f"No reason: {line}"
    return Allowed(kind, what.strip(), selector, line)

"""Makes text from a remote side safe to store and to show."""

import re
from email.utils import getaddresses

_MAX_FIELD = 1000
# PostgreSQL can't store these.
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
# Control characters, and other characters that end a line, would spoil a list.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# Characters that can't be seen: two texts that differ only in these look the same, and some of them change the writing
# direction. These are Unicode's "default ignorable" characters, the marks of annotations, and what XML can't contain.
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    r"\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    r"\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)


def printable(value, limit):
    """:return: ``value``, a str, on one line, of at most ``limit`` characters, without characters that can't be
    shown"""
    visible = _INVISIBLE.sub("", value[: limit * 4])
    return _UNPRINTABLE.sub(" ", visible).strip()[:limit].rstrip()


def is_storable(value):
    """Whether PostgreSQL takes ``value``, a str, as it is"""
    return not _UNSTORABLE.search(value)


def shortened(value, limit):
    """:return: as :func:`printable`, and it ends with an ellipsis where something is missing at its end"""
    shown = printable(value, limit + 1)
    if len(shown) <= limit and len(value) <= limit * 4:
        return shown
    return shown[: limit - 1].rstrip() + "…"


def first_address(value):
    """The first e-mail address in ``value``, a str, in lower case; empty if there is none. By this one Odoo knows a
    user (``email_normalized`` of a contact)."""
    found = getaddresses([value[:_MAX_FIELD]])
    return next((address.strip().lower() for _name, address in found if "@" in address), "")


def without(value, secret):
    """:return: ``value``, a str, with an ellipsis in place of each ``secret``"""
    return value.replace(secret, "…") if secret else value


def trimmed(value):
    """:return: ``value``, a str, without blanks and what can't be shown at its two ends"""
    shown = [index for index, char in enumerate(value) if printable(char, 1)]
    return value[shown[0] : shown[-1] + 1] if shown else ""

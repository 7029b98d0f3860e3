"""Text of a remote side, made fit to be stored and shown."""

import re

# PostgreSQL stores neither NUL nor lone surrogates; other control characters, and what else ends a line or turns the
# direction of what follows, would garble a list.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")


def printable(value, limit):
    """:return: ``value``, a str, on one line, of at most ``limit`` characters; what can't be shown is gone"""
    return _UNPRINTABLE.sub(" ", value[: limit * 4]).strip()[:limit].rstrip()


def without(value, secret):
    """:return: ``value``, a str, with an ellipsis for each ``secret`` in it"""
    return value.replace(secret, "…") if secret else value

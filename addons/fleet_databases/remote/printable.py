"""Text of a remote side, made fit to be stored and shown."""

import re

# PostgreSQL stores neither NUL nor lone surrogates; other control characters, and what else ends a line, would garble a
# list.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# What has no look of its own: two texts that differ in it look the same, and some of it turns the direction of what
# follows. It is what Unicode calls default ignorable, with the marks of annotations and what XML can't carry.
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    r"\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    r"\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)


def printable(value, limit):
    """:return: ``value``, a str, on one line, of at most ``limit`` characters; what can't be shown is gone"""
    visible = _INVISIBLE.sub("", value[: limit * 4])
    return _UNPRINTABLE.sub(" ", visible).strip()[:limit].rstrip()


def without(value, secret):
    """:return: ``value``, a str, with an ellipsis for each ``secret`` in it"""
    return value.replace(secret, "…") if secret else value

"""How a preset is written, and what becomes of it when both its author and an administrator changed it."""

import re

_SEPARATOR = re.compile(r"[\s,]+")
# For fullmatch: a $ would let a line break through at the end.
XMLID = re.compile(r"\w+\.[\w.-]+")


def external_ids(text):
    """:return: list of the external ids in a text, each once, in their order"""
    return list(dict.fromkeys(filter(None, _SEPARATOR.split(text or ""))))


def merge(declared, applied, current):
    """What the author of a preset changed since it was applied, on top of what stands here today.

    Nothing of an administrator's is undone: what they added was not applied, so it is not taken away, and what they
    took away was applied, so it is not added again.
    """
    return (current - (applied - declared)) | (declared - applied)

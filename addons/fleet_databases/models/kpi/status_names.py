"""What people call the statuses of tax returns."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

_NAMES = {
    "late": _lt("Late"),
    "to_do": _lt("To do"),
    "to_submit": _lt("To submit"),
    "done": _lt("Done"),
    "longterm": _lt("Long term"),
}


def status_name(env, status):
    """:return: the name of a status in the language of ``env``; of one that only clients know, what they tell"""
    name = _NAMES.get(status)
    return env._(name) if name else status  # pylint: disable=gettext-variable

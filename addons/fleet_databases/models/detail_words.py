"""The words for those details of an error that the hub itself has found in an answer. All others are names, numbers, or
what somebody else says, and stay as they are."""

import re

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

_NUMBER = re.compile(r"\d+(?:,\d{3})*")

# As remote/ and tools/ say it, with %s for a number.
DETAILS = {
    "a KPI has no simple value": _lt("a KPI has no simple value"),
    "a date was expected": _lt("a date was expected"),
    "a group has no known journal": _lt("a group has no known journal"),
    "a list of names was expected": _lt("a list of names was expected"),
    "a list of rows was expected": _lt("a list of rows was expected"),
    "a login was expected": _lt("a login was expected"),
    "a number was expected": _lt("a number was expected"),
    "a row was expected": _lt("a row was expected"),
    "a text is empty": _lt("a text is empty"),
    "an address was expected": _lt("an address was expected"),
    "an e-mail address was expected": _lt("an e-mail address was expected"),
    "an id was expected": _lt("an id was expected"),
    "it is nested too deeply": _lt("it is nested too deeply"),
    "more than %s KPIs": _lt("more than %s KPIs"),
    "more than %s rows": _lt("more than %s rows"),
    "more than %s, up or down": _lt("more than %s, up or down"),
    "no Odoo has such a login": _lt("no Odoo has such a login"),
    "text was expected": _lt("text was expected"),
    "the new key is another user's": _lt("the new key is another user's"),
    "the user is not there": _lt("the user is not there"),
    "the user is still active": _lt("the user is still active"),
    "users with a login were expected": _lt("users with a login were expected"),
    "users with an id and a login were expected": _lt("users with an id and a login were expected"),
}


def detail_words(env, detail):
    """:return: the detail of a RemoteError, in the language of ``env`` where it is the hub's own"""
    numbers = tuple(_NUMBER.findall(detail or ""))
    said = _NUMBER.sub("%s", detail or "")
    # What somebody else says may be any text, also one with %s in it.
    if said not in DETAILS or said.count("%s") != len(numbers):
        return detail
    translated = env._(DETAILS[said])  # pylint: disable=gettext-variable
    return translated % numbers


def row_words(env, said):
    """:return: the same of a row that could not be read: its name, a colon, and the detail"""
    name, colon, detail = said.rpartition(": ")
    return f"{name}{colon}{detail_words(env, detail)}"

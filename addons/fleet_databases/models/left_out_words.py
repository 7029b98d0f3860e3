"""The words for what of an answer could not be read or shown."""

from odoo.tools.translate import LazyTranslate

from .detail_words import row_words

_lt = LazyTranslate(__name__)

# The rows of an answer -> what is said of some of them. What an addon's reader leaves out has the last words.
_WORDS = {
    "users": _lt("%(number)s of %(total)s users could not be read completely: %(rows)s"),
    "kpis": _lt("%(number)s of %(total)s KPIs could not be read: %(rows)s"),
    "no_room": _lt(
        "%(number)s of %(total)s KPIs are not shown, because the hub has no room for more: %(rows)s"
    ),
    "columns": _lt("%(number)s of %(total)s KPIs have no column, the form shows them: %(rows)s"),
}
_OTHERS = _lt("%(number)s of %(total)s rows of “%(what)s” could not be read completely: %(rows)s")
_MOST = 3


def kept(left_out):
    """As it is stored.

    :param left_out: tuple of :class:`~..remote.partly.LeftOut`
    :return: list, or False: nothing was left out
    """
    return [
        {
            "what": of_answer.what,
            "number": len(of_answer.rows),
            "total": of_answer.total,
            "rows": [said for _key, said in of_answer.rows[:_MOST]],
        }
        for of_answer in left_out
    ] or False


def sentences(env, stored):
    """What a person reads of it.

    :param stored: as :func:`kept` gives it
    :return: text in the language of ``env``, or False
    """
    return " ".join(_sentence(env, of_answer) for of_answer in stored or []) or False


def _sentence(env, of_answer):
    more = ["…"] if of_answer["number"] > len(of_answer["rows"]) else []
    words = env._(_WORDS.get(of_answer["what"], _OTHERS))  # pylint: disable=gettext-variable
    rows = [row_words(env, said) for said in of_answer["rows"]]
    return words % {**of_answer, "rows": "; ".join([*rows, *more])} + "."

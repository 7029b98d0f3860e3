"""What a person reads of a connection test: for each step what it is, what was found, and what is lost without it."""

from odoo.tools.misc import format_date
from odoo.tools.translate import LazyTranslate

from ..remote import ladder
from .failure import sentence

_lt = LazyTranslate(__name__)

STEPS = [
    (ladder.ADDRESS, "Address"),
    (ladder.TLS, "Encryption"),
    (ladder.ODOO, "Odoo"),
    (ladder.DATABASE, "Database"),
    (ladder.KEY, "API key"),
    (ladder.READ_USERS, "Read users"),
    (ladder.READ_KPIS, "Read KPIs"),
    (ladder.CHANGE_USERS, "Change users"),
]

_LOST = {
    ladder.READ_USERS: _lt("Without it, nothing is synchronized: neither users nor KPIs."),
    ladder.READ_KPIS: _lt(
        "Without it, nothing is synchronized, unless KPIs are switched off under “What to fetch”."
    ),
    ladder.CHANGE_USERS: _lt(
        "Without it, users can't be invited or removed from here; the rest works. It takes the groups “Access Rights” "
        "and “Contact Creation”."
    ),
}


def described(env, steps):
    """What is told of each step.

    :param steps: name -> :class:`~..remote.ladder.Step`
    :return: list of dict: ``step``, ``state`` (``ok``, ``warning``, ``failed`` or ``skipped``: not tried), ``message``
    """
    return [
        {
            "step": name,
            **(_tried(env, name, steps[name]) if name in steps else {"state": "skipped", "message": ""}),
        }
        for name in ladder.STEPS
    ]


def _tried(env, name, step):
    if step.error:
        told = [sentence(env, step.error.kind, step.error.detail)]
        if name in _LOST:
            told.append(env._(_LOST[name]))  # pylint: disable=gettext-variable
        return {"state": "failed", "message": " ".join(told)}
    if name == ladder.TLS:
        if not step.detail:
            return {"state": "warning", "message": env._("Not encrypted: the key can be read on the way.")}
        return {"state": "ok", "message": env._("Valid until %s", format_date(env, step.detail))}
    if name == ladder.ODOO:
        return {"state": "ok", "message": env._("Odoo %s answers", step.detail)}
    if step.detail == ladder.DRAFTS:
        return {
            "state": "warning",
            "message": env._(
                "This Odoo does not tell its KPIs: the hub counts draft entries only. Update it for the rest."
            ),
        }
    return {"state": "ok", "message": ""}

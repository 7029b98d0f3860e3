"""The words of a connection test: for each step its name, what was found, and what does not work without it."""

from odoo.tools.misc import format_date
from odoo.tools.translate import LazyTranslate

from ..remote.values import Trust
from ..remote.work import connection_steps
from .words import sentence

_lt = LazyTranslate(__name__)

STEPS = [
    (connection_steps.ADDRESS, "Address"),
    (connection_steps.TLS, "Encryption"),
    (connection_steps.ODOO, "Odoo"),
    (connection_steps.DATABASE, "Database"),
    (connection_steps.KEY, "API key"),
    (connection_steps.READ_USERS, "Read users"),
    (connection_steps.READ_KPIS, "Read KPIs"),
    (connection_steps.CHANGE_USERS, "Change users"),
]

_USUAL = Trust()

_LOST = {
    connection_steps.READ_USERS: _lt("Without it, nothing is synchronized: neither users nor KPIs."),
    connection_steps.READ_KPIS: _lt(
        "Without it, nothing is synchronized, unless KPIs are switched off under “What to fetch”."
    ),
    connection_steps.CHANGE_USERS: _lt(
        "Without it, users can't be invited or removed from here; the rest works. It takes the groups “Access Rights” "
        "and “Contact Creation”."
    ),
}


def described(env, steps, trust=_USUAL):
    """Describe each step.

    :param steps: name -> :class:`~..remote.work.connection_steps.Step`
    :param trust: :class:`~..remote.values.Trust`
    :return: list of dict: ``step``, ``state`` (``ok``, ``warning``, ``failed`` or ``skipped``: not tried), ``message``
    """
    return [
        {
            "step": name,
            **(
                _tried(env, name, steps[name], trust)
                if name in steps
                else {"state": "skipped", "message": ""}
            ),
        }
        for name in connection_steps.STEPS
    ]


def _tried(env, name, step, trust):
    if step.error:
        told = [sentence(env, step.error.kind, step.error.detail)]
        if name in _LOST:
            told.append(env._(_LOST[name]))  # pylint: disable=gettext-variable
        return {"state": "failed", "message": " ".join(told)}
    if name == connection_steps.TLS:
        if not step.detail:
            return {"state": "warning", "message": env._("Not encrypted: the key can be read on the way.")}
        until = env._("Valid until %s", format_date(env, step.detail))
        return {"state": "ok", "message": " ".join(filter(None, [until, _trusted(env, trust)]))}
    if name == connection_steps.ODOO:
        return {"state": "ok", "message": env._("Odoo %s answers", step.detail)}
    if step.detail == connection_steps.DRAFTS:
        return {
            "state": "warning",
            "message": env._(
                "This Odoo does not tell its KPIs: the hub counts draft entries only. Update it for the rest."
            ),
        }
    return {"state": "ok", "message": ""}


def _trusted(env, trust):
    """Why the certificate is accepted, where it is not one that everybody trusts."""
    if trust.fingerprint:
        return env._("· Accepted by its fingerprint; neither its name nor who signed it was checked.")
    if trust.authority:
        return env._("· Signed by the authority that was entered for this database.")
    return ""

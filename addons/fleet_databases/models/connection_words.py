"""The words of a connection test: for each step its name, what was found, and what does not work without it."""

from odoo.tools.misc import format_date
from odoo.tools.translate import LazyTranslate

from ..remote.partly import Partly
from ..remote.values import Trust
from ..remote.work import connection_steps
from ..tools.kpi import Kpis
from .words import sentence

_lt = LazyTranslate(__name__)

STEPS = [
    (connection_steps.ADDRESS, "Address"),
    (connection_steps.TLS, "Encryption"),
    (connection_steps.ODOO, "Odoo"),
    (connection_steps.DATABASE, "Database"),
    (connection_steps.KEY, "API key"),
    (connection_steps.READ_KPIS, "Read KPIs"),
    (connection_steps.READ_USERS, "Read users"),
    (connection_steps.OTHERS, "Other questions"),
    (connection_steps.CHANGE_USERS, "Change users"),
]

_USUAL = Trust()

_LOST = {
    connection_steps.READ_USERS: _lt("Without it, nothing is synchronized: neither users nor KPIs."),
    connection_steps.READ_KPIS: _lt(
        "Without it, nothing is synchronized, unless KPIs are switched off under “What to fetch”."
    ),
    connection_steps.OTHERS: _lt("Without it, nothing is synchronized."),
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
            **(_tried(env, name, steps, trust) if name in steps else {"state": "skipped", "message": ""}),
        }
        for name in connection_steps.STEPS
        # Most databases are asked nothing else.
        if name in steps or name != connection_steps.OTHERS
    ]


def _tried(env, name, steps, trust):
    step = steps[name]
    if step.error:
        return {"state": "failed", "message": _failed(env, name, step)}
    if name == connection_steps.TLS:
        if not step.found:
            return {"state": "warning", "message": env._("Not encrypted: the key can be read on the way.")}
        until = env._("Valid until %s", format_date(env, step.found))
        return {"state": "ok", "message": " ".join(filter(None, [until, _trusted(env, trust)]))}
    if name == connection_steps.ODOO:
        if not step.found:
            return {
                "state": "ok",
                "message": env._("An Odoo answers; the server does not let it tell its version"),
            }
        return {"state": "ok", "message": env._("Odoo %s answers", step.found)}
    if name == connection_steps.READ_KPIS and _counts_drafts(step.found):
        return {
            "state": "warning",
            "message": env._(
                "This Odoo does not tell its KPIs: the hub counts draft entries only. Update it for the rest."
            ),
        }
    if name == connection_steps.KEY and step.found:
        return _companies(env, *step.found.companies)
    if step.found == connection_steps.BY_HAND:
        return {
            "state": "warning",
            "message": env._(
                "People can be removed from here. Before Odoo 12 they can't be invited from outside: do it there."
            ),
        }
    return {"state": "ok", "message": ""}


def _companies(env, covered, there):
    if covered == there:
        return {"state": "ok", "message": ""}
    message = env._(
        "The numbers cover %(covered)s of %(all)s companies: those of the user behind the key.",
        covered=covered,
        all=there,
    )
    return {"state": "warning", "message": message}


def _failed(env, name, step):
    told = [sentence(env, step.error.kind, step.error.detail)]
    if name == connection_steps.OTHERS:
        told.insert(0, f"{step.question}:")
    if name in _LOST:
        told.append(env._(_LOST[name]))  # pylint: disable=gettext-variable
    return " ".join(told)


def _counts_drafts(answer):
    kpis = answer.kept if isinstance(answer, Partly) else answer
    return isinstance(kpis, Kpis) and kpis.counts_drafts


def _trusted(env, trust):
    """Why the certificate is accepted, where it is not one that everybody trusts."""
    if trust.fingerprint:
        return env._("· Accepted by its fingerprint; neither its name nor who signed it was checked.")
    if trust.authority:
        return env._("· Signed by the authority that was entered for this database.")
    return ""

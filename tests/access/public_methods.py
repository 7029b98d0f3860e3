"""Calls every method of our addons that has no underscore, in a process of Odoo, and prints one line of JSON."""

import contextlib
import inspect
import json

from odoo.exceptions import AccessDenied, AccessError
from odoo.fields import Command
from odoo.service.model import call_kw

PEOPLE = {
    "portal": "base.group_portal",
    "employee": "base.group_user",
    "access_rights": "base.group_erp_manager",
}
# What a method wants besides records, by the name of the parameter.
ARGUMENTS = {"vals": {}, "vals_list": [{}], "values": {}, "fields": ["display_name"], "allfields": None}


def outcomes(env):
    """Print rows of a model, a method, and for each kind of person whether the call is let through ("x") or refused
    ("-"). What is let through may still fail for what was asked."""
    env["project.project"].create(
        {"name": "Bakery", "database_hosting": "premise", "database_url": "https://bakery.example.com"}
    )
    people = {kind: _person(env, kind, group) for kind, group in PEOPLE.items()}
    rows = [
        [
            model,
            method,
            *("x" if _lets_through(env(user=user), model, method) else "-" for user in people.values()),
        ]
        for model, method in sorted(_methods(env))
    ]
    print(json.dumps(rows))


def _methods(env):
    """The pairs of a model that has records and a method that one of our addons adds to it or overrides; of what is
    there for all models, on users."""
    found = set()
    for model, cls in env.registry.items():
        for definition in cls.mro():
            of_all = getattr(definition, "_name", None) == "base"
            if not definition.__module__.startswith("odoo.addons.fleet_") or (
                of_all and model != "res.users"
            ):
                continue
            if not cls._abstract:
                functions = inspect.getmembers_static(definition, inspect.isfunction)
                found |= {
                    (model, name) for name, _value in functions if name in vars(definition) and name[0] != "_"
                }
    return found


def _person(env, kind, group):
    values = {
        "name": kind,
        "login": kind,
        "email": f"{kind}@example.com",
        "group_ids": [Command.set(env.ref(group).ids)],
    }
    return env["res.users"].with_context(no_reset_password=True).create(values)


def _lets_through(env, model, name):
    method = getattr(type(env[model]), name)
    # Rights are asked before it shows that a record is not there.
    some = env[model].sudo().search([], limit=1).ids or [1]
    ids = [] if getattr(method, "_api_model", False) else [some]
    parameters = list(inspect.signature(method).parameters.values())[1:]
    wanted = [
        ARGUMENTS.get(p.name)
        for p in parameters
        if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD
    ]
    with contextlib.closing(env.cr.savepoint()):
        try:
            call_kw(env[model], name, [*ids, *wanted], {})
        except (AccessError, AccessDenied):
            return False
        except Exception:  # noqa: BLE001 whatever else goes wrong, it was let through
            return True
    return True

"""Looks for the mark: behind all rules, and as a person."""

import contextlib

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .mark import MARK

TEXTS = ("char", "text", "html", "json", "properties", "reference")
# What says something in words when it is read: the others are numbers, moments, choices.
TOLD = (*TEXTS, "many2one", "many2one_reference")


def stored(env):
    """:return: model -> its stored fields, of the models that can be searched"""
    for name, model in sorted(env.registry.items()):
        if not (model._abstract or model._transient) and (model._auto or model._table_query):
            yield env[name], [field for field in model._fields.values() if field.store]


def marked(env):
    """:return: model -> ids of the records with the mark in a stored text, found behind all rules"""
    found = {}
    for model, fields in stored(env):
        columns = [field.name for field in fields if field.type in TEXTS and field.column_type]
        if not columns:
            continue
        if not model._auto:
            texts = [name for name in columns if model._fields[name].type in ("char", "text", "html")]
            ids = model.search(Domain.OR(Domain(name, "ilike", MARK) for name in texts)).ids if texts else []
        else:
            text = SQL(" || ' ' || ").join(
                SQL("COALESCE(%s::text, '')", SQL.identifier(name)) for name in columns
            )
            table = SQL.identifier(model._table)
            ids = [
                id_
                for [id_] in env.execute_query(
                    SQL("SELECT id FROM %s WHERE %s ILIKE %s", table, text, f"%{MARK}%")
                )
            ]
        if ids:
            found[model._name] = ids
    return found


def leading(env, marked):
    """:return: model -> (ids, names of the fields) of what leads to a marked record"""
    found = {}
    for model, fields in stored(env):
        leads = [
            field.name
            for field in fields
            if field.type in ("many2one", "many2many") and field.comodel_name in marked
        ]
        for name in leads:
            comodel = model._fields[name].comodel_name
            with contextlib.suppress(ValueError):
                records = model.with_context(active_test=False).search([(name, "in", marked[comodel])])
                if records:
                    ids, names = found.setdefault(model._name, (set(), set()))
                    ids.update(records.ids)
                    names.add(name)
    return found


def read_by(env, marked, leading):
    """Where the person of ``env`` finds the mark.

    :return: rows of a model, a way and what it told
    """
    env = env(context={**env.context, "active_test": False})
    told = []
    for model in sorted({*marked, *leading}):
        ids, leads = leading.get(model, ((), ()))
        told += [(model, *what) for what in look(env[model], {*marked.get(model, ()), *ids}, leads)]
    return told


def look(records, ids, leads):
    """Where a person finds the mark in these records, by all that the ORM offers over RPC.

    :return: pairs of the way and what it told
    """
    with contextlib.suppress(AccessError):
        yield from _told("name_search", records.name_search(MARK))
        visible = records.search([("id", "in", list(ids))])
        for name, description in records.fields_get([], ["type"]).items():
            if description["type"] in TOLD:
                # What is computed may need more rights than the record.
                with contextlib.suppress(AccessError):
                    yield from _told(name, visible.read([name]))
        for name in leads:
            yield from _look_through(records, visible, name)


def _look_through(records, visible, name):
    found = records.search([(name, "ilike", MARK)])
    yield from _told(f"search by {name}", found and [MARK, found])
    here = [("id", "in", visible.ids)]
    if records.fields_get([name], ["groupable"])[name]["groupable"]:
        yield from _told(f"groups by {name}", records.formatted_read_group(here, [name], ["__count"]))
    if records._fields[name].type == "many2one":
        panel = records.search_panel_select_range(name, enable_counters=True, search_domain=here)
        yield from _told(f"panel of {name}", panel)
    for path in (name, f"{name}/name", f"{name}/display_name"):
        with contextlib.suppress(UserError):
            yield from _told(f"export of {path}", visible.export_data([path])["datas"])


def _told(way, answer):
    if MARK in str(answer):
        yield way, str(answer)[:200]

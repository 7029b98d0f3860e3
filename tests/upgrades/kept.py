"""What people have in a hub, and keep when it is upgraded. Runs inside Odoo, with our code of any day."""

import json

from odoo.models import MAGIC_COLUMNS

# Who changed a record last is no part of it. Tokens are encrypted anew: that the keys open the databases counts.
_LEFT_OUT = ("write_date", "write_uid", "token")


def tell(env):
    """Print one line of JSON: what -> id -> field -> value. The template of databases is among them."""
    env.invalidate_all()
    databases = env["project.project"].with_context(active_test=False)
    databases = databases.search(["|", ("database_hosting", "!=", False), ("is_template", "=", True)])
    found = {
        "databases": _values(databases),
        "columns": {database.id: _columns(database) for database in databases},
        "settings": {"all": _settings(env)},
    }
    for model in own_models(env):
        found[model] = _values(env[model].with_context(active_test=False).search([]))
    print(json.dumps(found, default=str))


def own_models(env):
    """:return: the names of our models that have records people keep"""
    return sorted(
        name
        for name, model in env.registry.items()
        if name.startswith("databases.") and not model._abstract and not model._transient
    )


def own_fields(records):
    """:return: the names of the fields that are ours, with those by which people know a project"""
    if records._name != "project.project":
        return list(records._fields)
    return ["name", "active", *(name for name in records._fields if name.startswith("database_"))]


def _values(records):
    """:return: id -> name of a field -> what the database holds, or what stands for the key"""
    fields = [records._fields[name] for name in own_fields(records)]
    names = [field.name for field in fields if _is_kept(field)]
    return {values["id"]: values for values in records.read(names, load=None)}


def _is_kept(field):
    if field.type in ("one2many", "properties") or field.name in _LEFT_OUT:
        return False
    return field.store or field.name == "database_api_key_state"


def _columns(database):
    """:return: label -> type, value and choices of each column in the list of databases"""
    [values] = database.read(["database_kpi_properties"])
    return {
        kpi["string"]: [kpi["type"], kpi.get("value") or False, kpi.get("selection")]
        for kpi in values["database_kpi_properties"]
    }


def _settings(env):
    settings = env["databases.settings"].create({})
    [values] = settings.read([name for name in settings._fields if name not in MAGIC_COLUMNS], load=None)
    return {name: value for name, value in values.items() if name != "id"}

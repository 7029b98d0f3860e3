"""Looks at a hub, and works with it. Runs inside Odoo, with our code of today."""

from odoo import fields
from odoo.models import BaseModel

from .kept import own_fields, own_models

_RIGHTS = ("perm_read", "perm_write", "perm_create", "perm_unlink")
_INTERVAL = ("interval_number", "interval_type")
# What the addon installs: model -> the fields that are the same in an upgraded hub and in a fresh one.
_INSTALLED = {
    "ir.cron": ("cron_name", "active", "model_id", "state", "code", "user_id", *_INTERVAL),
    "ir.model.access": ("name", "active", "model_id", "group_id", *_RIGHTS),
    "ir.rule": ("name", "active", "model_id", "groups", "domain_force", *_RIGHTS),
    "res.groups": ("name", "implied_ids", "privilege_id", "comment", "share"),
    "ir.ui.view": ("name", "active", "model", "mode", "inherit_id", "group_ids", "priority"),
    "ir.ui.menu": ("name", "active", "parent_id", "group_ids", "action", "sequence"),
    "ir.actions.act_window": ("name", "res_model", "view_mode", "domain", "context", "group_ids"),
    "ir.actions.server": ("name", "model_id", "state", "code", "group_ids", "binding_model_id"),
    "mail.activity.type": ("name", "active", "icon", "res_model", "delay_count"),
}


def installed(env):
    """:return: model -> external id -> values of what the addon has installed"""
    return {
        model: {xmlid: [_plain(record[name]) for name in names] for xmlid, record in _installed(env, model)}
        for model, names in _INSTALLED.items()
    }


def open_everything(env):
    """Open, as an administrator of Databases, all records of ours with all fields, and all views."""
    env = env(user=env.ref("base.user_admin"))
    for model in ("project.project", *own_models(env)):
        if not env[model].has_access("read"):
            continue  # keys, which nobody reads
        records = env[model].with_context(active_test=False).search([])
        for values in records.read(own_fields(records), load=None):
            for name, value in values.items():
                field = records._fields[name]
                known = field.type != "selection" or value in {*field.get_values(env), False}
                assert known, f"{field}: {value}"
    for _xmlid, view in _installed(env, "ir.ui.view"):
        env[view.model].get_view(view.id, view.type)


def run_scheduled_actions(env):
    """Run all of them, when all databases are due; the archived one is back. Commits."""
    databases = env["project.project"].with_context(active_test=False).search([("database_url", "!=", False)])
    databases.write({"active": True, "database_next_synchro": fields.Datetime.now()})
    env.cr.commit()
    for _xmlid, action in _installed(env, "ir.cron"):
        action.method_direct_trigger()
        env.cr.commit()


def _installed(env, model):
    """:return: (external id, record) of each record of this model that the addon has installed"""
    domain = [("module", "=", "fleet_databases"), ("model", "=", model)]
    # sudo: external ids belong to the administrator of the system.
    names_sudo = env["ir.model.data"].sudo().search(domain, order="name")
    return [(name.name, env[model].browse(name.res_id)) for name in names_sudo]


def _plain(value):
    """Records by their external ids: their numbers differ from hub to hub."""
    return sorted(value.get_external_id().values()) if isinstance(value, BaseModel) else value

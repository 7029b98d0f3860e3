"""Looks at rights in a process of Odoo. Each function prints one line of JSON."""

import json

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.service.model import call_kw

MODES = ("read", "write", "create", "unlink")
TYPES = {
    "public": "base.group_public",
    "portal": "base.group_portal",
    "backend": "fleet_backend_group.group_backend",
    "backend_ui": "fleet_backend_group.group_backend_ui",
    "employee": "base.group_user",
}


def matrix(env):
    """Print model -> user type -> what one and the same person may do as such a user.

    Four letters, for read, write, create and delete: capital where no rule limits the records, small where one does,
    a dash where the right is missing. Models that only administrators reach are left out.
    """
    table = {}
    for type_, user in each_type(env):
        for name in stored_models(env):
            model = env(user=user)[name]
            table.setdefault(name, {})[type_] = "".join(_letter(model, mode) for mode in MODES)
    print(json.dumps({name: row for name, row in table.items() if set("".join(row.values())) != {"-"}}))


def over_rpc(env):
    """Print what calls over RPC let through: model -> user type -> modes, and the pairs of a model and a user type for
    which a search answers otherwise than the right to read says."""
    allowed, otherwise = {}, []
    for type_, user in each_type(env):
        for name in stored_models(env):
            model = env(user=user)[name]
            modes = [mode for mode in MODES if call_kw(model, "has_access", [[], mode], {})]
            allowed.setdefault(name, {})[type_] = modes
            if ("read" in modes) != _is_searchable(model):
                otherwise.append([name, type_])
    print(json.dumps([allowed, sorted(otherwise)]))


def wider(env):
    """Print the models and modes in which one person reaches more records as a backend user than as an employee."""
    reached = {
        type_: _reached(env, user) for type_, user in each_type(env, ("backend", "backend_ui", "employee"))
    }
    print(
        json.dumps(
            [
                f"{type_} {name} {mode}"
                for type_ in ("backend", "backend_ui")
                for (name, mode), ids in reached[type_].items()
                if not ids <= reached["employee"].get((name, mode), set())
            ]
        )
    )


def hidden_fields(env):
    """Print the names of the fields that employees read because they are employees, and backend users don't."""
    ours = set(TYPES.values()) - {TYPES["employee"]}
    fields = (field for name in stored_models(env) for field in env[name]._fields.values())
    groups = {(field.name, frozenset((field.groups or "").split(","))) for field in fields}
    print(
        json.dumps(sorted({name for name, some in groups if TYPES["employee"] in some and not some & ours}))
    )


def each_type(env, types=tuple(TYPES)):
    """One person, made to be of one user type after the other."""
    person = env["res.users"].search([("login", "=", "person")]) or env["res.users"].create(
        {"name": "Person", "login": "person", "email": "person@example.com"}
    )
    for type_ in types:
        person.group_ids = [Command.set(env.ref(TYPES[type_]).ids)]
        env.flush_all()
        yield type_, person


def stored_models(env):
    """The names of the models that have records."""
    return sorted(name for name in env.registry if not env[name]._abstract and env[name]._auto)


def records_of_others(env):
    """A record of somebody else, and one of the person, in each model that keeps users apart."""
    [(_type, person)] = each_type(env, ("employee",))
    colleague = env["res.users"].create({"name": "Colleague", "login": "colleague", "email": "c@example.com"})
    customer = env["res.partner"].create({"name": "Customer", "email": "customer@example.com"})
    for user in (colleague, person):
        partner = user.partner_id
        values = {"name": f"Of {user.name}", "user_id": user.id}
        env["ir.filters"].create(
            {"name": user.name, "model_id": "res.partner", "user_ids": user.ids, "domain": "[]"}
        )
        env["ir.default"].create(
            {"field_id": env.ref("base.field_res_partner__name").id, "user_id": user.id, "json_value": '"x"'}
        )
        env["res.device.log"].create(
            {
                "session_identifier": user.login.ljust(42, "x"),
                "user_id": user.id,
                "ip_address": "127.0.0.1",
                "first_activity": "2026-01-01",
                "last_activity": "2026-01-02",
            }
        )
        env["res.users.settings"]._find_or_create_for_user(user)
        env["res.users.apikeys"].with_user(user).sudo()._generate("rpc", user.name, None)
        env["res.partner.bank"].create({"acc_number": f"1234-{user.id}", "partner_id": partner.id})
        env["mail.canned.response"].with_user(user).create({"source": user.login, "substitution": "x"})
        env["mail.template"].with_user(user).create({"name": user.name})
        env["calendar.event"].with_user(user).create(
            {"name": user.name, "start": "2026-11-24 08:00:00", "stop": "2026-11-24 09:00:00", **values}
        )
        env["discuss.channel"].with_user(user)._create_channel(
            name=user.name, group_id=env.ref("base.group_user").id
        )
        env["discuss.channel"].with_user(user)._create_group(partners_to=partner.ids, name=user.name)
        env["ir.attachment"].with_user(user).create({"name": user.name, "raw": b"x"})
        env["ir.embedded.actions"].create(
            {
                "name": user.name,
                "user_id": user.id,
                "parent_action_id": env.ref("base.action_res_users").id,
                "parent_res_model": "res.users",
                "python_method": "action_show_groups",
            }
        )
        customer.activity_schedule("mail.mail_activity_data_todo", user_id=user.id)
        customer.message_subscribe(partner.ids)
    customer.message_post(body="Hello", message_type="comment", subtype_xmlid="mail.mt_comment")
    env.flush_all()


def _letter(model, mode):
    if not model.has_access(mode):
        return "-"
    initial = mode[0] if mode != "unlink" else "d"
    return initial.upper() if model.env["ir.rule"]._compute_domain(model._name, mode).is_true() else initial


def _is_searchable(model):
    try:
        call_kw(model, "search_read", [], {"domain": [], "fields": ["id"], "limit": 1})
    except AccessError:
        return False
    return True


def _reached(env, user):
    """(model, mode) -> ids of the records that the user may read, write or delete."""
    reached = {}
    for name in stored_models(env):
        every = env[name].with_context(active_test=False).search([])
        model = every.with_user(user).with_context(active_test=True)
        for mode in ("read", "write", "unlink"):
            if model.browse().has_access(mode):
                reached[name, mode] = set(model._filtered_access(mode).ids)
    return reached

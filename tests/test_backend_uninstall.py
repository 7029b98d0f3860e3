"""fleet_backend_group goes where roles had made backend users: with OCA's roles alone, and with ours."""

import json
import os

import pytest

from farm import addons
from farm.hub import own_hub

PEOPLE = """
from datetime import date, timedelta

from odoo.fields import Command

UI, BARE = env.ref("fleet_backend_group.group_backend_ui"), env.ref("fleet_backend_group.group_backend")
creation, export = env.ref("base.group_partner_manager"), env.ref("base.group_allow_export")
employee = env.ref("base.group_user")


def user(name, *types):
    return env["res.users"].create(
        {"name": name, "login": name.lower(), "group_ids": [Command.set([group.id for group in types])]}
    )


def role(name, *implied):
    return env["res.users.role"].create({"name": name, "implied_ids": [Command.set([group.id for group in implied])]})


def give(role, user, **dates):
    env["res.users.role.line"].create({"role_id": role.id, "user_id": user.id, **dates})


site, contacts, office = role("Site", UI, creation), role("Contacts", UI, export), role("Office", employee, export)
give(site, user("Wim", UI))
give(contacts, user("Uma", UI, creation))
give(contacts, user("Late", UI), date_from=date.today() + timedelta(1))
give(office, user("Eva", employee))
give(site, user("Soon", employee), date_from=date.today() + timedelta(1))
user("Bo", BARE, creation)
user("Gone", UI).active = False
if "notification_type" in env["res.users"]._fields:
    env["res.users"].search([("login", "=", "wim")]).notification_type = "inbox"
"""

LEFT = """
import json

env["res.users.role"].cron_update_users()
lines = env["res.users.role.line"].search([])
lines.write({"date_from": False})
lines.user_id.set_groups_from_roles()
telling = env.ref("base.group_partner_manager") + env.ref("base.group_allow_export")
types = env["res.groups"]._get_user_type_groups()
print(json.dumps({
    user.login: [
        sorted((user.all_group_ids & (types + telling)).get_external_id().values()),
        user.role_line_ids.role_id.mapped("name"),
    ]
    for user in env["res.users"].with_context(active_test=False).search(
        [("login", "in", ["wim", "uma", "late", "eva", "soon", "bo", "gone"])]
    )
}))
"""
PORTAL = [["base.group_portal"], []]


@pytest.mark.parametrize("roles", ["base_user_role", "fleet_user_roles"])
def test_roles_give_back_nothing_of_what_backend_users_lose(roles):
    """Not at once, not by the scheduled action, and not when a role would have begun."""
    with own_hub("uninstalled", os.environ["FLEET_BASE"]) as hub:
        addons.install(hub, "fleet_backend_group", roles)
        hub.run(PEOPLE)
        addons.uninstall(hub, "fleet_backend_group")
        left = json.loads(hub.run(LEFT).splitlines()[-1])
        assert {name: left.pop(name) for name in ("wim", "uma", "late", "bo", "gone")} == dict.fromkeys(
            ("wim", "uma", "late", "bo", "gone"), PORTAL
        )
        assert left == {
            "eva": [["base.group_allow_export", "base.group_user"], ["Office"]],
            "soon": [["base.group_user"], []],
        }


TOLD = """
wizard = env["base.module.uninstall"].create(
    {"module_ids": env["ir.module.module"].search([("name", "=", %r)]).ids}
)
print(wizard.backend_consequences or '')
"""


def test_the_dialog_says_beforehand_who_is_concerned():
    with own_hub("told", os.environ["FLEET_BASE"]) as hub:
        addons.install(hub, "fleet_backend_group", "base_user_role")
        assert hub.run(TOLD % "fleet_backend_group").split() == []
        hub.run(PEOPLE)
        told = hub.run(TOLD % "fleet_backend_group")
        assert "Backend users: 5 (Bo, Gone, Late, Uma, Wim)" in told
        assert "portal users" in told
        assert "Their roles are taken away: Contacts, Site." in told
        assert "would have become backend users by a role lose this role: 1 (Soon)" in told
        # What takes the addon along says the same, what doesn't says nothing.
        assert hub.run(TOLD % "web_tour") == told
        assert hub.run(TOLD % "base_user_role").split() == []
        hub.run("env['ir.config_parameter'].set_param('fleet_backend_group.after_uninstall', 'archive')")
        assert "archived" in hub.run(TOLD % "fleet_backend_group")

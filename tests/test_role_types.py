"""Roles and backend user types in one database: two addons that don't know each other."""

import json
import os

import pytest

from farm import addons
from farm.hub import own_hub

INSTALL = """
env["ir.module.module"].update_list()
names = ["fleet_user_roles", "fleet_backend_group"]
env["ir.module.module"].search([("name", "in", names), ("state", "!=", "installed")]).button_immediate_install()
"""

GIVE_AND_TAKE = """
import json

action = env.ref("base.action_partner_form")
backend = env.ref("fleet_backend_group.group_backend_ui")
menu = env["ir.ui.menu"].create(
    {"name": "Site", "group_ids": backend.ids, "action": f"ir.actions.act_window,{action.id}"}
)
role = env["res.users.role"].create(
    {"name": "Site worker", "preset_groups": "fleet_backend_group.group_backend_ui"}
)
user = env["res.users"].create({"name": "Wim Worker", "login": "wim"})
told = {"before": user.role}
[row] = user._preview_roles(added=role)
told["previewed"] = [row["types"] == set(backend.ids), row["menus_gained"] == {menu.id}]
role._assign(user)
told["given"] = user.role
told["employee"] = user.has_group("base.group_user")
told["menus"] = list(set(env["ir.ui.menu"].with_user(user).load_menus(False)) - {"root", menu.id})
role._withdraw(user)
told["withdrawn"] = user.role
told["groups"] = user.group_ids == backend

# The kind of user that a role in use makes.
from odoo.fields import Command
role = env["res.users.role"].create({"name": "Changing", "implied_ids": env.ref("base.group_user").ids})
changing = env["res.users"].create({"name": "Chris Changing", "login": "chris"})
role._assign(changing)
told["changed"] = []
for kind in ("fleet_backend_group.group_backend", "base.group_portal", "fleet_backend_group.group_backend_ui",
             "base.group_user"):
    role.implied_ids = [Command.set(env.ref(kind).ids)]
    types = changing.all_group_ids & env["res.groups"]._get_user_type_groups()
    told["changed"].append(types == env.ref(kind))
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told():
    with own_hub("role_types") as hub:
        hub.run(INSTALL, timeout=600)
        yield json.loads(hub.run(GIVE_AND_TAKE).splitlines()[-1])


def test_a_role_makes_a_backend_user_of_an_employee(told):
    assert (told["before"], told["given"], told["employee"]) == ("group_user", "group_backend_ui", False)


def test_the_preview_knows_the_menus_of_backend_users(told):
    assert told["previewed"] == [True, True]
    assert told["menus"] == []


def test_without_the_role_a_backend_user_stays_one(told):
    assert (told["withdrawn"], told["groups"]) == ("group_backend_ui", True)


def test_the_kind_of_user_changes_in_a_role_that_is_in_use(told):
    assert told["changed"] == [True] * 4


WAITING = """
role = env["res.users.role"].create(
    {"name": "Site", "preset_groups": "base.group_user fleet_backend_group.group_backend_ui"}
)
role._assign(env["res.users"].create({"name": "Wim Worker", "login": "wim"}))
"""
WAITED = """
role = env["res.users.role"].search([("name", "=", "Site")])
user = env["res.users"].search([("login", "=", "wim")])
print(json.dumps([role.preset_state, "Site" in (role.preset_problem or ""), user.has_group("base.group_user")]))
"""


KIND = """
from lxml import etree

form = etree.fromstring(env["res.users"].get_view(env.ref("base.view_users_form").id, "form")["arch"])
[around] = form.xpath("//page[@name='access_rights']//field[@name='role']/..")
print(env["res.users"].fields_get(["role"])["role"]["string"], around.get("string"), sep=", ")
"""


def test_a_preset_waits_for_a_kind_of_user_that_it_excludes():
    """The kind comes with an addon: that installs, upgrades, and leaves everybody as they were."""
    with own_hub("waiting", os.environ["FLEET_BASE"]) as hub:
        addons.install(hub, "fleet_user_roles")
        told = hub.run(KIND + WAITING).splitlines()[-1]
        assert told == "Kind of user, Access", "a role is something else"
        addons.install(hub, "fleet_backend_group")
        addons.upgrade(hub, "fleet_backend_group")
        assert json.loads(hub.run(f"import json\n{WAITED}").splitlines()[-1]) == ["waiting", True, True]

"""Roles and backend user types in one database: two addons that don't know each other."""

import json

import pytest

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

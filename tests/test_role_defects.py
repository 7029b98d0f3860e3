"""Each known defect of base_user_role is there with the dependency alone, and gone with fleet_user_roles."""

import json
import os

import pytest

from farm import addons
from farm.hub import own_hub

# In the words of the dependency, so that the same code runs with and without ours. Each tells whether all is well.
SCENARIOS = """
import json
from datetime import date, timedelta
from odoo.fields import Command

types = env["res.groups"]._get_user_type_groups()
employee = env.ref("base.group_user")
roles, lines, groups = env["res.users.role"], env["res.users.role.line"], env["res.groups"]

def user(login):
    return env["res.users"].create({"name": login, "login": login, "group_ids": [Command.set(employee.ids)]})

def role(name, *implied):
    return roles.create({"name": name, "implied_ids": [Command.set([employee.id, *(group.id for group in implied)])]})

def group(name):
    return groups.create({"name": name})

def given(name, *implied):
    someone, mine = user(f"user of {name}"), role(name, *implied)
    someone.role_line_ids = [Command.create({"role_id": mine.id})]
    return someone, mine

def default_role_on_portal_signups():
    role("Default").is_default = True
    template = env.ref("base.template_portal_user_id")
    signed_up = template.copy({"name": "Customer", "login": "customer", "active": True})
    roles.search([]).is_default = False
    return signed_up.all_group_ids & types == env.ref("base.group_portal")

def line_takes_effect_at_once():
    bricks, someone = group("Bricks"), user("late")
    lines.create({"role_id": role("Mason", bricks).id, "user_id": someone.id})
    return bricks in someone.all_group_ids

def group_given_from_its_side_is_told():
    someone, _mine = given("Teller")
    group("Besides").user_ids += someone
    return "role_drift" in someone._fields and someone.role_drift

def hierarchy_that_shrinks_is_followed():
    inner = group("Inner")
    outer = groups.create({"name": "Outer", "implied_ids": inner.ids})
    someone, _mine = given("Nest", outer)
    outer.implied_ids = False
    return inner not in someone.all_group_ids

def last_line_removed_leaves_a_type():
    someone, _mine = given("Last")
    someone.role_line_ids.unlink()
    return someone.all_group_ids & types == employee

def last_line_expired_leaves_a_type():
    someone, _mine = given("Expired")
    env.flush_all()
    yesterday = date.today() - timedelta(days=1)
    env.cr.execute("UPDATE res_users_role_line SET date_to = %s WHERE user_id = %s", (yesterday, someone.id))
    env.invalidate_all()
    roles.cron_update_users()
    return someone.all_group_ids & types == employee

def deleted_role_takes_its_group_along():
    _someone, mine = given("Gone")
    behind = mine.group_id
    mine.unlink()
    return not behind.exists()

def role_made_by_hand_has_an_external_id():
    return bool(role("Hand").get_external_id().popitem()[1])

checks = [
    default_role_on_portal_signups, line_takes_effect_at_once, group_given_from_its_side_is_told,
    hierarchy_that_shrinks_is_followed, last_line_removed_leaves_a_type, last_line_expired_leaves_a_type,
    deleted_role_takes_its_group_along, role_made_by_hand_has_an_external_id,
]
print(json.dumps({check.__name__: bool(check()) for check in checks}))
env.cr.rollback()
"""


@pytest.mark.parametrize(("addon", "is_well"), [("base_user_role", False), ("fleet_user_roles", True)])
def test_defects(addon, is_well):
    with own_hub("defects", os.environ["FLEET_BASE"]) as hub:
        addons.install(hub, addon)
        found = json.loads(hub.run(SCENARIOS).splitlines()[-1])
        assert len(found) == 8
        assert {name for name, well in found.items() if well is not is_well} == set()

"""Two administrators take away each other's rights at once: one of them stays."""

import re

import pytest

from farm.at_once import at_once
from farm.hub import own_hub

# The only two, each of them in a way of their own.
SET_UP = """
from odoo.fields import Command
users, system = env["res.users"], env.ref("base.group_system")
heads, chiefs = env["res.groups"].create(
    [{"name": name, "implied_ids": system.ids} for name in ("Heads", "Chiefs")]
)
everybody = users.browse(users._administrators())
ann, bob = users.create([
    {"name": login, "login": login, "group_ids": [Command.set(env.ref("base.group_user").ids)]}
    for login in ("ann", "bob")
])
"""
# From this side Odoo lets go all who are in the group itself.
ALL_OTHERS_GO = "\nsystem.user_ids -= everybody"
FOUND = """
from odoo.fields import Command
users, system, employee = env["res.users"], env.ref("base.group_system"), env.ref("base.group_user")
ann, bob = (users.search([("login", "=", login)]) for login in ("ann", "bob"))
heads, chiefs = (env["res.groups"].search([("name", "=", name)]) for name in ("Heads", "Chiefs"))
"""
THEMSELVES, BY_GROUPS = (
    "ann.group_ids += system; bob.group_ids += system",
    "ann.group_ids += heads; bob.group_ids += chiefs",
)
WAYS = {
    "groups": (
        THEMSELVES,
        "ann.group_ids = [Command.set(employee.ids)]",
        "bob.group_ids = [Command.set(employee.ids)]",
    ),
    "archived": (THEMSELVES, "ann.active = False", "bob.active = False"),
    "group deleted": (BY_GROUPS, "heads.unlink()", "chiefs.unlink()"),
    "group shrinks": (BY_GROUPS, "heads.unlink()", "chiefs.implied_ids = [Command.clear()]"),
    "member taken out": (BY_GROUPS, "heads.user_ids -= ann", "chiefs.user_ids -= bob"),
}
LEFT = """
print(sorted(users.browse(id_ for id_, active in users._administrators().items() if active).mapped("login")))
"""


@pytest.mark.parametrize("way", WAYS)
def test_one_administrator_stays(way):
    make, ann_goes, bob_goes = WAYS[way]
    with own_hub("administrators") as hub:
        hub.run(SET_UP + make + ALL_OTHERS_GO)
        assert hub.run(FOUND + LEFT).splitlines()[-1] == "['ann', 'bob']"
        first, second = at_once(hub, FOUND + ann_goes, FOUND + bob_goes)
        assert first[0].returncode == 0, first[1]
        assert second[0].returncode != 0
        assert re.search("Somebody has to stay|at least an administrator", second[1]), second[1]
        assert hub.run(FOUND + LEFT).splitlines()[-1] == "['bob']"

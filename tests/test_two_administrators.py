"""Two sessions take away one of the last two administrators each, at the same time: one administrator stays."""

import json

import pytest

from farm.hub import own_hub

# What the second one is told: our refusal, or Odoo's own, which looks for members of Settings and at nothing else.
# Where roles end, the last administrator stays one without them.
SECOND = {
    "2 Somebody has to stay who is an administrator.",
    "2 You must have at least an administrator user.",
    "2 done",
}
# Both have begun, and see both administrators, before either of them is let go.
STARTED = 14

# How somebody is an administrator, and what ends it. In the words of Odoo and of the dependency.
WAYS = {
    "groups of the user": ("directly", "user.group_ids -= system"),
    "archived": ("directly", "user.action_archive()"),
    "deleted": ("directly", "user.unlink()"),
    "members of the group": ("by group", "group.user_ids -= user"),
    "group implies it no more": ("by group", "group.implied_ids -= system"),
    "group deleted": ("by group", "group.unlink()"),
    "role withdrawn": ("by role", "user.role_line_ids.unlink()"),
    "role deleted": ("by role", "role.unlink()"),
    "role ended": (
        "by role",
        "user.role_line_ids.write({'date_from': '2020-01-01', 'date_to': '2020-01-02'})",
    ),
}
PAIRS = [(way, way) for way in WAYS] + [
    ("role withdrawn", "archived"),
    ("group deleted", "archived"),
    ("deleted", "group implies it no more"),
]

ADMINISTRATORS = """
from odoo.fields import Command

users, system, employee = env["res.users"], env.ref("base.group_system"), env.ref("base.group_user")
odoo = env.ref("base.user_admin")  # Odoo creates no users without a member of Settings
odoo.write({{"active": True, "group_ids": [Command.link(system.id)]}})
former = users.browse(user for user, active in users._administrators().items() if active)
for name, how in {people!r}:
    user = users.create({{"name": name, "login": name, "group_ids": [Command.set(employee.ids)]}})
    implied = [Command.set((employee + system).ids)]
    if how == "directly":
        user.group_ids += system
    elif how == "by group":
        user.group_ids += env["res.groups"].create({{"name": name, "implied_ids": implied}})
    else:
        role = env["res.users.role"].create({{"name": name, "implied_ids": implied}})
        user.role_line_ids = [Command.create({{"role_id": role.id}})]
former.action_archive()
"""
TAKING_AWAY = """
from odoo.exceptions import ValidationError
from odoo.service.model import retrying

system, user, group, role = env.ref("base.group_system"), *(
    env[model].search([("name", "=", {name!r})]) for model in ("res.users", "res.groups", "res.users.role")
)
tries = 0

def take_away():
    global tries
    tries += 1
    env.cr.execute("SELECT pg_advisory_lock_shared({lock})")
    {way}

print("begun", flush=True)
try:
    retrying(take_away, env)
    print(tries, "done")
except ValidationError as refusal:
    env.cr.rollback()
    print(tries, refusal)
"""
LEFT = 'print(sorted(user for user, active in env["res.users"]._administrators().items() if active))'


@pytest.fixture(scope="module")
def hub():
    with own_hub("administrators") as hub:
        yield hub


@pytest.mark.parametrize("pair", PAIRS, ids=" and ".join)
def test_one_of_two_stays(hub, pair):
    names = [f"{number} {' and '.join(pair)}" for number in (1, 2)]
    ways = [WAYS[way] for way in pair]
    people = [(name, how) for name, (how, _way) in zip(names, ways, strict=True)]
    hub.run(ADMINISTRATORS.format(people=people))
    assert len(json.loads(hub.run(LEFT))) == 2
    with hub.transaction() as starter:
        starter.execute("SELECT pg_advisory_xact_lock(%s)", [STARTED])
        sessions = [
            hub.start(TAKING_AWAY.format(name=name, lock=STARTED, way=way))
            for name, (_how, way) in zip(names, ways, strict=True)
        ]
        for session in sessions:
            assert session.stdout.readline() == b"begun\n", session.communicate()[0]
    first, second = sorted(session.communicate(timeout=60)[0].splitlines()[-1] for session in sessions)
    assert first == "1 done"
    assert second in SECOND
    assert len(json.loads(hub.run(LEFT))) == 1

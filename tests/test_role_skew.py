"""A role changes while somebody else gives it: whoever gets it has what it means then."""

import pytest

from farm.at_once import at_once
from farm.hub import own_hub

SET_UP = """
from odoo.fields import Command
employee = env.ref("base.group_user")
bricks = env["res.groups"].create({"name": "Bricks"})
heavy = env["res.groups"].create({"name": "Heavy", "implied_ids": bricks.ids})
role = env["res.users.role"].create({"name": "Mason", "implied_ids": [Command.set((employee + heavy).ids)]})
users = env["res.users"].create([
    {"name": login, "login": login, "group_ids": [Command.set(employee.ids)]} for login in ("ann", "bob")
])
role._assign(users[1])
env["res.users.role"].create({"name": "Visitor", "implied_ids": env.ref("base.group_portal").ids})
"""
FOUND = """
from odoo.fields import Command
role = env["res.users.role"].search([("name", "=", "Mason")])
heavy, bricks = (env["res.groups"].search([("name", "=", name)]) for name in ("Heavy", "Bricks"))
ann, bob = (env["res.users"].search([("login", "=", login)]) for login in ("ann", "bob"))
"""
SHRINK = {
    "the role": "role.implied_ids = [Command.unlink(heavy.id)]",
    "a group in it": "heavy.implied_ids = [Command.unlink(bricks.id)]",
}
ASSIGN = "role._assign(ann)"
IN_BRICKS = """
SELECT users.login FROM res_groups_users_rel member JOIN res_users users ON users.id = member.uid
WHERE member.gid = (SELECT id FROM res_groups WHERE name->>'en_US' = 'Bricks')
"""


@pytest.mark.parametrize("order", [("shrink", "assign"), ("assign", "shrink")])
@pytest.mark.parametrize("shrink", SHRINK.values(), ids=SHRINK)
def test_a_role_shrinks_while_it_is_given(shrink, order):
    changes = {"shrink": shrink, "assign": ASSIGN}
    with own_hub("skew") as hub:
        hub.run(SET_UP)
        assert hub.rows(IN_BRICKS) == [("bob",)]
        for worker, printed in at_once(hub, *(FOUND + changes[change] for change in order)):
            assert worker.returncode == 0, printed
        assert hub.rows(IN_BRICKS) == []
        assert hub.rows("SELECT login FROM res_users WHERE role_drift") == []


GIVE = """
from datetime import date, timedelta
role = env["res.users.role"].search([("name", "=", {role!r})])
ann = env["res.users"].search([("login", "=", "ann")])
role._assign(ann, date_from=date.today() + timedelta(days=1))
"""


def test_roles_that_exclude_each_other_are_given_at_once():
    """From tomorrow on: today neither changes anything of the user."""
    with own_hub("skew") as hub:
        hub.run(SET_UP)
        (first, told), (second, refusal) = at_once(
            hub, *(GIVE.format(role=name) for name in ("Mason", "Visitor"))
        )
        assert first.returncode == 0, told
        assert second.returncode and "same time, from" in refusal
        assert hub.rows("SELECT count(*) FROM res_users_role_line WHERE date_from IS NOT NULL") == [(1,)]

"""A role changes while somebody else gives it: whoever gets it has what it means then."""

from contextlib import contextmanager

import psycopg2
import pytest

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
"""
FOUND = """
from odoo.fields import Command
from odoo.service.model import retrying
role = env["res.users.role"].search([("name", "=", "Mason")])
heavy, bricks = (env["res.groups"].search([("name", "=", name)]) for name in ("Heavy", "Bricks"))
ann, bob = (env["res.users"].search([("login", "=", login)]) for login in ("ann", "bob"))
"""
# The first is on its way to commit when the second, which sees none of it yet, begins.
FIRST = (
    "{change}\nenv.flush_all()\nprint('done', flush=True)\nenv.cr.execute('SELECT pg_advisory_xact_lock(1)')"
)
SECOND = """
print('begun', flush=True)
def do():
    {change}
retrying(do, env)
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


@contextmanager
def nobody_commits(hub):
    connection = psycopg2.connect(dbname=hub.name)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(1)")
            yield
    finally:
        connection.close()


@pytest.mark.parametrize("order", [("shrink", "assign"), ("assign", "shrink")])
@pytest.mark.parametrize("shrink", SHRINK.values(), ids=SHRINK)
def test_a_role_shrinks_while_it_is_given(shrink, order):
    changes = {"shrink": shrink, "assign": ASSIGN}
    with own_hub("skew") as hub:
        hub.run(SET_UP)
        assert hub.rows(IN_BRICKS) == [("bob",)]
        with nobody_commits(hub):
            first = hub.start(FOUND + FIRST.format(change=changes[order[0]]))
            assert first.stdout.readline() == b"done\n", first.communicate()[0]
            second = hub.start(FOUND + SECOND.format(change=changes[order[1]]))
            assert second.stdout.readline() == b"begun\n", second.communicate()[0]
            waiting(hub, second)
        for worker in (first, second):
            printed, _none = worker.communicate()
            assert worker.returncode == 0, printed
        assert hub.rows(IN_BRICKS) == []
        assert hub.rows("SELECT login FROM res_users WHERE role_drift") == []


def waiting(hub, worker):
    """Return when the process waits for the other, or has nothing left to do."""
    blocked = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')"
    while worker.poll() is None and hub.rows(blocked) == [(0,)]:
        pass

"""Our addons go in every order that their dependencies allow, and what is left is upgraded.

Of any two that don't depend on each other each goes first once. In the one order all that is left is upgraded after
each of them, in the other one at its end: an upgrade takes half a minute, and finds the same addons missing.
"""

import ast
import json
import os
from pathlib import Path

import pytest

from farm import addons
from farm.hub import own_hub

ADDONS = Path(__file__).parents[1] / "addons"
# With these, the small addons for backend users have installed themselves.
APPS = ("mail_bot", "calendar", "hr")
BACKEND, ROLES = "fleet_backend_group", "fleet_user_roles"
EMPLOYEE, UI, PORTAL = "base.group_user", "fleet_backend_group.group_backend_ui", "base.group_portal"

PEOPLE = """
from odoo.fields import Command

ui = env.ref("fleet_backend_group.group_backend_ui")
contacts = env.ref("base.group_partner_manager")
role = env["res.users.role"].create({"name": "Contacts", "implied_ids": [Command.set(contacts.ids)]})
for name, groups in (("Uma", ui), ("Rob", ui), ("Eva", env.ref("base.group_user"))):
    user = env["res.users"].create({"name": name, "login": name.lower(), "group_ids": [Command.set(groups.ids)]})
    if name != "Uma":
        role._assign(user, reason="Site")
"""
LOOK = """
import json

types = env["res.groups"]._get_user_type_groups()
print(json.dumps({
    user.with_user(user).login: [
        list((user.all_group_ids & types).get_external_id().values()),
        user.has_group("base.group_partner_manager"),
    ]
    for user in env["res.users"].search([("login", "in", ["uma", "rob", "eva"])])
}))
"""


def dependencies(name):
    """Those of our addons that one of them depends on by its manifest, also through others of ours."""
    depends = ast.literal_eval((ADDONS / name / "__manifest__.py").read_text())["depends"]
    direct = {depend for depend in depends if (ADDONS / depend).exists()}
    return direct.union(*map(dependencies, direct))


def order(names, reverse):
    """An order in which addons can go. Of two that do not depend on each other, one goes first in this order and the
    other in the ``reverse`` one: none of ours depends on two that do not depend on each other."""
    below = {}
    for name in names:
        nearest = max(dependencies(name) & names, key=lambda other: len(dependencies(other)), default=None)
        below.setdefault(nearest, []).append(name)

    def going(parent):
        for name in sorted(below.get(parent, ()), reverse=reverse):
            yield from going(name)
            yield name

    return list(going(None))


def ours(hub):
    installed = hub.rows("SELECT name FROM ir_module_module WHERE state = 'installed'")
    return {name for (name,) in installed if (ADDONS / name).exists()}


def uninstall(hub, name, upgrade=True):
    """Uninstall one addon, upgrade all that is left, and look."""
    left = ours(hub) - {name}
    addons.uninstall(hub, name)
    if upgrade:
        addons.upgrade(hub, "base")
    assert ours(hub) == left
    assert hub.rows("SELECT name FROM ir_model_data WHERE module = %s", name) == []
    type_ = UI if BACKEND in left else PORTAL
    assert json.loads(hub.run(LOOK).splitlines()[-1]) == {
        "eva": [[EMPLOYEE], True],
        # Those who are left as portal users keep nothing.
        "rob": [[type_], type_ == UI],
        "uma": [[type_], False],
    }


@pytest.fixture(scope="module")
def complete():
    """A hub with all of them, and people with a kind of user and a role."""
    with own_hub("complete", os.environ["FLEET_BASE"]) as hub:
        addons.install(hub, *APPS, BACKEND, ROLES)
        hub.run(PEOPLE)
        yield hub


@pytest.mark.parametrize("reverse", [False, True])
def test_one_after_the_other(complete, reverse):
    with own_hub("going", complete.name) as hub:
        names = order(ours(hub), reverse)
        assert len(names) == 6
        for name in names:
            uninstall(hub, name, upgrade=not reverse or name == names[-1])


def test_with_a_website(complete):
    """Beside the addon for the others' menus there is one for Website, an app that takes long to install."""
    with own_hub("website", complete.name) as hub:
        addons.install(hub, "website")
        assert "fleet_backend_group_website" in ours(hub)
        uninstall(hub, "fleet_backend_group_website")

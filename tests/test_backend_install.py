"""fleet_backend_group comes, is brought up to date, and goes again: in databases of its own, with real processes."""

import os
import re
import subprocess
import sys

import pytest

from farm import addons
from farm.hub import own_hub

UI, BARE = "fleet_backend_group.group_backend_ui", "fleet_backend_group.group_backend"
MEMBERS = """
    SELECT u.login, u.share, u.active, array_agg(d.module || '.' || d.name ORDER BY d.name)
      FROM res_users u
      LEFT JOIN res_groups_users_rel r ON r.uid = u.id
      LEFT JOIN ir_model_data d ON d.model = 'res.groups' AND d.res_id = r.gid
     WHERE u.login LIKE 'member%%' GROUP BY u.id ORDER BY u.login
"""
INSTALLED = (
    "SELECT name FROM ir_module_module WHERE name LIKE 'fleet_backend_group%%' AND state = 'installed'"
)


def create_members(hub):
    """One user of each type, one through a group of an administrator's, and rights, rules and menus of that group."""
    hub.run(f"""
from odoo.fields import Command
group = env["res.groups"].create({{"name": "Mine", "implied_ids": [Command.link(env.ref("{UI}").id)]}})
for name, types in (("ui", env.ref("{UI}")), ("bare", env.ref("{BARE}")), ("mine", group)):
    env["res.users"].create({{"name": name, "login": f"member_{{name}}", "group_ids": [Command.set(types.ids)]}})
model = env["ir.model"]._get_id("res.country")
env["ir.model.access"].create({{"name": "Ours", "model_id": model, "group_id": env.ref("{UI}").id, "perm_read": True}})
env["ir.rule"].create(
    {{"name": "Ours", "model_id": model, "groups": env.ref("{UI}").ids, "domain_force": "[(0, '=', 1)]"}}
)
action = env.ref("base.action_country")
env["ir.ui.menu"].create(
    {{"name": "Ours", "group_ids": env.ref("{UI}").ids, "action": f"ir.actions.act_window,{{action.id}}"}}
)
""")


def members(hub):
    """login -> share, active, external ids of the explicit groups"""
    return {
        login: (share, active, set(groups) - {None}) for login, share, active, groups in hub.rows(MEMBERS)
    }


def test_alone_without_discuss_and_the_rest():
    """The addon's own tests, browser included, in a database that has nothing but the web client."""
    with own_hub("alone", os.environ["FLEET_BASE"]) as hub:
        command = [sys.executable, "-m", "odoo", "server", "-c", os.environ["FLEET_CONFIGURATION"]]
        command += ["-d", hub.name, f"--db-filter=^{hub.name}$", "--stop-after-init", "--max-cron-threads=0"]
        # Port 0: the server takes a free one, and Odoo's tests ask it for the number.
        command += ["-i", "fleet_backend_group", "--test-tags=/fleet_backend_group", "--http-port=0"]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=600)
        [(failed, errors, tests)] = re.findall(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests", ran.stderr)
        assert (ran.returncode, failed, errors) == (0, "0", "0"), ran.stderr[-4000:]
        assert int(tests) > 30
        assert hub.rows(INSTALLED) == [("fleet_backend_group",)]


@pytest.fixture(scope="module")
def glued():
    """A hub with users of these types, in which two apps came after the addon."""
    with own_hub("glued", os.environ["FLEET_BASE"]) as hub:
        addons.install(hub, "fleet_backend_group")
        create_members(hub)
        addons.install(hub, "calendar", "hr")
        yield hub


def test_glue_comes_with_what_it_is_for(glued):
    assert {name for (name,) in glued.rows(INSTALLED)} == {
        f"fleet_backend_group{suffix}" for suffix in ("", "_calendar", "_hr", "_mail", "_mail_bot")
    }
    assert members(glued)["member_ui"] == (False, True, {UI})
    readable = glued.run("""
user = env["res.users"].search([("login", "=", "member_ui")])
fields = env["res.partner"].with_user(user).fields_get()
print(all(name in fields for name in ("activity_ids", "message_follower_ids", "activity_calendar_event_id")))
print(env["ir.ui.menu"].with_user(user).load_menus(False)["root"]["children"] != [])
""")
    assert readable.split() == ["True", "True"]


@pytest.mark.parametrize("archive", [False, True])
def test_uninstalling_leaves_every_user_with_a_type(glued, archive):
    with own_hub("uninstalled", glued.name) as hub:
        if archive:
            hub.run("env['ir.config_parameter'].set_param('fleet_backend_group.after_uninstall', 'archive')")
        types = hub.rows(
            "SELECT res_id FROM ir_model_data WHERE name IN ('group_backend', 'group_backend_ui')"
        )
        assert len(types) == 2
        addons.uninstall(hub, "fleet_backend_group")
        assert hub.rows(INSTALLED) == []
        assert members(hub) == {
            login: (True, not archive, {"base.group_portal"})
            for login in ("member_bare", "member_mine", "member_ui")
        }
        for (group,) in types:
            assert hub.rows("SELECT 1 FROM res_groups WHERE id = %s", group) == []
        assert hub.rows("SELECT 1 FROM ir_rule WHERE name = 'Ours'") == []
        assert hub.rows("SELECT 1 FROM ir_model_access WHERE name = 'Ours'") == []
        assert hub.rows("SELECT active FROM ir_ui_menu WHERE name ->> 'en_US' = 'Ours'") == [(False,)]
        # Nobody of the others is touched.
        assert hub.rows("SELECT share FROM res_users WHERE login = 'admin'") == [(False,)]


def test_upgrade_keeps_users_and_what_an_administrator_changed(glued):
    with own_hub("upgraded", glued.name) as hub:
        before = members(hub)
        hub.run("env.ref('fleet_backend_group.rule_res_users').domain_force = \"[('id', '=', user.id)]\"")
        addons.upgrade(hub, "fleet_backend_group")
        assert members(hub) == before
        assert before["member_mine"][0] is False
        rules = "SELECT domain_force FROM ir_rule r JOIN ir_model_data d ON d.res_id = r.id AND d.model = 'ir.rule'"
        assert hub.rows(f"{rules} WHERE d.name = 'rule_res_users'") == [("[('id', '=', user.id)]",)]

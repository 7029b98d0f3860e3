"""fleet_backend_group takes the place of OCA's base_group_backend, on what its releases really install."""

import os

import pytest

from bootstrap.paths import OCA_EARLIER
from farm import addons
from farm.hub import own_hub

OLDER = "base_group_backend"
RELEASES = {
    pins.stem.rpartition("-")[2]: folder / "odoo" / "addons" / OLDER for pins, folder in OCA_EARLIER.items()
}
UI, BARE = "fleet_backend_group.group_backend_ui", "fleet_backend_group.group_backend"
# login -> the group of the older module, or of an administrator's, that makes the user.
OLD_UI, OLD_BARE = f"{OLDER}.group_backend_ui_users", f"{OLDER}.base_group_backend"
GROUPS = """
    SELECT u.login, u.share, d.module || '.' || d.name
      FROM res_users u
      JOIN res_groups_users_rel r ON r.uid = u.id
      LEFT JOIN ir_model_data d ON d.model = 'res.groups' AND d.res_id = r.gid
     WHERE u.login LIKE 'member%%'
"""
IMPLIED = """
    SELECT d.module || '.' || d.name
      FROM res_groups g
      JOIN res_groups_implied_rel i ON i.gid = g.id
      JOIN ir_model_data d ON d.model = 'res.groups' AND d.res_id = i.hid
     WHERE g.name ->> 'en_US' = 'Mine'
"""
# What names one of the two types and came neither with this addon nor from the administrator.
FOREIGN = f"""
    WITH types AS (SELECT res_id AS id FROM ir_model_data
                    WHERE model = 'res.groups' AND module || '.' || name IN ('{UI}', '{BARE}')),
         named AS (SELECT 'ir.model.access' AS model, id FROM ir_model_access WHERE group_id IN (SELECT id FROM types)
             UNION SELECT 'ir.rule', rule_group_id FROM rule_group_rel WHERE group_id IN (SELECT id FROM types)
             UNION SELECT 'ir.ui.view', view_id FROM ir_ui_view_group_rel WHERE group_id IN (SELECT id FROM types))
    SELECT n.model, d.module, d.name FROM named n JOIN ir_model_data d ON d.model = n.model AND d.res_id = n.id
     WHERE d.module NOT LIKE 'fleet_backend_group%%'
"""


def leave(hub, release, more=""):
    """What the older module leaves, a member of each of its groups, and a group of an administrator's that implies one.

    :param more: Python that an administrator runs besides
    """
    hub.run(f"""
from odoo.fields import Command
from farm import older

older.leave(env, {str(RELEASES[release])!r})
ui, bare = env.ref("{OLD_UI}"), env.ref("{OLD_BARE}")
mine = env["res.groups"].create({{"name": "Mine", "implied_ids": [Command.link(bare.id)]}})
for name, group in (("ui", ui), ("bare", bare), ("mine", mine)):
    env["res.users"].create({{"name": name, "login": f"member_{{name}}", "group_ids": [Command.set(group.ids)]}})
{more}
""")


@pytest.mark.parametrize("release", sorted(RELEASES))
def test_members_and_groups_above_are_taken_over(release):
    with own_hub("takeover", os.environ["FLEET_WIDE"]) as hub:
        leave(hub, release)
        assert set(hub.rows(GROUPS)) >= {("member_ui", True, OLD_UI), ("member_bare", True, OLD_BARE)}
        addons.install(hub, "fleet_backend_group")
        assert set(hub.rows(GROUPS)) == {
            ("member_ui", False, UI),
            ("member_bare", False, BARE),
            ("member_mine", False, None),
        }
        assert hub.rows(IMPLIED) == [(BARE,)]
        assert hub.rows("SELECT 1 FROM ir_model_data WHERE module = %s", OLDER) == []
        assert hub.rows("SELECT state FROM ir_module_module WHERE name = %s", OLDER) == [("uninstalled",)]
        assert hub.rows(FOREIGN) == []


@pytest.mark.parametrize(
    ("use", "told"),
    [
        (
            "env.ref('base.user_admin').group_ids += more",
            "One more (base_group_backend.one_more): members: 1",
        ),
        ("mine.implied_ids += more", "One more (base_group_backend.one_more): comes with Mine"),
    ],
    ids=["members", "implied"],
)
def test_a_group_in_use_that_has_no_place_here_stops_it(use, told):
    more = f"""
more = env["res.groups"].create({{"name": "One more"}})
env["ir.model.data"].create(
    {{"module": "{OLDER}", "name": "one_more", "model": "res.groups", "res_id": more.id}}
)
{use}
"""
    with own_hub("kept", os.environ["FLEET_BASE"]) as hub:
        leave(hub, "18.0", more)
        before = set(hub.rows(GROUPS))
        refused = hub.run("""
from odoo.exceptions import UserError

modules = env["ir.module.module"]
modules.update_list()
try:
    modules.search([("name", "=", "fleet_backend_group")]).button_immediate_install()
except UserError as error:
    print(error)
""")
        assert told in refused
        assert "External Identifiers" in refused
        assert set(hub.rows(GROUPS)) == before
        assert hub.rows("SELECT state FROM ir_module_module WHERE name = 'fleet_backend_group'") == [
            ("uninstalled",)
        ]
        # As it says: without its external id, it is an administrator's own, and stays.
        hub.rows("DELETE FROM ir_model_data WHERE module = %s AND name = 'one_more'", OLDER)
        addons.install(hub, "fleet_backend_group")
        assert hub.rows("SELECT count(*) FROM res_groups WHERE name ->> 'en_US' = 'One more'") == [(1,)]

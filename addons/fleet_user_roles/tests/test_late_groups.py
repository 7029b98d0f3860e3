"""What a preset names may come up later. What it brings then is judged as if those did it who asked for it."""

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .over_rpc import QUIET, OverRpc, Refused
from .test_access import People


@tagged("post_install", "-at_install")
class TestLateGroups(OverRpc, People):
    def make(self, **values):
        """A role by the Access Rights administrator, over RPC."""
        self.log_in(self.clerk)
        role = self.call("res.users.role", "create", {"name": "Site", **values})
        return self.env["res.users.role"].browse(role)

    def give(self, role, user):
        self.call("res.users.role.line", "create", {"role_id": role.id, "user_id": user.id})

    def come_up(self, group, name="x"):
        """Somebody who may write external ids makes this one; then modules are installed."""
        self.log_in(self.clerk)
        values = {
            "module": "future",
            "name": name,
            "model": group._name,
            "res_id": group.id,
            "noupdate": True,
        }
        self.call("ir.model.data", "create", values)
        self.env["ir.model.data"]._process_end(["future"])

    def test_administrator_rights_wait(self):
        role = self.make(preset_groups="base.group_user future.x")
        self.give(role, self.ann)
        self.come_up(self.system)
        self.assertFalse(self.ann._is_system())
        self.assertEqual((role.preset_state, role.preset_is_reserved), ("waiting", True))
        role.with_user(self.admin)._apply_preset(keep=False)
        self.assertTrue(self.ann._is_system(), "an administrator decided")
        self.assertEqual((role.preset_state, role.preset_is_reserved), ("in_step", False))

    def test_through_another_role(self):
        role = self.make(preset_groups="base.group_user future.x")
        self.give(role, self.ann)
        self.come_up(self.boss)
        self.assertFalse(self.ann._is_system())

    def test_through_a_group_that_implies_them(self):
        role = self.make(preset_groups="base.group_user future.x")
        self.give(role, self.ann)
        chiefs = self.env["res.groups"].create(
            {"name": "Chiefs", "implied_ids": [Command.link(self.system.id)]}
        )
        self.come_up(chiefs)
        self.assertFalse(self.ann._is_system())

    def test_through_an_import(self):
        self.log_in(self.clerk)
        rows = [["acme.site", "Site", "base.group_user,future.x"]]
        [role] = self.call("res.users.role", "load", ["id", "name", "preset_groups"], rows)["ids"]
        role = self.env["res.users.role"].browse(role)
        self.give(role, self.ann)
        self.come_up(self.system)
        self.assertFalse(self.ann._is_system())
        self.assertTrue(role.preset_is_reserved)

    def test_name_that_somebody_else_wrote(self):
        """The preset of a module or of an administrator names a group that is not there yet; whoever may write external
        ids says what it is."""
        preset = "base.group_user future.x"
        of_module = self.env["res.users.role"].create({"name": "Module's", "preset_groups": preset})
        of_admin = (
            self.env["res.users.role"].with_user(self.admin).create({"name": "Ours", "preset_groups": preset})
        )
        of_module._assign(self.ann)
        of_admin.with_user(self.clerk)._assign(self.bob)
        self.come_up(self.system)
        self.assertFalse(self.ann._is_system() or self.bob._is_system())
        self.assertTrue(of_module.preset_is_reserved and of_admin.preset_is_reserved)

    def test_name_of_a_new_group(self):
        """An import makes a group and its external id in one."""
        role = self.make(preset_groups="base.group_user future.x")
        self.log_in(self.clerk)
        rows = [["future.x", "Harmless", "base.group_system"]]
        self.assertTrue(self.call("res.groups", "load", ["id", "name", "implied_ids/id"], rows)["ids"])
        self.env["ir.model.data"]._process_end(["future"])
        self.assertFalse(role.all_implied_ids & self.system)
        self.assertTrue(role.preset_is_reserved)

    def test_own_role_is_not_extended(self):
        role = self.make(preset_groups="base.group_erp_manager future.x")
        role._assign(self.clerk)
        self.come_up(self.roofs)
        self.assertNotIn(self.roofs, self.clerk.all_group_ids)
        self.assertTrue(role.preset_is_reserved)

    def test_external_id_that_a_module_takes_over(self):
        """The module is trusted with what the role means, but not who had it before."""
        role = self.make(preset_groups="base.group_user")
        self.env["ir.model.data"].create(
            {"module": "later", "name": "role", "model": role._name, "res_id": role.id}
        )
        self.give(role, self.ann)
        loader = self.env["res.users.role"].with_context(install_mode=True, install_module="later")
        values = {"name": "Site", "preset_groups": "base.group_system"}
        loader._load_records([{"xml_id": "later.role", "values": values}], update=True)
        self.assertFalse(self.ann._is_system())
        self.assertTrue(role.preset_is_reserved)

    def test_who_wrote_it_can_not_be_chosen(self):
        """Nor what was applied: a preset that never was is applied at once."""
        role = self.make(preset_groups="base.group_user", preset_author_id=1)
        self.assertEqual(role.preset_author_id, self.clerk)
        before = role.preset_applied
        self.call(
            "res.users.role", "write", [role.id], {"preset_author_id": self.admin.id, "preset_applied": {}}
        )
        self.assertEqual((role.preset_author_id, role.preset_applied), (self.clerk, before))
        self.assertEqual(before, {"groups": self.employee.ids})

    def test_what_its_author_may_give_comes(self):
        role = self.make(preset_groups="base.group_user future.x")
        self.give(role, self.ann)
        self.come_up(self.roofs)
        self.assertIn(self.roofs, self.ann.all_group_ids)
        self.assertEqual((role.preset_state, role.preset_is_reserved), ("in_step", False))

    @mute_logger(*QUIET)
    def test_as_whom_odoo_acts(self):
        """Everybody without a login would be whom this external id names."""
        self.log_in(self.clerk)
        names = self.env["ir.model.data"].search([("module", "=", "base"), ("name", "=", "public_user")])
        for method, args in (
            ("write", [names.ids, {"res_id": self.admin.id}]),
            ("write", [names.ids, {"name": "former"}]),
            ("unlink", [names.ids]),
        ):
            with self.assertRaisesRegex(Refused, "Only an administrator may say"):
                self.call("ir.model.data", method, *args)
        self.assertEqual(self.env.ref("base.public_user")._name, "res.users")

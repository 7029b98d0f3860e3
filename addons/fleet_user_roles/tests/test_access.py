"""Who may do what: each kind of administrator, through the endpoint that a browser and a script use."""

import json

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from .common import RolesCase
from .over_rpc import QUIET, OverRpc, Refused


class People(RolesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.create_role("Access Rights", cls.access_rights)
        cls.own._assign(cls.clerk)

    def link(self, group):
        return [Command.link(group.id)]


@tagged("post_install", "-at_install")
class TestOverRpc(OverRpc, People):
    def ways_to_administration(self):
        """Everything by which an Access Rights administrator could make administrators of people, by a role."""
        system, mason, boss, clerk = self.system.id, self.mason, self.boss, self.clerk.id
        name = self.env["ir.model.data"].search([("model", "=", "res.users.role"), ("res_id", "=", mason.id)])
        imported = [[name.complete_name, "base.group_system"]]
        line, role, user = "res.users.role.line", "res.users.role", "res.users"
        own_line = self.clerk.role_line_ids
        wizard = {"action": "assign", "user_ids": [clerk], "role_ids": [boss.id]}
        added = {"role_id": boss.id, "user_ids": [clerk]}
        return [
            (role, "create", {"name": "Mine", "implied_ids": self.link(self.system)}),
            (role, "create", {"name": "Mine", "preset_groups": "base.group_system"}),
            (role, "create", {"name": "Mine", "group_id": system}),
            (role, "write", [mason.id], {"group_id": system}),
            (role, "write", [mason.id], {"implied_ids": self.link(self.system)}),
            (role, "write", [mason.id], {"implied_ids": self.link(boss.group_id)}),
            (role, "write", [mason.id], {"preset_groups": "base.group_system"}),
            (role, "write", [boss.id], {"line_ids": [Command.create({"user_id": clerk})]}),
            (role, "write", [boss.id], {"user_ids": self.link(self.clerk)}),
            (role, "write", [boss.id], {"is_default": True}),
            (role, "write", [boss.id], {"name": "Harmless"}),
            (role, "copy", [boss.id]),
            (role, "unlink", [boss.id]),
            (role, "load", ["id", "preset_groups"], imported),
            (line, "create", {"user_id": clerk, "role_id": boss.id}),
            (line, "create", {"user_id": self.ann.id, "role_id": boss.id, "date_from": "2040-01-01"}),
            (line, "write", own_line.ids, {"role_id": boss.id}),
            (user, "write", [clerk], {"role_line_ids": [Command.create({"role_id": boss.id})]}),
            (user, "write", [clerk], {"role_line_ids": [Command.update(own_line.id, {"role_id": boss.id})]}),
            (user, "write", [clerk], {"group_ids": self.link(boss.group_id)}),
            (user, "write", [clerk], {"group_ids": self.link(self.system)}),
            ("res.groups", "write", [boss.group_id.id], {"user_ids": self.link(self.clerk)}),
            ("res.groups", "write", [system], {"user_ids": self.link(self.clerk)}),
            ("res.groups", "write", [system], {"all_user_ids": self.link(self.clerk)}),
            ("res.groups", "write", [mason.group_id.id], {"implied_ids": self.link(self.system)}),
            ("res.groups", "write", [self.bricks.id], {"implied_ids": self.link(self.system)}),
            ("res.groups", "write", [system], {"implied_by_ids": self.link(mason.group_id)}),
            ("res.groups", "create", {"name": "Mine", "implied_by_ids": self.link(mason.group_id),
                                      "implied_ids": self.link(self.system)}),
            ("role.add.users.wizard", "web_save_and_run", added, "action_add_users"),
            ("res.users.role.wizard", "web_save_and_run", wizard, "action_apply"),
        ]  # fmt: skip

    @mute_logger(*QUIET)
    def test_who_calls_is_not_taken_for_an_installation(self):
        """Odoo says in the context what it installs and uninstalls, and so can whoever calls."""
        installing, role = {"install_mode": True}, "res.users.role"
        refused = {"name": "Both", "preset_groups": "base.group_user base.group_portal"}
        for person in (self.clerk, self.admin):
            mason = self.mason.copy()
            mason._assign(self.ann)
            self.assertIn(self.bricks, self.ann.all_group_ids)
            self.log_in(person)
            with self.subTest(person=person.login):
                with self.assertRaisesRegex(Refused, "two kinds of user"):
                    self.call(role, "create", refused, context=installing)
                self.call(role, "unlink", [mason.id], context={MODULE_UNINSTALL_FLAG: True})
                self.assertNotIn(self.bricks, self.ann.all_group_ids)
                log = self.env["res.users.role.log"].search([("user_id", "=", self.ann.id)], limit=1)
                self.assertEqual((log.reason, log.author_id), ("The role was deleted.", person))

    @mute_logger(*QUIET)
    def test_access_rights_administrators_make_no_administrators(self):
        self.log_in(self.clerk)
        before, roles = self.env["res.users"]._administrators(), self.env["res.users.role"]
        making = roles.search([])._making_administrators()
        for way in self.ways_to_administration():
            with self.subTest(way[:2], args=str(way[2:])):
                with self.assertRaises(Refused):
                    self.attempt(*way)
                self.assertEqual(self.env["res.users"]._administrators(), before)
                self.assertEqual(roles.search([])._making_administrators(), making)

    @mute_logger(*QUIET)
    def test_nobody_extends_their_own_role_by_its_preset(self):
        self.log_in(self.clerk)
        self.call("res.users.role", "write", [self.own.id], {"preset_groups": "base.group_allow_export"})
        wizard = {"action": "preset", "role_ids": [self.own.id], "keep_changes": "exact"}
        with self.assertRaisesRegex(Refused, "AccessError"):
            self.attempt("res.users.role.wizard", "web_save_and_run", wizard, "action_apply")
        self.assertEqual(self.own.preset_state, "waiting")

    @mute_logger(*QUIET)
    def test_nobody_raises_themselves_by_a_role(self):
        self.log_in(self.clerk)
        own, line = self.clerk.role_line_ids, {"user_id": self.clerk.id, "role_id": self.roofer.id}
        for way in (
            ("res.users.role.line", "create", line),
            ("res.users.role.line", "create", {**line, "date_from": "2040-01-01"}),
            ("res.users.role.line", "write", own.ids, {"role_id": self.roofer.id}),
            ("res.users", "write", [self.clerk.id], {"role_line_ids": [Command.create({"role_id": self.roofer.id})]}),
            ("res.users.role", "write", [self.own.id], {"implied_ids": self.link(self.roofs)}),
            ("res.groups", "write", [self.own.group_id.id], {"implied_ids": self.link(self.roofs)}),
        ):  # fmt: skip
            with self.subTest(way[:2], args=str(way[2:])):
                with self.assertRaisesRegex(Refused, "AccessError"):
                    self.attempt(*way)
        self.assertNotIn(self.roofs, self.clerk.all_group_ids)

    def test_access_rights_administrators_look_after_ordinary_roles(self):
        self.log_in(self.clerk)
        role = self.call(
            "res.users.role", "create", {"name": "Tiler", "implied_ids": self.link(self.employee)}
        )
        self.call("res.users.role", "write", [role], {"implied_ids": self.link(self.roofs)})
        line = self.call(
            "res.users.role.line", "create", {"user_id": self.ann.id, "role_id": role, "reason": "New"}
        )
        self.assertIn(self.roofs, self.ann.group_ids)
        [log] = self.call(
            "res.users.role.log", "search_read", [("user_id", "=", self.ann.id)], ["author_id", "reason"]
        )
        self.assertEqual((log["author_id"][0], log["reason"]), (self.clerk.id, "New"))
        self.call("res.users.role.line", "unlink", [line])
        self.assertEqual(self.ann.group_ids, self.employee)
        self.call("res.users.role", "unlink", [role])
        self.attempt(
            "res.users.role.wizard",
            "web_save_and_run",
            {"action": "assign", "user_ids": [self.bob.id], "role_ids": [self.mason.id]},
            "action_apply",
        )
        self.assertIn(self.bricks, self.bob.group_ids)

    def test_administrators_do_it_all(self):
        self.log_in(self.admin)
        self.call("res.users.role.line", "create", {"user_id": self.ann.id, "role_id": self.boss.id})
        self.assertTrue(self.ann._is_system())
        self.call("res.users.role.line", "create", {"user_id": self.admin.id, "role_id": self.boss.id})
        self.call("res.users.role", "write", [self.boss.id], {"name": "Chief"})
        self.call("res.groups", "write", [self.system.id], {"user_ids": self.link(self.bob)})
        self.assertTrue(self.bob._is_system())

    @mute_logger(*QUIET)
    def test_everybody_else_does_nothing(self):
        customer = new_test_user(self.env, "customer", "base.group_portal")
        line = self.mason._assign(self.ann)
        for person in (self.ann, customer):
            self.log_in(person)
            for way in (
                ("res.users.role", "search_read", []),
                ("res.users.role", "create", {"name": "Mine"}),
                ("res.users.role", "write", [self.mason.id], {"name": "Mine"}),
                ("res.users.role.line", "search_read", []),
                ("res.users.role.line", "create", {"user_id": person.id, "role_id": self.roofer.id}),
                ("res.users.role.line", "write", line.ids, {"role_id": self.roofer.id}),
                ("res.users.role.line", "unlink", line.ids),
                ("res.users.role.log", "search_read", []),
                ("res.users.role.wizard", "create", {"action": "assign"}),
                ("res.users.role.import", "create", {"file": "W10="}),
                ("res.users.role", "action_export", [self.mason.id]),
                (
                    "res.users",
                    "write",
                    [person.id],
                    {"role_line_ids": [Command.create({"role_id": self.roofer.id})]},
                ),
                ("res.users", "write", [person.id], {"role_groups": []}),
                ("res.users", "write", [person.id], {"api_keys_blocked": False}),
                ("res.users", "read", [person.id], ["role_groups"]),
                ("res.users", "_set_role_groups", [person.id], {}),
                ("res.users", "_preview_roles", [person.id]),
            ):
                with self.subTest(person.login, way=str(way)), self.assertRaises(Refused):
                    self.call(*way)

    @mute_logger(*QUIET)
    def test_the_log_over_rpc(self):
        self.mason._assign(self.ann)
        log = self.env["res.users.role.log"].search([], limit=1)
        for person in (self.ann, self.clerk, self.admin, self.env.ref("base.user_admin")):
            self.log_in(person)
            for way in (
                ("res.users.role.log", "write", log.ids, {"reason": "forged"}),
                ("res.users.role.log", "unlink", log.ids),
                (
                    "res.users.role.log",
                    "create",
                    {"action": "given", "role": "x", "user": "x", "author": "x"},
                ),
                ("res.users.role.log", "_record", "given", []),
            ):
                with self.subTest(person.login, way=str(way)), self.assertRaises(Refused):
                    self.call(*way)

    def test_own_preferences_are_not_disturbed(self):
        self.mason._assign(self.ann)
        self.log_in(self.ann)
        self.call("res.users", "write", [self.ann.id], {"signature": "Ann"})
        self.assertIn(self.bricks, self.ann.group_ids)

    def test_download(self):
        self.log_in(self.clerk)
        action = self.call("res.users.role", "action_export", self.mason.ids)
        [told] = json.loads(self.url_open(action["url"]).content)
        self.assertEqual((told["id"], told["name"]), (self.mason.external_id, "Mason"))
        self.assertIn("base.group_user", told["groups"])


@tagged("post_install", "-at_install")
class TestGuards(People):
    """What can't be tried over RPC."""

    def test_superuser_mode_does_not_help(self):
        """The dependency enters it for whoever may change access rights."""
        clerk = self.env(user=self.clerk, su=True)
        with self.assertRaises(AccessError):
            clerk["res.users.role.line"].create({"user_id": self.ann.id, "role_id": self.boss.id})
        with self.assertRaises(AccessError):
            clerk["res.users.role"].create({"name": "Mine", "implied_ids": self.link(self.system)})
        with self.assertRaises(AccessError):
            self.boss.with_env(clerk)._assign(self.clerk)

    def test_demotion_by_access_rights_administrators(self):
        self.boss._assign(self.ann)
        self.boss.with_user(self.clerk)._withdraw(self.ann)
        self.assertFalse(self.ann._is_system())

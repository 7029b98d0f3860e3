"""A refusal leaves nothing behind: neither in the transaction that goes on, nor for the next request."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .over_rpc import QUIET, OverRpc, Refused
from .test_access import People


@tagged("post_install", "-at_install")
class TestCaches(OverRpc, People):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.left = new_test_user(cls.env, "left", "base.group_system")
        cls.left.active = False
        names = {
            "clerk": cls.clerk,
            "mason": cls.mason.group_id,
            "bricks": cls.bricks,
            "line": cls.clerk.role_line_ids,
        }
        cls.env["ir.model.data"].create(
            [
                {"module": "__test__", "name": name, "model": record._name, "res_id": record.id}
                for name, record in names.items()
            ]
        )

    def imported(self, model, columns, *row):
        """An import from the screen for it."""
        wizard = self.call(
            "base_import.import",
            "create",
            {"res_model": model, "file": f"{','.join(columns)}\n{','.join(row)}\n", "file_type": "text/csv"},
        )
        options = {"has_headers": True, "quoting": '"', "separator": ",", "encoding": "utf-8"}
        told = self.call("base_import.import", "execute_import", [wizard], columns, columns, options)
        if not told["ids"]:
            raise Refused(told["messages"])

    def scripted(self, model, method, **arguments):
        """A call through JSON-2."""
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.clerk)
            .sudo()
            ._generate(None, "Script", datetime.now() + timedelta(hours=1))
        )
        answer = self.url_open(
            f"/json/2/{model}/{method}", json=arguments, headers={"Authorization": f"Bearer {key}"}
        )
        self.env.invalidate_all()
        if not answer.ok:
            raise Refused(answer.json())

    def ways(self):
        clerk, system, boss = self.clerk.id, self.system.id, self.boss
        key = self.env["ir.model.data"].search([("module", "=", "base"), ("name", "=", "group_system")])
        yours, boss_name, contact = self.link(self.system), boss.external_id, self.clerk.partner_id
        line = [Command.create({"role_id": boss.id})]
        for call in (
            ("res.users", "load", ["id", "group_ids/id"], [["__test__.clerk", "base.group_system"]]),
            ("res.users", "load", [".id", "group_ids/.id"], [[str(clerk), str(system)]]),
            ("res.users", "load", ["id", "role_line_ids/role_id/id"], [["__test__.clerk", boss_name]]),
            ("res.users", "load", ["name", "login", "group_ids/id"], [["New", "new", "base.group_system"]]),
            ("res.groups", "load", ["id", "user_ids/id"], [["base.group_system", "__test__.clerk"]]),
            ("res.groups", "load", ["id", "implied_ids/id"], [["__test__.mason", "base.group_system"]]),
            ("res.groups", "load", ["id", "implied_by_ids/id"], [["base.group_system", "__test__.mason"]]),
            ("res.users.role.line", "load", ["id", "role_id/id"], [["__test__.line", boss_name]]),
            ("res.partner", "load", [".id", "user_ids/.id", "user_ids/group_ids/.id"],
             [[str(contact.id), str(clerk), str(system)]]),
            ("res.users", "web_save", [clerk], {"group_ids": yours}, {"id": {}}),
            ("res.users", "web_save", [], {"name": "New", "login": "new", "group_ids": yours}, {"id": {}}),
            ("res.users", "create", {"name": "New", "login": "new", "group_ids": yours}),
            ("res.users", "write", [self.left.id], {"active": True}),
            ("res.users", "action_unarchive", [self.left.id]),
            ("res.users", "copy", [self.admin.id]),
            ("res.users", "write", [clerk], {"group_ids": yours, "role_line_ids": line}),
            ("res.partner", "write", [contact.id], {"user_ids": [Command.update(clerk, {"group_ids": yours})]}),
            ("res.groups", "web_save", [system], {"user_ids": self.link(self.clerk)}, {"id": {}}),
            ("res.groups", "write", [system], {"parent_ids": self.link(self.own.group_id)}),
            ("res.groups", "create", {"name": "New", "implied_ids": yours, "user_ids": self.link(self.clerk)}),
            ("res.groups", "copy", [boss.group_id.id], {"user_ids": self.link(self.clerk)}),
            ("ir.model.data", "write", key.ids, {"res_id": self.own.group_id.id}),
            ("ir.model.data", "write", key.ids, {"name": "elsewhere"}),
            ("ir.model.data", "unlink", key.ids),
        ):  # fmt: skip
            yield call[:2], lambda call=call: self.attempt(*call)
        row = ("__test__.clerk", "base.group_system")
        yield "import", lambda: self.imported("res.users", ["id", "group_ids/id"], *row)
        yield "json-2", lambda: self.scripted("res.users", "write", ids=[clerk], vals={"group_ids": yours})
        yield (
            "json-2 load",
            lambda: self.scripted("res.users", "load", fields=["id", "group_ids/id"], data=[list(row)]),
        )

    @mute_logger(*QUIET)
    def test_no_way_makes_an_administrator(self):
        self.log_in(self.clerk)
        users = self.env["res.users"]
        before, making = users._administrators(), users._making_groups()
        for name, way in self.ways():
            with self.subTest(name):
                if name == "json-2 load":
                    way()  # answers with the reason instead of failing
                else:
                    with self.assertRaises(Refused):
                        way()
                self.assertEqual((users._administrators(), users._making_groups()), (before, making))
                self.assertFalse(self.call("res.users", "has_group", [self.clerk.id], "base.group_system"))
                self.assertEqual(self.env.ref("base.group_system"), self.system)

    @mute_logger(*QUIET)
    def test_what_a_refused_row_gave_for_a_moment(self):
        """The first row alone is allowed; with the second, nothing of the import stays."""
        self.log_in(self.clerk)
        bricks = "__test__.bricks"
        answer = self.call(
            "res.users",
            "load",
            ["id", "group_ids/id"],
            [["__test__.clerk", f"base.group_erp_manager,{bricks}"], ["__test__.clerk", "base.group_system"]],
        )
        self.assertFalse(answer["ids"])
        self.assertNotIn(self.bricks, self.clerk.all_group_ids)
        for group in (bricks, "base.group_system"):
            self.assertFalse(self.call("res.users", "has_group", [self.clerk.id], group))

    def test_a_larger_change_goes_on_after_a_refusal(self):
        """It has caught the refusal, and taken back what was refused; for the rest of it, and after it, nobody has got
        anything."""
        users, clerk = self.env["res.users"], self.clerk.id
        before, yours = users._administrators(), self.link(self.system)
        with users._guarding_administrators():
            for model, record, values in (
                ("res.users", clerk, {"group_ids": yours}),
                ("res.users", clerk, {"role_line_ids": [Command.create({"role_id": self.boss.id})]}),
                ("res.groups", self.system.id, {"user_ids": self.link(self.clerk)}),
                ("res.groups", self.own.group_id.id, {"implied_ids": yours}),
                ("res.users.role", self.own.id, {"implied_ids": yours}),
                ("res.users.role.line", self.clerk.role_line_ids.id, {"role_id": self.boss.id}),
            ):
                with self.subTest(model, values=values):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        self.env[model].with_user(self.clerk).browse(record).write(values)
                    self.assertFalse(self.clerk._is_system())
                    self.assertFalse(users.browse(clerk).has_group("base.group_system"))
                    self.assertEqual(users._administrators(), before)
        self.assertFalse(self.clerk.has_group("base.group_system"))

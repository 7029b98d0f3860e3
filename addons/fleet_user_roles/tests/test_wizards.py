"""What an administrator has opened is changed by nobody else, and a role takes over no group."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import RolesCase
from .over_rpc import QUIET, OverRpc, Refused
from .test_access import People


@tagged("post_install", "-at_install")
class TestWizards(OverRpc, People):
    @mute_logger(*QUIET)
    def test_open_wizards_of_an_administrator(self):
        """What the click of an administrator does, is what this administrator has entered."""
        self.log_in(self.admin)
        change = {"action": "assign", "user_ids": [self.ann.id], "role_ids": [self.boss.id]}
        add = {"role_id": self.boss.id, "user_ids": [self.ann.id]}
        opened = [
            (model, self.call(model, "create", values), values)
            for model, values in (("res.users.role.wizard", change), ("role.add.users.wizard", add))
        ]
        self.log_in(self.clerk)
        for model, id_, _values in opened:
            for method, args in (
                ("write", [[id_], {"user_ids": self.link(self.clerk)}]),
                ("read", [[id_], ["user_ids"]]),
                ("unlink", [[id_]]),
            ):
                with self.assertRaisesRegex(Refused, "AccessError", msg=f"{model}.{method}"):
                    self.call(model, method, *args)
            self.assertEqual(self.call(model, "search_read", []), [])
            self.assertEqual(self.env[model].browse(id_).user_ids, self.ann)
        self.log_in(self.admin)
        self.call("res.users.role.wizard", "action_apply", [opened[0][1]])
        self.assertTrue(self.ann._is_system())
        self.assertFalse(self.clerk._is_system())

    @mute_logger(*QUIET)
    def test_groups_are_not_taken_over(self):
        """Neither by a default of one's own, nor by one of the context: deleting the role would delete the group."""
        victim = self.env["res.groups"].create({"name": "Victim"})
        self.log_in(self.clerk)
        self.call("ir.default", "set", "res.users.role", "group_id", victim.id, True)
        context = {"default_group_id": victim.id}
        for method, args, kwargs in (
            ("create", [{"name": "Own default"}], {}),
            ("create", [{"name": "Context"}], {"context": context}),
            ("web_save", [[], {"name": "Form"}, {"group_id": {}}], {"context": context}),
            ("load", [["name"], [["File"]]], {"context": context}),
        ):
            with self.subTest(method, kwargs=kwargs):
                before = self.env["res.users.role"].search([])
                self.call("res.users.role", method, *args, **kwargs)
                [role] = self.env["res.users.role"].search([]) - before
                self.assertNotEqual(role.group_id, victim)
                self.call("res.users.role", "unlink", role.ids)
        told = self.call("res.users.role", "default_get", ["name", "group_id"], context=context)
        self.assertNotIn("group_id", told)
        self.assertEqual(victim.exists().name, "Victim")


class TestPreviews(RolesCase):
    def test_users_of_other_companies(self):
        """The preview is computed as the person, and so is what is done."""
        company = self.env["res.company"].create({"name": "Elsewhere"})
        here, elsewhere = (
            new_test_user(self.env, name, "base.group_portal") for name in ("here", "elsewhere")
        )
        elsewhere.write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        wizard = (
            self.env["res.users.role.wizard"]
            .with_user(self.clerk)
            .create({"user_ids": [Command.set(self.ann.ids)], "role_ids": [Command.set(self.mason.ids)]})
        )
        with self.assertRaises(AccessError):
            wizard.user_ids = elsewhere
            wizard.flush_recordset()
        wizard.user_ids = here
        here.write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        with self.assertRaises(UserError):
            wizard.action_apply()
        self.assertNotIn(self.bricks, here.all_group_ids)

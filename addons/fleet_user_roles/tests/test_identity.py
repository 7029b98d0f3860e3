"""Who may change access rights becomes no administrator by the account of one."""

import re
from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .over_rpc import QUIET, OverRpc, Refused
from .test_access import People

MINE = "clerk@elsewhere.example"


@tagged("post_install", "-at_install")
class TestIdentity(OverRpc, People):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk.group_ids += cls.env.ref("base.group_partner_manager")
        cls.admin.email = "admin@hub.example"
        cls.left = new_test_user(cls.env, "left", "base.group_system")
        cls.left.active = False
        cls.next = new_test_user(cls.env, "next", "base.group_user")
        cls.boss._assign(cls.next, date_from=date.today() + timedelta(days=7))
        cls.env["res.users.apikeys"].with_user(cls.admin).sudo()._generate(
            None, "Script", datetime.now() + timedelta(days=1)
        )

    def ways(self, user):
        contact, write = user.partner_id, ("res.users", "write", [user.id])
        key = self.env["res.users.apikeys"].search([("user_id", "=", user.id)]).ids or [0]
        row = [str(user.id), "known"]
        return [
            (*write, {"password": "known"}),
            (*write, {"new_password": "known"}),
            (*write, {"login": "mine"}),
            (*write, {"email": MINE}),
            (*write, {"partner_id": self.clerk.partner_id.id}),
            (*write, {"api_key_ids": [Command.delete(key[0])]}),
            (*write, {"api_key_ids": [Command.create({"name": "Mine"})]}),
            ("res.users", "web_save", [user.id], {"login": "mine"}, {"id": {}}),
            ("res.users", "create", {"name": "Twin", "login": "twin", "partner_id": contact.id}),
            ("res.users", "write", [self.clerk.id], {"partner_id": contact.id}),
            ("res.partner", "write", [contact.id], {"user_ids": [Command.link(self.clerk.id)]}),
            ("res.users", "load", [".id", "password"], [row]),
            ("res.users", "load", [".id", "login"], [row]),
            ("res.users", "load", [".id", "email"], [row]),
            ("res.partner", "write", [contact.id], {"email": MINE}),
            ("res.partner", "write", [contact.id], {"user_ids": [Command.update(user.id, {"password": "known"})]}),
            ("res.partner", "write", [self.clerk.partner_id.id], {"user_ids": [Command.link(user.id)]}),
            ("res.partner", "load", [".id", "email"], [[str(contact.id), MINE]]),
            ("res.partner", "create", {"name": "Other", "email": MINE, "user_ids": [Command.link(user.id)]}),
            ("res.partner", "signup_prepare", [contact.id]),
            ("res.partner", "action_signup_prepare", [contact.id]),
            ("res.users", "action_reset_password", [user.id]),
            ("res.users", "reset_password", user.login),
        ]  # fmt: skip

    def wizards(self, user):
        """(model, values, button) of each dialog in which one could be taken over."""
        mine = self.env["res.partner"].create({"name": "Mine", "email": MINE})
        line = [Command.create({"user_id": user.id, "user_login": user.login, "new_passwd": "known"})]
        merged = {"partner_ids": [Command.set((mine + user.partner_id).ids)], "dst_partner_id": mine.id}
        return [
            ("change.password.wizard", {"user_ids": line}, "change_password_button"),
            ("base.partner.merge.automatic.wizard", {**merged, "state": "selection"}, "action_merge"),
        ]

    def identity(self, user):
        self.env.cr.execute("SELECT login, password, partner_id FROM res_users WHERE id = %s", (user.id,))
        keys = self.env["res.users.apikeys"].search([("user_id", "=", user.id)]).ids
        return self.env.cr.fetchall(), user.email, user.partner_id.signup_type, keys

    @mute_logger(*QUIET)
    def test_accounts_of_administrators(self):
        self.log_in(self.clerk)
        for user in (self.admin, self.left, self.next):
            before = self.identity(user)
            ways = [*self.ways(user)]
            ways += [(model, "web_save_and_run", *rest) for model, *rest in self.wizards(user)]
            for way in ways:
                with self.subTest(user=user.login, way=str(way)):
                    with self.assertRaises(Refused):
                        self.attempt(*way)
                    self.assertEqual(self.identity(user), before)

    @mute_logger(*QUIET)
    def test_everybody_else_is_looked_after(self):
        self.log_in(self.clerk)
        self.call("res.users", "write", [self.ann.id], {"login": "ann2", "password": "known-to-clerk"})
        self.call("res.partner", "write", [self.ann.partner_id.id], {"email": "ann@hub.example"})
        self.attempt(*(self.wizards(self.bob)[0][0], "web_save_and_run", *self.wizards(self.bob)[0][1:]))
        self.authenticate("ann2", "known-to-clerk")
        self.log_in(self.admin)
        self.call("res.users", "write", [self.left.id], {"login": "left2", "email": "left@hub.example"})
        self.call("res.users", "write", [self.admin.id], {"email": "me@hub.example"})
        self.assertEqual((self.left.login, self.admin.email), ("left2", "me@hub.example"))

    @mute_logger(*QUIET)
    def test_inviting(self):
        """Odoo invites all or nobody; the sentence names whom to leave out."""
        self.left.email, self.next.email, self.ann.email = (
            "Left@hub.example",
            "next@hub.example",
            "ann@hub.example",
        )
        self.next.partner_id.signup_cancel()
        users = self.env["res.users"].with_context(active_test=False)
        # By the e-mail address or by the login, active or not, however it is written.
        for emails, address in (
            (["one@x.example", "left@hub.example"], "left@hub.example"),
            (["one@x.example", "LEFT@hub.example", "two@x.example"], "LEFT@hub.example"),
            (["next@hub.example", "one@x.example"], "next@hub.example"),
            (['"Boss" <next@hub.example>', "one@x.example"], '"Boss" <next@hub.example>'),
        ):
            self.log_in(self.clerk)
            with self.subTest(emails=emails):
                with self.assertRaisesRegex(
                    Refused, f"invite an administrator: {re.escape(address)}\\. Nobody"
                ):
                    self.call("res.users", "web_create_users", emails)
                self.assertFalse(users.search([("login", "=", "one@x.example")]))
                self.assertFalse(self.left.active or self.next.partner_id.signup_type)
        self.log_in(self.ann)
        with self.assertRaisesRegex(Refused, "not allowed to create"):
            self.call("res.users", "web_create_users", ["left@hub.example"])
        self.log_in(self.clerk)
        self.call("res.users", "web_create_users", ["one@x.example", "ann@hub.example"])
        self.assertTrue(users.search([("login", "=", "one@x.example")]))
        self.log_in(self.admin)
        self.call("res.users", "web_create_users", ["left@hub.example", "next@hub.example"])
        self.assertTrue(self.left.active and self.next.partner_id.signup_type)

    def test_what_does_not_change_is_no_change(self):
        admin = self.admin.with_user(self.clerk)
        admin.write({"login": self.admin.login, "email": self.admin.email, "name": "Renamed"})
        self.assertEqual(self.admin.name, "Renamed")

    def test_superuser_mode_does_not_help(self):
        """In it employees hand on their address to the contact."""
        for way in (
            lambda: self.admin.partner_id.with_user(self.clerk).sudo().write({"email": MINE}),
            lambda: self.admin.with_user(self.ann).sudo().write({"email": MINE}),
            lambda: self.admin.with_user(self.ann).sudo().write({"password": "known"}),
            lambda: (
                self.admin.with_user(self.ann)
                .sudo()
                .with_context(signup_by="token")
                ._change_password("known")
            ),
            lambda: self.admin.with_user(self.clerk).sudo().write({"login": "mine"}),
            lambda: self.admin.partner_id.with_user(self.clerk)._get_signup_url(),
        ):
            with self.assertRaises(AccessError):
                way()

    @mute_logger(*QUIET)
    def test_forgotten_password_of_an_administrator(self):
        """The link goes to the administrator's own address, and whoever has it is the administrator."""
        public = self.env(user=self.env.ref("base.public_user"))["res.users"].sudo()
        public.reset_password(self.admin.login)
        self.assertEqual(self.admin.partner_id.signup_type, "reset")
        token = self.admin.partner_id._generate_signup_token()
        public.signup({"password": "my-new-password"}, token)
        self.env.flush_all()
        self.authenticate(self.admin.login, "my-new-password")

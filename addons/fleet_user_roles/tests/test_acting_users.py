"""As whom Odoo acts by itself, without a login or as a template, nobody gives a role: not even an administrator."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RolesCase
from .over_rpc import QUIET, OverRpc, Refused
from .test_access import People
from .test_import_plan import PlanCase

SENTENCE = "can't have roles"


class ActingUsers(RolesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        public = cls.env.ref("base.public_user")
        # As each website has one of its own.
        another = public.copy({"name": "Visitor", "login": "visitor", "active": False})
        template = cls.env.ref("base.template_portal_user_id")
        cls.acting = cls.env.ref("base.user_root") + public + another + template


@tagged("post_install", "-at_install")
class TestActingUsers(ActingUsers, PlanCase):
    def test_whoever_asks(self):
        for user in self.acting:
            for asking in (self.clerk, self.admin, self.env.user):
                role = self.mason.with_user(asking)
                with self.subTest(user=user.login, asking=asking.login):
                    with self.assertRaisesRegex(UserError, SENTENCE), self.env.cr.savepoint():
                        role._assign(user)
                    self.assertFalse(user.role_line_ids)
                    self.assertNotIn(self.bricks, user.all_group_ids)

    def test_a_line_moves_to_no_such_user(self):
        line = self.mason._assign(self.ann)
        for user in self.acting:
            with (
                self.subTest(user=user.login),
                self.assertRaisesRegex(UserError, SENTENCE),
                self.env.cr.savepoint(),
            ):
                line.with_user(self.admin).user_id = user

    def test_the_file_is_refused_before_it_is_shown(self):
        for user in self.acting:
            told = self.told("mason", "base.group_user", "acme.bricks") | {"users": [{"login": user.login}]}
            with self.subTest(user=user.login), self.assertRaisesRegex(UserError, SENTENCE):
                self.wizard(told, user=self.admin)

    def test_what_was_given_before_can_be_withdrawn(self):
        """As a database may have it from the time before."""
        public = self.env.ref("base.public_user")
        line = self.mason._assign(self.ann)
        self.today_is(line, user_id=public.id)
        line.with_user(self.clerk).unlink()
        self.assertFalse(public.role_line_ids)

    def test_no_role_makes_visitors(self):
        """Whoever became one would count as a user of Odoo itself, and could have no role any more."""
        public, role = self.env.ref("base.group_public"), self.env["res.users.role"]
        plain = self.create_role("Plain", self.roofs)
        ways = {
            "made": lambda: self.create_role("Visitors", public),
            "edited": lambda: plain.write({"implied_ids": [Command.link(public.id)]}),
            "a group of it": lambda: self.roofs.write({"implied_ids": [Command.link(public.id)]}),
            "from the other side": lambda: public.write({"implied_by_ids": [Command.link(self.roofs.id)]}),
            "by a preset": lambda: role.create({"name": "Visitors", "preset_groups": "base.group_public"}),
            "by a file": lambda: self.wizard(self.told("plain", "base.group_public")),
        }
        for name, way in ways.items():
            refused = self.assertRaisesRegex(UserError, "“(Visitors|Plain)”")
            with self.subTest(name), refused, self.env.cr.savepoint():
                way()


@tagged("post_install", "-at_install")
class TestActingUsersOverRpc(ActingUsers, OverRpc, People):
    @mute_logger(*QUIET)
    def test_over_rpc(self):
        role, line, user = "res.users.role", "res.users.role.line", "res.users"
        mason = self.mason
        given = [Command.create({"role_id": mason.id})]
        for person in (self.clerk, self.admin):
            self.log_in(person)
            for acting in self.acting:
                wizard = {"action": "assign", "user_ids": [acting.id], "role_ids": [mason.id]}
                for way in (
                    (line, "create", {"user_id": acting.id, "role_id": mason.id}),
                    (line, "load", ["user_id/.id", "role_id/.id"], [[str(acting.id), str(mason.id)]]),
                    (user, "write", [acting.id], {"role_line_ids": given}),
                    (role, "write", [mason.id], {"line_ids": [Command.create({"user_id": acting.id})]}),
                    ("res.users.role.wizard", "web_save_and_run", wizard, "action_apply"),
                ):
                    with self.subTest(person=person.login, acting=acting.login, way=way):
                        with self.assertRaisesRegex(Refused, SENTENCE):
                            self.attempt(*way)
                        self.assertFalse(acting.role_line_ids)

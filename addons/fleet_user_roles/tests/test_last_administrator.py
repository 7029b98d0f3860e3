"""Whatever goes, somebody active stays who is an administrator."""

from datetime import date, timedelta

from odoo.exceptions import RedirectWarning, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import RolesCase

YESTERDAY = date.today() - timedelta(days=1)


@tagged("post_install", "-at_install")
class TestLastAdministrator(RolesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chiefs = cls.env["res.groups"].create(
            {"name": "Chiefs", "implied_ids": [Command.link(cls.system.id)]}
        )
        everybody = cls.env["res.users"].browse(cls.env["res.users"]._administrators())
        cls.admin.group_ids = cls.chiefs
        # From this side Odoo lets go all who are in the group itself.
        cls.system.user_ids -= everybody
        cls.env["ir.model.data"].create(
            {"module": "acme", "name": "chiefs", "model": "res.groups", "res_id": cls.chiefs.id}
        )

    def test_groups(self):
        privilege = self.env["res.groups.privilege"].create({"name": "Privilege"})
        self.chiefs.privilege_id = privilege
        ways = {
            "delete": self.chiefs.unlink,
            "delete, as Access Rights": self.chiefs.with_user(self.clerk).unlink,
            "implied": lambda: self.chiefs.write({"implied_ids": [Command.clear()]}),
            "members": lambda: self.chiefs.write({"user_ids": [Command.clear()]}),
            "implied by": lambda: self.system.write({"implied_by_ids": [Command.unlink(self.chiefs.id)]}),
            "parents": lambda: self.system.write({"parent_ids": [Command.unlink(self.chiefs.id)]}),
            "settings": lambda: self.chiefs._remove_group(self.system),
            "privilege": lambda: privilege.write({"group_ids": [Command.delete(self.chiefs.id)]}),
        }
        for name, way in ways.items():
            with self.subTest(name), self.assertRaises(ValidationError) as refused:
                way()
            self.assertIn("Somebody has to stay", str(refused.exception))
            self.assertEqual(self.env["res.users"]._administrators(), {self.admin.id: True})

    def test_the_external_id_of_administrators(self):
        """By an administrator: without it, nobody would be one."""
        name = self.env["ir.model.data"].search([("module", "=", "base"), ("name", "=", "group_system")])
        nobodys = self.env["res.groups"].create({"name": "Nobody's"})
        ways = {
            "delete": name.unlink,
            "another group": lambda: name.write({"res_id": nobodys.id}),
            "another name": lambda: name.write({"name": "group_former"}),
        }
        for way, do in ways.items():
            with self.subTest(way), self.assertRaises(ValidationError):
                do()
            self.assertEqual(self.env["res.users"]._administrators(), {self.admin.id: True})

    def test_users(self):
        ways = {
            "archived": (UserError, self.admin.action_archive),
            "another type": (
                UserError,
                lambda: self.admin.write({"group_ids": [Command.set(self.portal.ids)]}),
            ),
            "deleted": (UserError, self.admin.with_user(self.clerk).unlink),
            "company archived": (UserError, self.admin.company_id.action_archive),
            "contact archived": (RedirectWarning, self.admin.partner_id.action_archive),
        }
        for name, (error, way) in ways.items():
            with self.subTest(name), self.assertRaises(error):
                way()
            self.assertEqual(self.env["res.users"]._administrators(), {self.admin.id: True})

    def test_module_of_the_group_is_uninstalled(self):
        self.env["ir.model.data"]._module_data_uninstall(["acme"])
        self.assertTrue(self.chiefs.exists())
        self.assertTrue(self.admin._is_system())

    def test_role_of_such_a_group_ends(self):
        self.policy("revert")
        chief = self.create_role("Chief", self.chiefs)
        line = chief._assign(self.admin)
        self.today_is(line, date_to=YESTERDAY)
        self.env["res.users.role"].cron_update_users()
        self.assertNotIn(self.chiefs, self.admin.all_group_ids)
        self.assertTrue(self.admin._is_system())
        chief.group_id.unlink()
        self.assertTrue(self.admin._is_system())

    def test_role_ends_of_the_last_who_is_in_the_group_itself(self):
        """Somebody else is an administrator by another group."""
        line = self.boss._assign(self.bob)
        self.assertEqual(self.system.user_ids, self.bob)
        self.today_is(line, date_to=YESTERDAY)
        self.env["res.users.role"].cron_update_users()
        self.assertFalse(self.bob._is_system() or self.bob.role_problem)
        self.assertTrue(self.admin._is_system())

    def test_role_is_deleted_of_the_last_who_is_in_the_group_itself(self):
        """Odoo counts nobody else, and refused."""
        self.boss._assign(self.bob)
        self.boss.unlink()
        self.assertFalse(self.bob._is_system())
        with self.assertRaises(ValidationError):
            self.admin.group_ids = self.employee
        self.assertTrue(self.admin._is_system())

    def test_group_given_besides_roles_is_reverted(self):
        self.policy("revert")
        self.mason._assign(self.admin)
        self.assertEqual(self.env["res.users"]._administrators(), {self.admin.id: True})

    def test_with_another_one_it_may_go(self):
        self.bob.group_ids += self.system
        self.chiefs.unlink()
        self.assertEqual(self.env["res.users"]._administrators(), {self.bob.id: True})

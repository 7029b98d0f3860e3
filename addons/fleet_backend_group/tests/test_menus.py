from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from .common import load_demo, new_user


@tagged("post_install", "-at_install")
class TestMenus(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_demo(cls.env)
        cls.user = cls.env.ref("fleet_backend_group.user_dummy")
        cls.app = cls.env.ref("fleet_backend_group.menu_dummy")

    def apps(self, user):
        menus = self.env["ir.ui.menu"].with_user(user)
        return {
            name for menu in menus.load_menus(False)["root"]["children"] for name in [menus.browse(menu).name]
        }

    def menu(self, name, **values):
        action = self.env.ref("fleet_backend_group.action_x_dummy")
        return self.env["ir.ui.menu"].create(
            {"name": name, "action": f"ir.actions.act_window,{action.id}", **values}
        )

    def test_only_apps_that_name_a_group_of_theirs(self):
        self.menu("For everybody")
        self.menu("For employees", group_ids=[Command.set(self.env.ref("base.group_user").ids)])
        self.assertEqual(self.apps(self.user), {"Dummy App"})
        self.menu("Mine", group_ids=[Command.set(self.env.ref("fleet_backend_group.group_dummy").ids)])
        self.assertEqual(self.apps(self.user), {"Dummy App", "Mine"})

    def test_below_an_app_everything_that_is_theirs(self):
        self.menu("Below", parent_id=self.app.id)
        self.menu(
            "Below, for administrators",
            parent_id=self.app.id,
            group_ids=self.env.ref("base.group_system").ids,
        )
        menus = self.env["ir.ui.menu"].with_user(self.user).load_menus(False)
        names = {menu["name"] for menu in menus.values()}
        self.assertIn("Below", names)
        self.assertNotIn("Below, for administrators", names)

    def test_no_app_at_all(self):
        self.menu("For everybody")
        self.assertEqual(self.apps(self.env.ref("fleet_backend_group.user_backend_ui")), set())

    def test_employees_see_what_they_saw(self):
        employee = new_user(self.env, "employee", "base.group_user")
        self.env["ir.model.access"].create(
            {
                "name": "x_dummy employee",
                "model_id": self.env["ir.model"]._get_id("x_dummy"),
                "group_id": self.env.ref("base.group_user").id,
                "perm_read": True,
            }
        )
        self.menu("For everybody")
        self.assertIn("For everybody", self.apps(employee))
        self.assertNotIn("Dummy App", self.apps(employee))

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.fleet_backend_group.tests.common import load_demo


@tagged("post_install", "-at_install")
class TestEmployees(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_demo(cls.env)
        cls.user = cls.env.ref("fleet_backend_group.user_dummy")

    def test_the_backend_opens(self):
        self.authenticate("dummy", "dummy")
        menus = self.url_open("/web/webclient/load_menus").json()
        self.assertEqual(menus["root"]["children"], [self.env.ref("fleet_backend_group.menu_dummy").id])

    def test_the_dialog_says_what_goes_with_this_addon_alone(self):
        """Employees asks for departments before it shows any menu: without this addon the backend would not open."""
        modules = self.env["ir.module.module"]

        def told(*names):
            found = modules.search([("name", "in", names)])
            return self.env["base.module.uninstall"].create({"module_ids": found.ids}).backend_consequences

        for words in ("“Backend User Types: Employees” goes", "while “Employees” stays", "The backend opens"):
            self.assertIn(words, told("fleet_backend_group_hr"))
        self.assertFalse(told("hr"), "they go together")
        self.assertNotIn("stays", told("fleet_backend_group"))

    def test_employees_and_departments_stay_closed(self):
        for model in ("hr.employee", "hr.employee.public", "hr.department", "hr.job"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.user).search([])

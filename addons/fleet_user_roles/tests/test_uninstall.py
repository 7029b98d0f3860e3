"""Roles that go with the module that brought them: who is concerned is said before, and what is said comes true."""

import json

from odoo.tests import HttpCase, tagged

from .common import RolesCase


@tagged("post_install", "-at_install")
class TestUninstall(HttpCase, RolesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.module = cls.env["ir.module.module"].create({"name": "acme", "state": "installed"})
        for name, role in (("mason", cls.mason), ("visitor", cls.create_role("Visitor", cls.portal))):
            xmlid = cls.env["ir.model.data"].search([("model", "=", role._name), ("res_id", "=", role.id)])
            xmlid.write({"module": "acme", "name": name})
        cls.mason._assign(cls.ann, date_to="2040-01-01", reason="New site")
        (cls.mason + cls.roofer)._assign(cls.bob)
        cls.ann.group_ids += cls.invoices

    def dialog(self):
        return self.env["base.module.uninstall"].with_user(self.admin).create({"module_ids": self.module.ids})

    def uninstall(self):
        self.env["ir.model.data"]._module_data_uninstall(["acme"])
        self.env.invalidate_all()

    def test_who_is_concerned(self):
        told = self.dialog().role_consequences
        for word in ("Mason", "Visitor", "Ann Mason", "Bob Roofer", "2", "keep"):
            self.assertIn(word, told)
        self.assertNotIn("Roofer,", told.replace("Bob Roofer", ""))
        self.env["ir.config_parameter"].set_param("fleet_user_roles.after_uninstall", "lose")
        self.assertIn("lose", self.dialog().role_consequences)
        self.mason._withdraw(self.ann + self.bob)
        self.assertIn("nobody has", self.dialog().role_consequences)

    def test_modules_without_roles(self):
        other = self.env["ir.module.module"].create({"name": "other", "state": "installed"})
        wizard = self.env["base.module.uninstall"].create({"module_ids": other.ids})
        self.assertFalse(wizard.role_ids or wizard.role_consequences)

    def test_users_keep_the_groups(self):
        self.uninstall()
        self.assertFalse(self.mason.exists())
        self.assertLessEqual(self.employee + self.bricks + self.invoices, self.ann.all_group_ids)
        self.assertLessEqual(self.bricks + self.roofs, self.bob.all_group_ids)
        self.assertFalse(self.ann.role_drift, "there is no role that they could differ from")
        self.env["res.users.role"].cron_update_users()
        self.assertIn(self.bricks, self.ann.all_group_ids)
        self.assertEqual(self.actions(self.ann), ["given", "withdrawn"])

    def test_users_lose_the_groups(self):
        self.env["ir.config_parameter"].set_param("fleet_user_roles.after_uninstall", "lose")
        self.uninstall()
        self.assertNotIn(self.bricks, self.ann.all_group_ids)
        self.assertIn(self.employee, self.ann.all_group_ids)
        self.assertIn(self.roofs, self.bob.all_group_ids)

    def test_the_file(self):
        self.authenticate(self.admin.login, self.admin.login)
        url = self.dialog().action_export_roles()["url"]
        told = {role["name"]: role for role in json.loads(self.url_open(url).content)}
        self.assertEqual(told.keys(), {"Mason", "Visitor"})
        given = {"id": self.ann.id, "login": "ann", "from": None, "until": "2040-01-01", "why": "New site"}
        self.assertIn(given, told["Mason"]["users"])
        self.assertEqual(len(told["Mason"]["users"]), 2)

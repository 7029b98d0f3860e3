from odoo.tests import HttpCase, tagged

from .common import load_demo, new_user


@tagged("post_install", "-at_install")
class TestTours(HttpCase):
    """What a Backend UI user does all day, in a real browser that fails on every error in its console."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_demo(cls.env)
        cls.user = cls.env.ref("fleet_backend_group.user_dummy")
        # Calendar asks for a time zone, which a browser tells when a person logs in.
        cls.user.write({"password": "dummydummy", "tz": "Europe/Brussels"})
        cls.user.group_ids += cls.env.ref("base.group_allow_export")

    def tour(self, name, path="/odoo/dummies"):
        self.start_tour(path, name, login="dummy")

    def test_views(self):
        self.tour("fleet_backend_group_views")

    def test_create_edit_favourite_export(self):
        self.tour("fleet_backend_group_edit")
        created = self.env["x_dummy"].search([("x_name", "=", "Made in a tour")])
        self.assertEqual((created.x_amount, created.x_user_id), (42, self.user))
        favourite = self.env["ir.filters"].search([("name", "=", "My dummies")])
        self.assertEqual(favourite.user_ids, self.user)

    def test_preferences_and_password(self):
        self.tour("fleet_backend_group_preferences")
        self.assertEqual(self.user.phone, "+32 81 81 37 00")
        credential = {"type": "password", "login": "dummy", "password": "another-password"}
        self.assertEqual(self.env["res.users"].authenticate(credential, {})["uid"], self.user.id)

    def test_administrator_picks_the_role(self):
        user = new_user(self.env, "portal", "base.group_portal")
        self.start_tour(f"/odoo/users/{user.id}", "fleet_backend_group_role", login="admin")
        self.assertEqual(user.role, "group_backend_ui")

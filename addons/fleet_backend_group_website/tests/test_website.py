from odoo.tests import HttpCase, tagged

from odoo.addons.fleet_backend_group.tests.common import load_demo


@tagged("post_install", "-at_install")
class TestWebsite(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_demo(cls.env)

    def test_pages_open_as_for_anybody(self):
        self.authenticate("dummy", "dummy")
        for path in ("/", "/contactus", "/my", "/my/account"):
            self.assertEqual(self.url_open(path).status_code, 200, path)

    def test_preview_is_for_internal_users(self):
        self.authenticate("dummy", "dummy")
        answer = self.url_open("/@/contactus", allow_redirects=False)
        self.assertIn("/odoo/action-website.website_preview", answer.headers["Location"])

    def test_nothing_can_be_edited(self):
        user = self.env.ref("fleet_backend_group.user_dummy")
        for model in ("website", "website.menu", "website.page", "ir.ui.view"):
            self.assertFalse(self.env[model].with_user(user).has_access("write"), model)

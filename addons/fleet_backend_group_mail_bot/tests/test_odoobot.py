from odoo.tests import HttpCase, tagged

from odoo.addons.fleet_backend_group.tests.common import load_demo, new_user


@tagged("post_install", "-at_install")
class TestOdooBot(HttpCase):
    def test_backend_users_are_not_greeted(self):
        load_demo(self.env)
        new_user(self.env, "employee", "base.group_user")
        chats = {}
        for login in ("dummy", "employee"):
            self.authenticate(login, login)
            self.assertEqual(self.url_open("/odoo", allow_redirects=False).status_code, 200)
            user = self.env["res.users"].search([("login", "=", login)])
            chats[login] = (
                self.env["discuss.channel"].with_user(user).search_count([("channel_type", "=", "chat")])
            )
        self.assertEqual(chats, {"dummy": 0, "employee": 1})

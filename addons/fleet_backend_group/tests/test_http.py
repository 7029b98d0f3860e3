import re

from odoo.tests import HttpCase, tagged

from .common import load_demo, new_user


@tagged("post_install", "-at_install")
class TestHttp(HttpCase):
    """Every route of Odoo's own web client that asks for an internal user."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_demo(cls.env)
        new_user(cls.env, "portal", "base.group_portal")
        cls.env.ref("fleet_backend_group.user_dummy").password = "dummydummy"
        cls.env.ref("fleet_backend_group.user_backend").password = "backendbackend"

    def log_in(self, login):
        self.authenticate(None, None)
        page = self.url_open("/web/login").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
        values = {"login": login, "password": login * 2, "csrf_token": token}
        return self.url_open("/web/login", data=values, allow_redirects=False)

    def test_logging_in_leads_to_the_backend(self):
        answer = self.log_in("dummy")
        self.assertEqual(answer.status_code, 303)
        self.assertTrue(answer.headers["Location"].rstrip("?").endswith("/odoo"))
        self.assertNotIn("/odoo", self.log_in("portal").headers["Location"])

    def test_web_client(self):
        self.log_in("dummy")
        for path in ("/odoo", "/web", "/odoo/dummies", "/scoped_app/dummies"):
            answer = self.url_open(path, allow_redirects=False)
            self.assertEqual((answer.status_code, "odoo.__session_info__" in answer.text), (200, True), path)
        session = self.make_jsonrpc_request("/web/session/get_session_info")
        self.assertTrue(session["is_internal_user"])
        self.assertFalse(session["is_system"] or session["is_admin"])
        self.assertEqual(list(session["user_companies"]["allowed_companies"]), [str(self.env.company.id)])
        menus = self.url_open("/web/webclient/load_menus").json()
        self.assertEqual(menus["root"]["children"], [self.env.ref("fleet_backend_group.menu_dummy").id])

    def test_front_page(self):
        self.log_in("dummy")
        if "website" not in self.env.registry:
            self.assertRegex(self.url_open("/", allow_redirects=False).headers["Location"], r"/odoo")
        self.assertEqual(self.url_open("/").status_code, 200)

    def test_bare_user_is_told_that_there_is_no_web_client(self):
        self.log_in("backend")
        answer = self.url_open("/odoo", allow_redirects=False)
        self.assertTrue(answer.headers["Location"].endswith("/web/login?error=access"))
        self.assertEqual(self.url_open("/web/webclient/load_menus").status_code, 403)

    def test_bare_user_authenticates_over_rpc(self):
        uid = self.xmlrpc_common.authenticate(self.env.cr.dbname, "backend", "backendbackend", {})
        self.assertEqual(uid, self.env.ref("fleet_backend_group.user_backend").id)

    def test_portal_users_stay_outside(self):
        self.log_in("portal")
        answer = self.url_open("/odoo", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertNotIn("/odoo", answer.headers["Location"])

    def test_files(self):
        """Uploads and pictures: routes that serve what the user may read."""
        self.log_in("dummy")
        token = re.search(r'csrf_token: "([^"]+)"', self.url_open("/odoo").text).group(1)
        dummy = self.env.ref("fleet_backend_group.dummy_one")
        uploaded = self.url_open(
            "/web/binary/upload_attachment",
            data={"model": "x_dummy", "id": dummy.id, "csrf_token": token},
            files={"ufile": ("a.txt", b"hello", "text/plain")},
        )
        self.assertIn("a.txt", uploaded.text)
        attachment = self.env["ir.attachment"].search([("res_model", "=", "x_dummy"), ("name", "=", "a.txt")])
        self.assertEqual(self.url_open(f"/web/content/{attachment.id}").content, b"hello")
        picture = self.url_open(f"/web/image/res.users/{self.env.ref('base.user_admin').id}/avatar_128")
        self.assertTrue(picture.headers["Content-Type"].startswith("image/"))

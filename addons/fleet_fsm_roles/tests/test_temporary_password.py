"""A temporary password is shown once, and opens nothing until it was changed."""

import re
from datetime import timedelta
from xmlrpc.client import Fault

from psycopg2 import sql

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, JsonRpcException, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.fleet_user_roles.tests.over_rpc import OverRpc

from .common import FieldServiceCase

PAGE = "/web/login/new_password"
SHOWN = re.compile(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}")
OWN = "my own password 1"


@tagged("post_install", "-at_install")
class TestTemporaryPassword(OverRpc, FieldServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.user_of("admin")
        cls.values = {
            "name": "Anna",
            "login": "anna",
            "role_id": cls.role("installer").id,
            "first_login": "password",
        }

    def create_user(self):
        """:return: the new user and the password, as the administrator's browser gets it"""
        self.log_in(self.admin)
        wizard = self.call("fsm.new.user", "create", {**self.values, "lang": "en_US"})
        params = self.call("fsm.new.user", "action_create_user", [wizard])["params"]
        self.authenticate(None, None)
        return self.env["res.users"].browse(params["next"]["res_id"]), SHOWN.search(params["message"]).group()

    def submit(self, path, **values):
        page = self.url_open(path).text
        values["csrf_token"] = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
        answer = self.url_open(path, data=values)
        self.env.invalidate_all()
        return answer

    def sign_in(self, user, password):
        return self.submit("/web/login", login=user.login, password=password)

    def is_signed_in(self):
        try:
            return self.make_jsonrpc_request("/web/session/get_session_info")["uid"]
        except JsonRpcException:
            return False

    def rpc_refuses(self, user, password):
        """:return: whether logging in and calling are refused to a script"""
        uid = self.xmlrpc_common.authenticate(get_db_name(), user.login, password, {})
        try:
            self.xmlrpc_object.execute_kw(get_db_name(), user.id, password, "res.users", "search_count", [[]])
        except Fault:
            return not uid
        return False

    def test_first_login(self):
        user, password = self.create_user()
        self.assertTrue(self.worker_of(user))
        self.assertIn(PAGE, self.sign_in(user, password).url)
        self.assertFalse(self.is_signed_in())
        for again, chosen, told in ((password, password, "temporary password"), ("other", OWN, "differ")):
            answer = self.submit(PAGE, password=chosen, confirm_password=again)
            self.assertIn(told, answer.text)
            self.assertFalse(self.is_signed_in())
        self.submit(PAGE, password=OWN, confirm_password=OWN)
        self.assertEqual(self.is_signed_in(), user.id)
        self.assertFalse(user.password_is_temporary)
        self.authenticate(None, None)
        self.sign_in(user, password)
        self.assertFalse(self.is_signed_in())
        self.sign_in(user, OWN)
        self.assertEqual(self.is_signed_in(), user.id)

    def test_it_ends(self):
        user, password = self.create_user()
        end = fields.Datetime.now() + timedelta(hours=72)
        self.assertAlmostEqual(user.temporary_password_until, end, delta=timedelta(minutes=1))
        user.temporary_password_until = fields.Datetime.now() - timedelta(seconds=1)
        self.assertIn("Wrong login/password", self.sign_in(user, "another one").text)
        answer = self.sign_in(user, password)
        self.assertIn("has ended", answer.text)
        self.assertIn("for a new one", answer.text)
        self.assertTrue(self.url_open(PAGE).url.endswith("/web/login"))
        self.assertFalse(self.is_signed_in())
        user.with_user(self.admin).password = OWN
        self.assertFalse(user.temporary_password_until)
        self.sign_in(user, OWN)
        self.assertEqual(self.is_signed_in(), user.id)

    def test_it_ends_on_the_page(self):
        user, password = self.create_user()
        self.assertIn(PAGE, self.sign_in(user, password).url)
        user.temporary_password_until = fields.Datetime.now() - timedelta(seconds=1)
        self.assertTrue(self.url_open(PAGE).url.endswith("/web/login"))

    def test_its_end_is_told_with_it(self):
        self.log_in(self.admin)
        wizard = self.call("fsm.new.user", "create", {**self.values, "lang": "en_US"})
        message = self.call("fsm.new.user", "action_create_user", [wizard])["params"]["message"]
        self.assertIn("72 hours", message)

    def test_it_opens_no_api(self):
        user, password = self.create_user()
        with mute_logger("odoo.http", "odoo.addons.base.models.res_users"):
            self.assertTrue(self.rpc_refuses(user, password))
            credentials = {"db": get_db_name(), "login": user.login, "password": password}
            self.assertEqual(
                self.make_jsonrpc_request("/web/session/authenticate", credentials), {"uid": None}
            )
            self.assertFalse(self.is_signed_in())
        self.sign_in(user, password)
        self.submit(PAGE, password=OWN, confirm_password=OWN)
        self.assertFalse(self.rpc_refuses(user, OWN))

    def test_it_is_nowhere(self):
        with self.assertLogs("odoo", level="DEBUG") as logs:
            user, password = self.create_user()
            self.env.flush_all()
        self.assertNotIn(password, "\n".join(logs.output))
        self.env.cr.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [table for (table,) in self.env.cr.fetchall()]
        found = []
        for table in tables:
            told = sql.SQL("SELECT 1 FROM {table} row WHERE row::text LIKE %s LIMIT 1")
            self.env.cr.execute(told.format(table=sql.Identifier(table)), [f"%{password}%"])
            found += [table] if self.env.cr.fetchone() else []
        self.assertEqual(found, [])
        self.assertIn("res_users", tables)
        self.assertTrue(user.password_is_temporary)

    def test_page_without_a_temporary_password(self):
        """Neither who is not on the way in, nor who has yet to show another factor, changes a password there."""
        self.assertTrue(self.url_open(PAGE).url.endswith("/web/login"))
        other = new_test_user(self.env, "other")
        self.env["ir.config_parameter"].set_param("auth_totp.policy", "all_required")
        self.sign_in(other, "other")
        self.assertFalse(self.is_signed_in())
        self.assertTrue(self.url_open(PAGE).url.endswith("/web/login"))

    def test_a_code_by_mail_does_not_go_around_it(self):
        user, password = self.create_user()
        user.email = "anna@example.com"
        self.env["ir.config_parameter"].set_param("auth_totp.policy", "all_required")
        self.assertIn(PAGE, self.sign_in(user, password).url)
        self.submit("/web/login/totp", totp_token="123456")
        self.assertFalse(self.is_signed_in())
        answer = self.submit(PAGE, password=OWN, confirm_password=OWN)
        self.assertIn("/web/login/totp", answer.url)
        self.assertFalse(self.is_signed_in())

    def test_two_on_the_way_in(self):
        """Who was first has changed it; the other one, who may have found the note, is out."""
        user, password = self.create_user()
        self.sign_in(user, password)
        user.with_user(self.admin).write({"password": "reset by a link"})
        self.assertTrue(self.url_open(PAGE).url.endswith("/web/login"))

    def test_archived_users_choose_nothing(self):
        user, password = self.create_user()
        self.sign_in(user, password)
        user.action_archive()
        self.assertTrue(self.url_open(PAGE).url.endswith("/web/login"))

    def test_never_for_administrators(self):
        with self.assertRaisesRegex(UserError, "Administrators get an invitation"):
            self.role("admin").with_user(self.admin)._create_user({"name": "B", "login": "b"}, invite=False)
        form = Form(self.env["fsm.new.user"].with_user(self.admin))
        form.role_id, form.first_login = self.role("installer"), "password"
        form.role_id = self.role("admin")
        self.assertEqual(form.first_login, "mail")

    def test_who_has_become_an_administrator_needs_another_way(self):
        """Who gave the password knows it."""
        user, password = self.create_user()
        self.role("admin")._assign(user)
        self.sign_in(user, password)
        self.assertIn("Ask for a link", self.submit(PAGE, password=OWN, confirm_password=OWN).text)
        self.assertFalse(self.is_signed_in())

    def test_the_mail_stays_the_usual_way(self):
        form = Form(self.env["fsm.new.user"].with_user(self.admin))
        self.assertEqual(form.first_login, "mail")

    def test_others_can_not_end_it(self):
        user, _password = self.create_user()
        with self.assertRaises(UserError):
            user.with_user(user).write({"password_is_temporary": False})

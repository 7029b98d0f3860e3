from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged

from odoo.addons.fleet_backend_group.tests.common import load_demo, new_user


@tagged("post_install", "-at_install")
class TestDiscuss(HttpCase):
    """A Backend UI user in Discuss: what is theirs, and nothing of what an employee is trusted with."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_demo(cls.env)
        load_demo(cls.env, "fleet_backend_group_mail")
        cls.user = cls.env.ref("fleet_backend_group.user_dummy")
        cls.bare = cls.env.ref("fleet_backend_group.user_backend")
        cls.employee = new_user(cls.env, "employee", "base.group_user")
        cls.dummy = cls.env.ref("fleet_backend_group.dummy_one")

    def rpc(self, model, method, *args, user=None, **kwargs):
        return call_kw(self.env[model].with_user(user or self.user), method, args, kwargs)

    def assert_refused(self, model, method, *args, user=None, **kwargs):
        with self.assertRaises(UserError):
            self.rpc(model, method, *args, user=user, **kwargs)

    def test_nobody_else_is_made_the_author(self):
        theirs = {"author_id": self.employee.partner_id.id, "email_from": "employee@example.com"}
        created = self.rpc(
            "mail.message", "create", {"model": "x_dummy", "res_id": self.dummy.id, "body": "x", **theirs}
        )
        message = self.env["mail.message"].browse(created)
        self.assertEqual(message.author_id, self.user.partner_id)
        self.assertNotIn("employee@", message.email_from or "")
        self.rpc("mail.message", "write", message.ids, theirs)
        self.assertEqual(message.author_id, self.user.partner_id)
        [posted] = self.rpc("x_dummy", "message_post", self.dummy.ids, body="y", **theirs)
        self.assertEqual(self.env["mail.message"].browse(posted).author_id, self.user.partner_id)

    def test_messages_of_what_they_read(self):
        self.dummy.message_post(body="internal", subtype_xmlid="mail.mt_note")
        partner = self.env["res.partner"].create({"name": "Customer"})
        partner.message_post(body="secret")
        bodies = [row["body"] for row in self.rpc("mail.message", "search_read", [], ["body"])]
        self.assertIn("<p>internal</p>", bodies)
        self.assertNotIn("<p>secret</p>", bodies)

    def test_canned_responses_of_others(self):
        theirs = (
            self.env["mail.canned.response"]
            .with_user(self.employee)
            .create({"source": "hi", "substitution": "Hello"})
        )
        mine = self.rpc("mail.canned.response", "create", {"source": "yo", "substitution": "Hi"})
        self.assertEqual(self.rpc("mail.canned.response", "search", []), [mine])
        self.assert_refused("mail.canned.response", "unlink", theirs.ids)

    def test_notifications_of_others(self):
        self.dummy.message_subscribe((self.employee.partner_id + self.user.partner_id).ids)
        message = self.dummy.message_post(body="x", message_type="comment", subtype_xmlid="mail.mt_comment")
        theirs = message.notification_ids.filtered(lambda row: row.res_partner_id == self.employee.partner_id)
        mine = message.notification_ids - theirs
        self.assertTrue(theirs and mine)
        self.assertNotIn(theirs.id, self.rpc("mail.notification", "search", []))
        self.rpc("mail.notification", "write", mine.ids, {"is_read": True})
        self.assert_refused("mail.notification", "write", theirs.ids, {"is_read": True})
        self.assert_refused("mail.notification", "unlink", theirs.ids)

    def test_activities(self):
        theirs = self.dummy.activity_schedule("mail.mail_activity_data_todo", user_id=self.employee.id)
        self.assertIn(theirs.id, self.rpc("mail.activity", "search", []), "on a record that they read")
        partner = self.env["res.partner"].create({"name": "Customer"})
        hidden = partner.activity_schedule("mail.mail_activity_data_todo", user_id=self.employee.id)
        self.assertNotIn(hidden.id, self.rpc("mail.activity", "search", []))
        self.assert_refused("mail.activity", "unlink", hidden.ids)

    def test_channels(self):
        """Chats are theirs, the employees' channels are not."""
        general = self.env.ref("mail.channel_all_employees")
        self.assertNotIn(general.id, self.rpc("discuss.channel", "search", []))
        self.assert_refused("discuss.channel", "create", {"name": "Mine", "channel_type": "channel"})
        chat = (
            self.env["discuss.channel"].with_user(self.user)._get_or_create_chat(self.employee.partner_id.ids)
        )
        self.assertEqual(self.rpc("discuss.channel", "search", []), chat.ids)
        self.rpc("discuss.channel", "message_post", chat.ids, body="Hello", message_type="comment")

    def test_bare_user_reaches_nothing(self):
        for model in ("discuss.channel", "mail.message", "mail.activity", "mail.followers", "mail.template"):
            self.assert_refused(model, "search_read", [], user=self.bare)

    def test_routes_for_internal_users(self):
        """Discuss gives its data and its service worker to internal users only."""
        self.authenticate("dummy", "dummy")
        fetched = self.make_jsonrpc_request(
            "/mail/data", {"fetch_params": ["init_messaging", "systray_get_activities"]}
        )
        self.assertEqual(fetched["Store"]["inbox"]["model"], "mail.box")
        self.assertIn("activityCounter", fetched["Store"])
        worker = self.url_open("/web/service-worker.js").text
        self.assertIn("notificationclick", worker)
        thread = {
            "thread_model": "x_dummy",
            "thread_id": self.dummy.id,
            "request_list": ["followers", "activities"],
        }
        fetched = self.make_jsonrpc_request("/mail/data", {"fetch_params": [["mail.thread", thread]]})
        self.assertTrue(fetched["mail.thread"])

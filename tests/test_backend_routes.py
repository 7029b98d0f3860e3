"""Routes of modules that fleet_backend_group has no glue for, and that ask for an internal user."""

from odoo.tests import HttpCase, tagged

from odoo.addons.fleet_backend_group.tests.common import load_demo

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestRoutes(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_demo(cls.env)
        project = cls.env["project.project"].create({"name": "Shared", "privacy_visibility": "portal"})
        cls.task = cls.env["project.task"].create({"name": "Task", "project_id": project.id})
        cls.task._portal_ensure_token()
        internal = {"message_type": "comment", "subtype_xmlid": "mail.mt_comment", "is_internal": True}
        cls.task.message_post(body="For colleagues", **internal)
        cls.task.message_post(body="For everybody", message_type="comment", subtype_xmlid="mail.mt_comment")

    def upload(self):
        self.authenticate("dummy", "dummy")
        token = self.task.access_token
        values = {"name": "pixel.png", "data": PIXEL, "res_id": self.task.id, "access_token": token}
        return self.url_open(
            "/project_sharing/attachment/add_image", data={**values, "csrf_token": self.csrf()}
        )

    def csrf(self):
        page = self.url_open("/odoo").text
        return page.split('csrf_token: "')[1].split('"')[0]

    def messages(self):
        params = {"thread_model": "project.task", "thread_id": self.task.id, "token": self.task.access_token}
        fetched = self.make_jsonrpc_request("/mail/chatter_fetch", params)
        return {message["body"][1] for message in fetched["data"]["mail.message"]}

    def test_shared_task_without_a_right_to_it(self):
        """Portal users upload as superuser here; internal users by their own rights."""
        self.assertNotEqual(self.upload().status_code, 200)
        self.assertFalse(self.env["ir.attachment"].search([("name", "=", "pixel.png")]))

    def test_internal_notes_with_a_link_to_the_record(self):
        """Whoever has the link and is internal reads them: the readme says so."""
        self.authenticate(None, None)
        self.assertEqual(self.messages(), {"<p>For everybody</p>"})
        self.authenticate("dummy", "dummy")
        self.assertEqual(self.messages(), {"<p>For everybody</p>", "<p>For colleagues</p>"})

from odoo.tests import HttpCase, tagged

from odoo.addons.fleet_backend_group.tests.common import load_demo, new_user


@tagged("post_install", "-at_install")
class TestTours(HttpCase):
    """Messages, activities and notifications as a Backend UI user, in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_demo(cls.env)
        load_demo(cls.env, "fleet_backend_group_mail")
        cls.user = cls.env.ref("fleet_backend_group.user_dummy")
        cls.user.notification_type = "inbox"
        cls.dummy = cls.env.ref("fleet_backend_group.dummy_one")
        cls.dummy.message_subscribe(cls.user.partner_id.ids)
        emma = new_user(cls.env, "emma", "base.group_user")
        cls.dummy.message_post(
            body="Hello Dee",
            author_id=emma.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def test_chatter(self):
        self.start_tour("/odoo/dummies", "fleet_backend_group_chatter", login="dummy")
        notes = self.dummy.message_ids.filtered(lambda message: message.author_id == self.user.partner_id)
        self.assertEqual(len(notes), 3, "a note, a message, an activity that was done")
        self.assertEqual(self.dummy.message_attachment_count, 1)

    def test_inbox_and_activities(self):
        self.dummy.activity_schedule("mail.mail_activity_data_todo", summary="Yours", user_id=self.user.id)
        self.start_tour("/odoo/dummies", "fleet_backend_group_inbox", login="dummy")

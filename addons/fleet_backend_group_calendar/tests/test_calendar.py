from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.fleet_backend_group.tests.common import load_demo, new_user


@tagged("post_install", "-at_install")
class TestCalendar(HttpCase):
    """The meetings of a Backend UI user are theirs; those of others stay closed, though employees see them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_demo(cls.env)
        cls.user = cls.env.ref("fleet_backend_group.user_dummy")
        cls.employee = new_user(cls.env, "employee", "base.group_user")
        events = cls.env["calendar.event"].with_context(no_mail_to_attendees=True)
        times = {"start": "2026-11-24 08:00:00", "stop": "2026-11-24 09:00:00"}
        cls.theirs = events.with_user(cls.employee).create({"name": "Theirs", **times})
        guests = (cls.employee.partner_id + cls.user.partner_id).ids
        cls.both = events.with_user(cls.employee).create({"name": "Both", "partner_ids": guests, **times})

    def test_own_meetings_only(self):
        events = self.env["calendar.event"].with_user(self.user)
        self.assertEqual(events.search([]), self.both)
        with self.assertRaises(AccessError):
            self.theirs.with_user(self.user).read(["name"])
        attendees = self.env["calendar.attendee"].with_user(self.user).search([])
        self.assertEqual(attendees.event_id, self.both)

    def test_meeting_made_moved_and_cancelled(self):
        event = (
            self.env["calendar.event"]
            .with_user(self.user)
            .create({"name": "Mine", "start": "2026-11-25 08:00:00", "stop": "2026-11-25 09:00:00"})
        )
        event.write({"start": "2026-11-25 10:00:00", "stop": "2026-11-25 11:00:00"})
        event.partner_ids += self.employee.partner_id
        self.assertEqual(len(event.attendee_ids), 2)
        event.unlink()
        self.assertFalse(event.exists())

    def test_weekly_meeting(self):
        event = (
            self.env["calendar.event"]
            .with_user(self.user)
            .create(
                {
                    "name": "Weekly",
                    "start": "2026-11-25 08:00:00",
                    "stop": "2026-11-25 09:00:00",
                    "recurrency": True,
                    "rrule_type_ui": "weekly",
                    "wed": True,
                    "end_type": "count",
                    "count": 3,
                }
            )
        )
        self.assertEqual(len(event.recurrence_id.calendar_event_ids), 3)

    def test_invitation_opens_in_the_backend(self):
        """The route shows a public page to whoever is not internal."""
        attendee = self.both.attendee_ids.filtered(lambda row: row.partner_id == self.user.partner_id)
        path = f"/calendar/meeting/view?token={attendee.access_token}&id={self.both.id}"
        self.authenticate("dummy", "dummy")
        answer = self.url_open(path, allow_redirects=False)
        self.assertIn(f"/odoo/calendar.event/{self.both.id}", answer.headers["Location"])

    def test_next_meetings_are_announced(self):
        self.authenticate("dummy", "dummy")
        self.assertEqual(self.make_jsonrpc_request("/calendar/notify"), [])

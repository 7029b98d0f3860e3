from datetime import datetime, timedelta

from odoo.tests import BaseCase

from odoo.addons.fleet_databases.remote import errors
from odoo.addons.fleet_databases.tools.schedule import next_after_failure

NOW = datetime(2026, 3, 1, 12)


class TestSchedule(BaseCase):
    def test_later_and_later_then_once_a_week(self):
        waits = [next_after_failure(NOW, errors.CallTimeout(), failures) - NOW for failures in range(1, 8)]
        hours = [timedelta(hours=hours) for hours in (1, 2, 4, 8)]
        self.assertEqual(waits, [*hours, *[timedelta(days=7)] * 3])

    def test_refused_key_waits_for_a_person(self):
        self.assertIs(next_after_failure(NOW, errors.WrongKey(), 1), False)
        self.assertIs(next_after_failure(NOW, errors.CredentialsMissing(), 6), False)

    def test_server_that_asks_for_a_pause_has_it(self):
        self.assertEqual(next_after_failure(NOW, errors.Busy(pause=7200), 1) - NOW, timedelta(hours=2))
        self.assertEqual(next_after_failure(NOW, errors.Busy(pause=7200), 3) - NOW, timedelta(hours=4))
        self.assertEqual(
            next_after_failure(NOW, errors.Busy(pause=1), 2) - NOW, timedelta(hours=2), "not each second"
        )
        self.assertEqual(next_after_failure(NOW, errors.Busy(pause=1), 9) - NOW, timedelta(days=7))

    def test_failure_of_the_hub_is_tried_again_daily(self):
        waits = [
            next_after_failure(NOW, errors.KeyUnreadable(), failures) - NOW for failures in (1, 5, 6, 99)
        ]
        self.assertEqual(
            waits, [timedelta(hours=1), timedelta(hours=16), timedelta(days=1), timedelta(days=1)]
        )

from datetime import datetime

from odoo.tests import BaseCase

from odoo.addons.fleet_databases.remote.errors import NotUnderstood
from odoo.addons.fleet_databases.tools.remote_users import remote_users


class TestRemoteUsers(BaseCase):
    def test_users_by_login(self):
        answer = [
            {"id": 2, "login": "ann@example.com", "name": "Ann", "login_date": "2026-03-01 08:15:00"},
            {"id": 3, "login": "bob", "name": False, "login_date": False},
        ]
        self.assertEqual(
            remote_users(answer),
            {
                "ann@example.com": {
                    "login": "ann@example.com",
                    "name": "Ann",
                    "latest_authentication": datetime(2026, 3, 1, 8, 15),
                },
                "bob": {"login": "bob", "name": "bob", "latest_authentication": False},
            },
        )

    def test_wrong_shapes(self):
        for row in (
            {"login": False, "name": "Ann"},
            {"login": 3},
            {},
            {"login": "ann", "login_date": "yesterday"},
            {"login": "ann", "login_date": 5},
            {"login": "ann", "login_date": ["2026-03-01 08:15:00"]},
        ):
            with self.assertRaises(NotUnderstood, msg=repr(row)):
                remote_users([row])

import time
from datetime import datetime

from odoo.tests import BaseCase

from odoo.addons.fleet_databases.remote.errors import NotUnderstood
from odoo.addons.fleet_databases.tools.remote_users import is_address, remote_users


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

    def test_a_login_that_only_looks_like_another_is_not_that_one(self):
        for odd in (
            "\u200bann@example.com",
            "ann\u00ad@example.com",
            "ann@example.com\u202e",
            "ann@\x00example.com",
        ):
            told = remote_users([{"login": "ann@example.com"}, {"login": odd}])
            self.assertEqual(len(told), 2, ascii(odd))
        self.assertEqual(len(remote_users([{"login": "a" * 250}, {"login": "a" * 200}])), 2)
        self.assertEqual(list(remote_users([{"login": " ann@example.com"}])), ["ann@example.com"])

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

    def test_a_login_is_an_address_or_is_not(self):
        for login in ("ann@example.com", "O'Neill+x@example.com", "j\u00f6rg@b\u00fccher.example", "a@b"):
            self.assertTrue(is_address(login), login)
        for login in (
            "",
            "@",
            "ann",
            "ann@",
            "@b.example",
            "a@b@c.example",
            "Ann <ann@b.example>",
            '"a b"@c',
        ):
            self.assertFalse(is_address(login), login)
        self.assertFalse(is_address("a" * 250 + "@b.example"))

    def test_many_odd_logins_cost_little(self):
        """Parsing each of these as an address would take more time than a pull may take."""
        logins = [f"{number:05}{odd}"[:200] for number in range(4000) for odd in ("@" * 195, ":" * 195)]
        begin = time.process_time()
        self.assertFalse(any(map(is_address, logins)))
        self.assertLess(time.process_time() - begin, 1)

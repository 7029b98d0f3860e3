import time
from datetime import datetime

from odoo.tests import BaseCase

from odoo.addons.fleet_databases.remote.errors import NotUnderstood, OtherDatabase
from odoo.addons.fleet_databases.tools.remote_users import is_address, remote_users, shown_login, users_of


class TestRemoteUsers(BaseCase):
    def told(self, *rows):
        """:return: id -> values of what could be read, and (id, what is wrong) of what could not"""
        told = remote_users(list(rows))
        return told.kept, told.left_out.rows if told.left_out else ()

    def test_users_by_id(self):
        kept, left_out = self.told(
            {
                "id": 2,
                "login": "ann@example.com",
                "email": "Ann@Example.com",
                "name": "Ann",
                "login_date": "2026-03-01 08:15:00",
            },
            {"id": 3, "login": "bob", "email": False, "name": False, "login_date": False},
        )
        self.assertEqual(
            kept,
            {
                2: {
                    "remote_id": 2,
                    "login": "ann@example.com",
                    "email": "ann@example.com",
                    "name": "Ann",
                    "latest_authentication": datetime(2026, 3, 1, 8, 15),
                },
                3: {
                    "remote_id": 3,
                    "login": "bob",
                    "email": False,
                    "name": "bob",
                    "latest_authentication": False,
                },
            },
        )
        self.assertFalse(left_out)

    def test_a_login_is_kept_as_it_is_and_shown_so_that_it_can_be_seen(self):
        for odd in (
            "\u200bann@example.com",
            "ann\u00ad@example.com",
            "ann@example.com\u202e",
            "ann@\x01example.com",
            " ann@example.com",
            "a" * 250,
        ):
            kept, left_out = self.told({"id": 2, "login": odd})
            self.assertEqual(kept[2]["login"], odd)
            self.assertFalse(left_out)
            self.assertNotEqual(shown_login(odd), odd)
            self.assertEqual(shown_login(odd)[-1], "\ufffd")
            self.assertFalse(is_address(odd))
        self.assertEqual(shown_login("ann@example.com"), "ann@example.com")

    def test_a_day_is_that_day_at_midnight(self):
        kept, left_out = self.told({"id": 2, "login": "ann", "login_date": "2015-03-01"})
        self.assertEqual(kept[2]["latest_authentication"], datetime(2015, 3, 1))
        self.assertFalse(left_out)

    def test_one_odd_cell_costs_that_cell(self):
        good = {"id": 2, "login": "ann", "email": False, "name": "Ann", "login_date": "2026-03-01 08:15:00"}
        for cell in ({"name": ""}, {"name": "\u200b"}, {"name": 7}):
            kept, left_out = self.told({**good, **cell})
            self.assertEqual(kept[2]["name"], "ann")
            self.assertEqual([key for key, _said in left_out], [2])
        for told in ("yesterday", 5, ["2026-03-01 08:15:00"], "2026-02-31"):
            kept, left_out = self.told({**good, "login_date": told})
            self.assertNotIn("latest_authentication", kept[2])
            self.assertEqual(kept[2]["name"], "Ann")
            self.assertEqual(left_out, ((2, "ann: a date was expected"),))
        kept, left_out = self.told({**good, "email": ["ann@example.com"]})
        self.assertEqual((kept[2]["email"], len(left_out)), (False, 1))
        for told, first in (
            ("Ann <Ann@example.com>", "ann@example.com"),
            (" ann@example.com, bob@example.com", "ann@example.com"),
            ("two  spaces@x", False),
            ("", False),
        ):
            kept, left_out = self.told({**good, "email": told})
            self.assertEqual((kept[2]["email"], left_out), (first, ()), told)

    def test_a_user_without_id_or_login_is_left_out(self):
        good = {"id": 2, "login": "ann"}
        for row, key in (
            ({"id": 3, "login": False, "name": "Bob"}, 3),
            ({"id": 3, "login": 3}, 3),
            ({"id": 3}, 3),
            ({"id": 3, "login": " "}, 3),
            ({"id": 3, "login": "b\x00b"}, 3),
            ({"id": 3, "login": "b\ud800b"}, 3),
            ({"id": 3, "login": "b" * 3000}, 3),
            ({"id": 0, "login": "bob"}, None),
            ({"id": True, "login": "bob"}, None),
            ({"id": 2**31, "login": "bob"}, None),
            ({"login": "bob"}, None),
        ):
            kept, left_out = self.told(good, row)
            self.assertEqual([*kept], [2], row)
            self.assertEqual([told for told, _said in left_out], [key], row)
            with self.assertRaises(NotUnderstood, msg=repr(row)):
                remote_users([row])
        self.assertEqual(self.told(), ({}, ()))

    def test_another_database_than_asked(self):
        answer = [{"id": 2, "login": "Hub@example.com"}]
        self.assertEqual([*users_of("hub@example.com", answer).kept], [2])
        with self.assertRaises(OtherDatabase):
            users_of("ann@example.com", answer)

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
            "two  spaces@b.example",
            "a\u2003b@b.example",
            "a\u200b@b.example",
            " a@b.example",
        ):
            self.assertFalse(is_address(login), login)
        self.assertFalse(is_address("a" * 250 + "@b.example"))

    def test_many_odd_logins_cost_little(self):
        """Parsing each of these as an address would take more time than a pull may take."""
        logins = [f"{number:05}{odd}"[:200] for number in range(4000) for odd in ("@" * 195, ":" * 195)]
        begin = time.process_time()
        self.assertFalse(any(map(is_address, logins)))
        self.assertLess(time.process_time() - begin, 1)

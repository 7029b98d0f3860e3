from odoo.tests import BaseCase

from odoo.addons.fleet_databases.tools.changes import changes


class TestChanges(BaseCase):
    def test_create_update_remove(self):
        known = {
            "a": {"name": "Ann", "age": 1},
            "b": {"name": "Bob", "age": 2},
            "c": {"name": "Cid", "age": 3},
        }
        seen = {
            "a": {"name": "Ann", "age": 1},
            "b": {"name": "Bob", "age": 5},
            "d": {"name": "Dee", "age": 4},
        }
        difference = changes(known, seen)
        self.assertEqual(difference.create, {"d": {"name": "Dee", "age": 4}})
        self.assertEqual(difference.update, {"b": {"age": 5}})
        self.assertEqual(difference.remove, ["c"])

    def test_nothing_changed(self):
        rows = {"a": {"name": "Ann"}}
        difference = changes(rows, dict(rows))
        self.assertEqual((difference.create, difference.update, difference.remove), ({}, {}, []))

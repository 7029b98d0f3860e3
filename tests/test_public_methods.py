"""Odoo lets everybody call any method without an underscore over RPC: each that our addons add or override stands in
``access/public_methods.csv``, with who is let through ("x") and why.

When a change is meant, ``FLEET_WRITE_METHODS=1 ./setup/test tests/test_public_methods.py`` writes the table anew, and
leaves to you to say why.
"""

import csv
import inspect
import os
from pathlib import Path

from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

TABLE = Path(__file__).parent / "access" / "public_methods.csv"
PEOPLE = {
    "portal": "base.group_portal",
    "employee": "base.group_user",
    "access_rights": "base.group_erp_manager",
}
HEADER = ["model", "method", *PEOPLE, "why"]
# What a method wants besides records, by the name of the parameter.
ARGUMENTS = {
    "vals": {},
    "vals_list": [{}],
    "values": {},
    "fields": ["display_name"],
    "allfields": None,
    "emails": ["new@x.example"],
}
REFUSALS = {"odoo.exceptions.AccessError", "odoo.exceptions.AccessDenied"}
# The person was not signed in, or nobody was asked.
UNASKED = {"odoo.http.SessionExpiredException", "werkzeug.exceptions.NotFound"}
QUIET = ("odoo.http", "odoo.sql_db", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestPublicMethods(HttpCase):
    def setUp(self):
        super().setUp()
        self.env["project.project"].create(
            {"name": "Bakery", "database_hosting": "premise", "database_url": "https://bakery.example.com"}
        )

    def test_as_portal(self):
        self.check("portal")

    def test_as_employee(self):
        self.check("employee")

    def test_as_access_rights(self):
        told = self.check("access_rights")
        self.assertEqual(told["res.users", "set_groups_from_roles"], "-")
        self.assertEqual(told["res.users.role", "cron_update_users"], "-")

    def test_each_has_its_reason(self):
        table = self.table()
        self.assertEqual(list(table), self.methods())
        self.assertEqual([key for key, row in table.items() if not row["why"].strip()], [])

    def check(self, kind):
        """Call everything as one person, and compare it with the table.

        :return: (model, method) -> "x" or "-"
        """
        # What is there before is not the person's own.
        calls = {key: self.call(*key) for key in self.methods()}
        person = new_test_user(self.env, f"{kind}@x.example", PEOPLE[kind])
        self.authenticate(person.login, person.login)
        with mute_logger(*QUIET):
            told = {key: self.told(*key, *call) for key, call in calls.items()}
        if os.environ.get("FLEET_WRITE_METHODS"):
            self.write(kind, told)
        self.assertEqual({key: row[kind] for key, row in self.table().items()}, told)
        return told

    def methods(self):
        """The pairs of a model that has records and a method that one of our addons adds to it or overrides; of what is
        there for all models, on users."""
        found = set()
        for model, cls in self.registry.items():
            for definition in cls.mro():
                of_all = getattr(definition, "_name", None) == "base"
                if not definition.__module__.startswith("odoo.addons.fleet_") or (
                    of_all and model != "res.users"
                ):
                    continue
                if not cls._abstract:
                    functions = inspect.getmembers_static(definition, inspect.isfunction)
                    found |= {
                        (model, name)
                        for name, _value in functions
                        if name in vars(definition) and name[0] != "_"
                    }
        return sorted(found)

    def call(self, model, name):
        """:return: arguments of a call that gets as far as the check of rights"""
        method = getattr(type(self.env[model]), name)
        # Rights are asked before it shows that a record is not there.
        some = self.env[model].search([], limit=1).ids or [1]
        parameters = list(inspect.signature(method).parameters.values())[1:]
        return [
            *([] if getattr(method, "_api_model", False) else [some]),
            *(
                ARGUMENTS.get(parameter.name)
                for parameter in parameters
                if parameter.default is parameter.empty and parameter.kind is parameter.POSITIONAL_OR_KEYWORD
            ),
        ]

    def told(self, model, method, *args):
        """:return: whether a call over HTTP is let through; what is let through may fail for what was asked"""
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        with self.cr.savepoint(flush=False) as savepoint:
            answer = self.url_open(f"/web/dataset/call_kw/{model}/{method}", json={"params": params}).json()
            # What one call did, the next one does not find.
            savepoint.rollback()
        if "error" not in answer:
            self.registry.clear_all_caches()
        error = answer.get("error", {"data": {"name": None}})["data"]["name"]
        self.assertNotIn(error, UNASKED, (model, method))
        return "-" if error in REFUSALS else "x"

    def table(self):
        with TABLE.open(newline="") as stream:
            rows = csv.DictReader(stream)
            self.assertEqual(rows.fieldnames, HEADER)
            return {(row["model"], row["method"]): row for row in rows}

    def write(self, kind, told):
        known = self.table()
        rows = [
            {"model": model, "method": method, **known.get((model, method), {}), kind: mark}
            for (model, method), mark in told.items()
        ]
        with TABLE.open("w", newline="") as stream:
            writer = csv.DictWriter(stream, HEADER, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

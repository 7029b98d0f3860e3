"""Odoo lets everybody call any method without an underscore over RPC: each that our addons add or override stands in
``access/public_methods.csv``, with who is let through ("x") and why.

When a change is meant, ``FLEET_WRITE_METHODS=1 ./setup/test tests/test_public_methods.py`` writes the table anew, and
leaves to you to say why.
"""

import csv
import json
import os
from pathlib import Path

import pytest

from farm.hub import own_hub

TABLE = Path(__file__).parent / "access" / "public_methods.csv"
HEADER = ["model", "method", "portal", "employee", "access_rights", "why"]
CODE = "from access import public_methods\npublic_methods.outcomes(env)\nenv.cr.rollback()"


@pytest.fixture(scope="module")
def outcomes():
    with own_hub("methods") as hub:
        return json.loads(hub.run(CODE, timeout=300).splitlines()[-1])


@pytest.fixture(scope="module")
def table(outcomes):
    with TABLE.open(newline="") as stream:
        header, *rows = csv.reader(stream)
    assert header == HEADER
    if os.environ.get("FLEET_WRITE_METHODS"):
        why = {(row[0], row[1]): row[-1] for row in rows}
        rows = [[*row, why.get((row[0], row[1]), "")] for row in outcomes]
        with TABLE.open("w", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([HEADER, *rows])
    return rows


def test_the_table_is_what_is_true(outcomes, table):
    assert [row[:-1] for row in table] == outcomes


def test_each_has_its_reason(table):
    assert [row[:2] for row in table if not row[-1].strip()] == []


def test_nobody_sets_groups_or_runs_the_schedule_of_roles(outcomes):
    refused = {(model, method) for model, method, *told in outcomes if set(told) == {"-"}}
    assert {("res.users", "set_groups_from_roles"), ("res.users.role", "cron_update_users")} <= refused

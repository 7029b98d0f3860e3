"""What public, portal, both backend types and employees may do with each model of a wide installation.

``access/matrix.csv`` is the table; a change of it is a change of who sees what, to be looked at in review. When it is
meant, ``FLEET_WRITE_MATRIX=1 ./setup/test tests/test_access_matrix.py`` writes it anew.
"""

import csv
import json
import os
import re
from pathlib import Path

import pytest

from farm import addons
from farm.hub import own_hub

TABLE = Path(__file__).parent / "access" / "matrix.csv"
USAGE = Path(__file__).parents[1] / "addons" / "fleet_backend_group" / "readme" / "USAGE.md"
TYPES = ("public", "portal", "backend", "backend_ui", "employee")


@pytest.fixture(scope="module")
def hub():
    with own_hub("matrix", os.environ["FLEET_WIDE"]) as hub:
        addons.install(hub, "fleet_backend_group")
        yield hub


def ask(hub, function, before=""):
    """Call a function of access.inside and undo what it did; return what it printed."""
    code = f"from access import inside\n{before}\ninside.{function}(env)\nenv.cr.rollback()"
    return json.loads(hub.run(code, timeout=300).splitlines()[-1])


@pytest.fixture(scope="module")
def computed(hub):
    return ask(hub, "matrix")


def rank(letter):
    return 0 if letter == "-" else 1 if letter.islower() else 2


def test_the_table_is_what_is_true(computed):
    rows = [[name, *(row[type_] for type_ in TYPES)] for name, row in sorted(computed.items())]
    if os.environ.get("FLEET_WRITE_MATRIX"):
        with TABLE.open("w", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([["model", *TYPES], *rows])
    with TABLE.open(newline="") as stream:
        header, *known = csv.reader(stream)
    assert header == ["model", *TYPES]
    assert known == rows


def test_a_bare_backend_user_has_no_right_at_all(computed):
    assert {name for name, row in computed.items() if row["backend"] != "----"} == set()


def test_backend_users_never_have_more_than_employees(computed):
    assert [
        name
        for name, row in computed.items()
        if any(map(lambda ours, theirs: rank(ours) > rank(theirs), row["backend_ui"], row["employee"]))
    ] == []


def test_backend_users_never_reach_a_record_that_employees_do_not(hub):
    assert ask(hub, "wider", "inside.records_of_others(env)") == []


def test_rpc_lets_through_what_the_table_says(hub, computed):
    modes = dict(zip("rwcd", ("read", "write", "create", "unlink"), strict=True))
    told = {
        name: {type_: [modes[letter.lower()] for letter in row[type_] if letter != "-"] for type_ in TYPES}
        for name, row in computed.items()
    }
    allowed, otherwise = ask(hub, "over_rpc")
    nothing = {type_: [] for type_ in TYPES}
    assert {name: row for name, row in allowed.items() if row != told.get(name, nothing)} == {}
    # Odoo's own: employees' searches go to hr.employee.public, and public attachments are everybody's.
    assert otherwise == [
        ["hr.employee", "employee"],
        *(["ir.attachment", type_] for type_ in ("backend", "portal", "public")),
    ]


def test_the_readme_lists_the_fields_that_backend_users_do_not_get(hub):
    hidden = ask(hub, "hidden_fields")
    [(_title, _rule, *rows)] = [
        [line for line in part.splitlines() if line.startswith("|")]
        for part in USAGE.read_text().split("\n\n")
        if part.startswith("| module | fields")
    ]
    assert sorted({name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[2])}) == hidden

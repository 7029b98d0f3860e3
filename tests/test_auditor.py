"""An auditor reads the books, sales, purchases, stock and projects, and writes nothing.

``access/auditor.csv`` lists what an auditor may write all the same, as every employee may, each with its reason.
"""

import csv
import json
from pathlib import Path

import pytest

from farm import addons
from farm.hub import own_hub

EXCEPTIONS = Path(__file__).parent / "access" / "auditor.csv"


@pytest.fixture(scope="module")
def hub():
    with own_hub("auditor") as hub:
        addons.install(hub, "sale_management", "sale_stock", "sale_project", "purchase_stock")
        yield hub


def ask(hub, function):
    """Call a function of access.auditor and undo what it did; return what it printed."""
    code = f"from access import auditor\nauditor.{function}(env)\nenv.cr.rollback()"
    return json.loads(hub.run(code, timeout=300).splitlines()[-1])


def test_writes_nothing(hub):
    with EXCEPTIONS.open(newline="") as stream:
        _header, *rows = csv.reader(stream)
    assert all(reason for *_row, reason in rows)
    through = ask(hub, "written")
    assert sorted([model, letters] for model, letters in through.items()) == sorted(row[:2] for row in rows)


def test_reads_all_of_them(hub):
    differing, missing_menus = ask(hub, "read")
    assert not differing
    assert not missing_menus


def test_what_goes_with_an_app_goes(hub):
    """Rows and rules for auditors don't outlive what they follow."""
    kept = "SELECT name, model, res_id FROM ir_model_data WHERE module = 'fleet_user_roles' AND name LIKE 'auditor_%%'"
    before = hub.rows(kept)
    addons.uninstall(hub, "purchase")
    after = hub.rows(kept)
    assert 0 < len(after) < len(before)
    assert not [name for name, *_record in after if "purchase" in name]
    for table in ("ir.model.access", "ir.rule"):
        ids = [id_ for _name, model, id_ in after if model == table]
        assert hub.rows(f"SELECT count(*) FROM {table.replace('.', '_')} WHERE id = ANY(%s)", ids) == [
            (len(ids),)
        ]

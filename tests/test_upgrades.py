"""A hub of an earlier day is upgraded to today: everything that people had is there, and works."""

import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.modules.registry import Registry
from odoo.tests.common import get_db_name
from odoo.tools import config

from farm import fleet, odoo_com
from farm.fleet import Fleet
from farm.hub import own_hub
from farm.server import serving
from upgrades import looking

ROOT = Path(__file__).parents[1]
COMMITS = re.findall(r"^(\w+)  ", (ROOT / "tests" / "upgrades.txt").read_text(), re.MULTILINE)

# With the code of that day. Installing takes the registry that the rest needs.
FILL = """
from odoo.api import Environment
from odoo.modules.registry import Registry
from upgrades import filling, kept
registry = Registry.new({hub!r}, update_module=True, install_modules=["fleet_databases"])
with registry.cursor() as cr:
    env = Environment(cr, odoo.SUPERUSER_ID, {{}})
    filling.fill(env, {account!r}, {addresses!r})
    kept.tell(env)
"""
# With the code of today.
LOOK = """
import json
from upgrades import kept, looking
kept.tell(env)
looking.open_everything(env)
print(json.dumps(looking.installed(env)))
looking.run_scheduled_actions(env)
kept.tell(env)
"""
COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
WHERE table_schema = 'public' AND (starts_with(table_name, 'databases_') OR starts_with(column_name, 'database_'))
ORDER BY table_name, column_name
"""
INDEXES = """
SELECT indexdef FROM pg_indexes
WHERE starts_with(tablename, 'databases_') OR starts_with(indexname, 'project_project_database_')
ORDER BY indexname
"""

# It came in between, and no upgrade installs what is new by itself.
TIMESHEET = "SELECT state FROM ir_module_module WHERE name = 'fleet_databases_timesheet'"


def odoo(addons, folder, *args, code=None):
    """Run a command of Odoo to its end.

    :param addons: folder of our addons
    :param folder: Odoo's data folder
    :param code: Python for its standard input
    :return: what it printed, and its log
    """
    others = [path for path in config["addons_path"] if path != str(ROOT / "addons")]
    command = [sys.executable, "-m", "odoo", f"--addons-path={','.join([*others, str(addons)])}", *args]
    command += ["-c", os.environ["FLEET_CONFIGURATION"], f"--data-dir={folder}", "--no-http"]
    done = subprocess.run(command, input=code, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def addons_of(commit, folder):
    """Our addons, as they were in a commit that led to this one."""
    if git("merge-base", "--is-ancestor", commit, "HEAD").returncode:
        if git("rev-parse", "--is-shallow-repository").stdout != b"false\n":
            pytest.skip("the clone has no history of that day")
        pytest.fail(f"{commit} of upgrades.txt did not lead to this commit")
    archive = git("archive", commit, "addons").stdout
    subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)
    return folder / "addons"


def git(*args):
    command = ("git", "-c", "safe.directory=*", "-C", ROOT, *args)
    return subprocess.run(command, capture_output=True, check=False)


@contextmanager
def clients():
    """Serve the databases of a fleet, and an Odoo.com account that lists one of them, while the block runs.

    :return: address of the account, and name -> (address, database name) of the others, as
        :func:`upgrades.filling.fill` takes them
    """
    with fleet.running(Fleet(hosts=6, refusing=1, old=1, tax_returns=True)) as farm:
        (url, name), *others = farm.databases()
        rows = [{"name": name, "url": url, "version": "18.0", "uuid": "0b1c2d3e-0000-4000-8000-000000000001"}]
        with serving(odoo_com.account(rows, key=fleet.KEY)) as account:
            yield account, dict(zip(("premise", "sh", "former", "old", "refusing"), others, strict=True))


# What a column was called, and is called now.
RENAMED = {
    "Sales": "Draft sales",
    "Purchases": "Draft purchases",
    "Bank": "Bank lines",
    "Cash": "Cash lines",
    "Credit Card": "Credit card lines",
    "Misc.": "Draft misc. entries",
}


@pytest.mark.parametrize("commit", COMMITS)
def test_hub_of_an_earlier_day(commit, tmp_path):
    with clients() as (account, addresses), own_hub("earlier", os.environ["FLEET_PROJECT"]) as hub:
        # The database that it is copied from knows the addons of today; Odoo finds those of that day.
        hub.rows("UPDATE ir_module_module SET state = 'uninstallable' WHERE starts_with(name, 'fleet_')")
        fill = FILL.format(hub=hub.name, account=account, addresses=addresses)
        printed, _log = odoo(addons_of(commit, tmp_path), tmp_path, "shell", code=fill)
        before = json.loads(printed.splitlines()[-1])
        assert_filled(before)
        upgrade = ("server", "-d", hub.name, "-u", "fleet_databases", "--stop-after-init")
        _printed, log = odoo(ROOT / "addons", tmp_path, *upgrade)
        assert not re.findall(r".* (?:WARNING|ERROR|CRITICAL) .*", log)
        looked = hub.run(LOOK, f"--data-dir={tmp_path}")
        assert looked.count("\n") == 3, looked  # one line from each, and no error from a scheduled action
        after, installed, worked = map(json.loads, looked.splitlines())
        before["columns"] = {id_: renamed(columns) for id_, columns in before["columns"].items()}
        assert_kept(before, after)
        assert_as_today(hub, installed)
        assert_works(before, worked)


def assert_filled(before):
    """There is something of everything: what is not there can't be lost."""

    def told(what, name):
        return {values[name] for values in before[what].values()}

    assert told("databases", "database_hosting") == {"saas", "paas", "premise", "other", False}
    assert told("databases", "database_protocol") == {"json2", "xmlrpc", False}
    assert told("databases", "database_synchro_error") == {"wrong_key", False}
    assert told("databases", "database_api_key_state") == {"set", "missing"}
    assert told("databases", "active") == {True, False}
    assert told("databases.run", "kind") == {"synchronize", "discover", "invite"}
    assert told("databases.run.line", "state") == {"done", "failed"}
    assert told("databases.user.change", "state") == {"done", "skipped", "failed", "waiting"}
    assert told("settings", "odoo_com_key_state") == {"set"}
    assert all({"Named by hand", "VAT"} <= columns.keys() for columns in before["columns"].values())


def renamed(columns):
    """These columns under the names that they have today, where nobody has named them by hand."""
    return {RENAMED.get(label, label): column for label, column in columns.items()}


def assert_kept(before, after):
    """Each record has each value that it had; there may be more records and more fields."""
    lost = [
        (what, id_, name, value)
        for what, records in before.items()
        for id_, values in records.items()
        for name, value in values.items()
        if after[what].get(id_, {}).get(name, "is gone") != value
    ]
    assert not lost


def assert_as_today(hub, installed):
    """Nothing tells the hub from a fresh one of today, such as that of the other tests."""
    assert hub.rows(TIMESHEET) == [("installed",)]
    with Registry(get_db_name()).cursor() as cr:
        fresh = looking.installed(Environment(cr, SUPERUSER_ID, {}))
        assert installed == json.loads(json.dumps(fresh))
        for statement in (COLUMNS, INDEXES):
            cr.execute(statement)
            assert hub.rows(statement) == cr.fetchall()


def assert_works(before, worked):
    """All keys open what they opened, and what waited was done."""
    for id_, database in worked["databases"].items():
        earlier = before["databases"][id_]
        assert database["database_synchro_error"] == earlier["database_synchro_error"]
        if earlier["database_last_synchro"]:
            assert database["database_last_synchro"] > earlier["database_last_synchro"], database["name"]
    assert worked["columns"] == before["columns"], "they tell the same"
    changes = [change["state"] for change in worked["databases.user.change"].values()]
    assert sorted(changes) == ["done", "done", "failed", "skipped"]
    runs = [(run["kind"], run["reason"]) for run in worked["databases.run"].values()]
    assert runs.count(("discover", False)) == 2

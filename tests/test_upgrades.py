"""A hub of an earlier day is upgraded to today: everything that people had is there, and works."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from odoo.tools import config

from farm import fleet
from farm.fleet import Fleet
from farm.hub import own_hub

ROOT = Path(__file__).parents[1]
COMMITS = re.findall(r"^(\w+)  ", (ROOT / "tests" / "upgrades.txt").read_text(), re.MULTILINE)

# With the code of that day.
FILL = """
databases = env["project.project"].create([
    {{"name": name, "database_hosting": "premise", "database_url": url, "database_name": name,
     "database_api_login": "hub", "database_api_key": {key!r}}}
    for url, name in {databases!r}
])
env["project.project"].create(
    {{"name": "Webshop", "database_hosting": "other", "database_url": "https://shop.example.com/admin"}}
)
for name, value in (("workers", 3), ("hours", 48), ("oldest_version", 18)):
    env["ir.config_parameter"].set_param(f"fleet_databases.{{name}}", value)
env.cr.commit()
env.ref("fleet_databases.ir_cron_synchronize").method_direct_trigger()
admin = env(user=env.ref("base.user_admin"))
changes = admin["databases.user.change"]
changes._request("invite", [(databases[0].with_env(admin), "ann@agency.example", "Ann")])
databases[1].database_claimed_until = "2100-01-01"
changes._request("remove", [(databases[1].with_env(admin), "user1@client.example", "One")])
databases[1].database_claimed_until = False
definition = env["properties.base.definition"].search([("properties_field_id.model", "=", "project.project")])
properties = definition.properties_definition
properties[0]["string"] = "Named by hand"
definition.properties_definition = properties
env.cr.commit()
"""
# With the code of today.
LOOK = """
import json
admin = env(user=env.ref("base.user_admin"))
databases = env["project.project"].search([("database_hosting", "!=", False)], order="id")
for model in ("databases.run", "databases.run.line", "databases.user.change", "databases.user"):
    records = admin[model].search([])
    records.read()
    for name, field in records._fields.items():
        if field.type == "selection":
            assert set(records.mapped(name)) <= {*dict(field._description_selection(env)), False}, name
for view in env["ir.ui.view"].search([("model", "=like", "databases.%")]):
    admin[view.model].get_view(view.id, view.type)
def told(records, *names):
    return [[record[name] for name in names] for record in records.sorted("id")]

def kpis(database):
    [read] = database.read(["database_kpi_properties"])
    return [[kpi["string"], kpi.get("value")] for kpi in read["database_kpi_properties"]]

settings = env["databases.settings"].create({})
access = env["ir.model.access"].search([("model_id.model", "like", "databases.")])
print(json.dumps({
    "keys": databases.mapped("database_api_key_state"),
    "versions": databases.mapped("database_version"),
    "users": {database.name: database.database_user_ids.mapped("login") for database in databases},
    "kpis": [kpis(database) for database in databases],
    "runs": told(env["databases.run"].search([]), "kind", "total", "done", "failed", "remaining"),
    "changes": told(env["databases.user.change"].search([]), "action", "login", "database", "state"),
    "settings": [settings.workers, settings.hours, settings.oldest_version],
    "cron": sorted(env["ir.cron"].search([("cron_name", "like", "Databases: ")]).mapped("code")),
    "access": sorted(access.mapped("name")),
}))
"""
AGAIN = """
for name in ("synchronize", "pull_from_odoo_com", "remind_of_keys"):
    env.ref(f"fleet_databases.ir_cron_{name}").method_direct_trigger()
"""


def odoo(addons, folder, hub, *args, code=None):
    """Run a command of Odoo to its end.

    :param addons: folder of our addons
    :param code: Python for its standard input
    :return: its log
    """
    others = [path for path in config["addons_path"] if path != str(ROOT / "addons")]
    command = [sys.executable, "-m", "odoo", f"--addons-path={','.join([*others, str(addons)])}", *args]
    command += ["-c", os.environ["FLEET_CONFIGURATION"], "-d", hub.name, f"--data-dir={folder}", "--no-http"]
    done = subprocess.run(command, input=code, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


def addons_of(commit, folder):
    """Our addons, as they were in a commit."""
    git = ("git", "-c", "safe.directory=*", "-C", str(ROOT))
    if subprocess.run([*git, "cat-file", "-e", commit], capture_output=True, check=False).returncode:
        pytest.skip("the clone has no history of that day")
    archive = subprocess.run([*git, "archive", commit, "addons"], capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)
    return folder / "addons"


def look(hub, folder):
    return json.loads(hub.run(LOOK, f"--data-dir={folder}").splitlines()[-1])


@pytest.mark.parametrize("commit", COMMITS)
def test_hub_of_an_earlier_day(commit, tmp_path):
    install = ("server", "-i", "fleet_databases", "--stop-after-init")
    with (
        fleet.running(Fleet(hosts=1, databases=3)) as farm,
        own_hub("earlier", os.environ["FLEET_BASE"]) as hub,
    ):
        old = addons_of(commit, tmp_path)
        odoo(old, tmp_path, hub, *install)
        odoo(old, tmp_path, hub, "shell", code=FILL.format(key=fleet.KEY, databases=farm.databases()))
        before = hub.rows("SELECT count(*) FROM databases_user")
        log = odoo(ROOT / "addons", tmp_path, hub, "server", "-u", "fleet_databases", "--stop-after-init")
        assert not re.findall(r".* (?:WARNING|ERROR|CRITICAL) .*", log)

        found = look(hub, tmp_path)
        names = [name for _url, name in farm.databases()]
        assert found["keys"] == ["set"] * 3 + ["missing"]
        assert found["versions"] == ["19.0"] * 3 + [False]
        assert hub.rows("SELECT count(*) FROM databases_user") == before
        assert found["users"]["Webshop"] == []
        for name, kpis in zip(names, found["kpis"], strict=False):
            assert sorted(value for _label, value in kpis) == sorted(fleet.kpis(name).values())
            assert "Named by hand" in dict(kpis)
        assert found["runs"] == [["synchronize", 3, 3, 0, 0], ["invite", 1, 1, 0, 0], ["remove", 1, 0, 0, 1]]
        assert found["changes"] == [
            ["invite", "ann@agency.example", names[0], "done"],
            ["remove", "user1@client.example", names[1], "waiting"],
        ]
        assert found["settings"] == [3, 48, 18]
        hub.run(AGAIN, f"--data-dir={tmp_path}")
        assert look(hub, tmp_path)["changes"][1][3] != "waiting", "what waited is done today"

        with own_hub("today", os.environ["FLEET_TEMPLATE"]) as today:
            new = look(today, tmp_path)
            assert (found["cron"], found["access"]) == (new["cron"], new["access"])

"""Every feature is used once, over HTTP, at Odoo's most talkative; then everything that left the process is searched
for the keys: the log, every HTTP answer to every kind of person, the dump of the database, the files of the hub."""

import base64
import json
import secrets
import subprocess

import pytest

from farm import odoo_com
from farm.clients import Clients, one_at_a_time
from farm.hub import own_hub, serving_hub
from farm.person import Person
from farm.relay import relaying
from farm.renewing import Renewing
from farm.server import http, serving
from test_renewal import COLUMNS, KEYS, RESTORE

pytestmark = one_at_a_time

KINDS = {
    "administrator": "fleet_databases.group_databases_admin,base.group_allow_export",
    "user": "fleet_databases.group_databases_user,base.group_allow_export",
    "manager": "project.group_project_manager,base.group_allow_export",
    "employee": "base.group_user",
    "portal": "base.group_portal",
    "system": "base.group_system",
}
PREPARE = """
from odoo.fields import Command
for kind, groups in {kinds!r}.items():
    env["res.users"].with_context(no_reset_password=True).create({{
        "name": kind, "login": kind, "password": kind, "email": kind + "@agency.example",
        "group_ids": [Command.set([env.ref(name).id for name in groups.split(",")])],
    }})
env["ir.config_parameter"].set_param("fleet_databases.odoo_com_url", {odoo_com!r})
env["ir.config_parameter"].set_param("fleet_databases.timeout", 5)
"""
CRONS = """
for name in ("synchronize", "pull_from_odoo_com", "remind_of_keys"):
    env.ref("fleet_databases.ir_cron_" + name).method_direct_trigger()
"""
TALKATIVE = ("--max-cron-threads=1", "--log-handler=:DEBUG", "--log-handler=odoo.sql_db:DEBUG")
TRACEBACK = http(500, b'{"name": "Error", "message": "Traceback", "debug": "Traceback"}', "application/json")


@pytest.fixture
def client():
    """A real client database; whatever happens to its keys, they are as before afterwards."""
    clients = Clients()
    client = clients.databases[0]
    rows = clients.sql(client["name"], KEYS)
    yield clients, client
    clients.sql(client["name"], "DELETE FROM res_users_apikeys")
    for row in rows:
        assert len(row) == len(COLUMNS.split(","))
        clients.sql(client["name"], RESTORE, *row)


def test_no_key_leaves_the_hub(client, tmp_path):
    clients, client = client
    refused, imported, mistyped = (secrets.token_hex(20) for _key in range(3))
    renewing = Renewing(clients, client["name"])
    rows = [{"name": "Listed", "url": "https://listed.odoo.com", "uuid": "1" * 32, "version": "19.0"}]
    with (
        own_hub("secrets") as hub,
        serving(relaying(clients.url, instead=renewing)) as url,
        serving(lambda connection, ended: connection.sendall(TRACEBACK)) as broken,
        serving(odoo_com.account(rows)) as account,
    ):
        folder = f"--data-dir={tmp_path}"
        hub.run(PREPARE.format(kinds=KINDS, odoo_com=account), folder)
        with serving_hub(hub, tmp_path, *TALKATIVE) as server:
            people = {kind: Person(server.url, hub.name, kind, kind) for kind in KINDS}
            people["public"] = Person(server.url, hub.name)
            administrator = people["administrator"]
            values = clients.values(client, url)
            database = use_everything(administrator, values, broken, refused, imported, mistyped)
            for person in people.values():
                look_everywhere(person, database)
        log = (tmp_path / "log").read_text() + hub.run(CRONS, folder, "--log-handler=:DEBUG")
        dump = subprocess.run(["pg_dump", hub.name], check=True, capture_output=True, text=True).stdout
        told = {kind: "\n".join(person.answers) for kind, person in people.items()}

    files = {str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    keys = {client["key"], odoo_com.KEY, refused, imported, mistyped, *renewing.made}
    assert len(keys) == 6
    # What is searched is what was used: each feature has left its traces.
    for trace in (
        "databases_key",
        "web_save",
        "execute_import",
        "action_database_renew_key",
        "Traceback",
        "databases_run",
    ):
        assert trace in log, trace
    for trace in (
        "Bakery",
        "COPY public.databases_run ",
        "COPY public.mail_message ",
        "COPY public.bus_bus ",
    ):
        assert trace in dump, trace
    assert renewing.revoked == [client["key"]]
    for written in {form for key in keys for form in forms(key)}:
        assert written not in log
        assert written not in dump
        assert [kind for kind, text in told.items() if written in text] == []
        assert [path for path, content in files.items() if written.encode() in content] == []


def forms(key):
    """How a key may be written: as it is, in hexadecimal as PostgreSQL writes bytes, in base64 wherever it begins."""
    yield key
    yield key.encode().hex()
    for before in range(3):
        # The first and the last characters depend on what stands beside the key.
        yield base64.b64encode(b"x" * before + key.encode()).decode().rstrip("=")[4:-2]


def use_everything(administrator, values, broken, refused, imported, mistyped):
    """Everything that an administrator of Databases can do, right and wrong.

    :return: id of a database
    """
    call = administrator.call
    settings = {"own_network": True, "odoo_com_login": odoo_com.LOGIN, "odoo_com_key": odoo_com.KEY}
    [saved] = call(
        "databases.settings", "web_save", [], settings, {"odoo_com_key": {}, "odoo_com_key_state": {}}
    )
    assert saved["odoo_com_key_state"] == "set"
    for method in ("action_check", "action_pull"):
        call("databases.settings", method, [saved["id"]])
    projects = "project.project"
    [saved] = call(projects, "web_save", [], values, {"database_api_key": {}, "display_name": {}})
    database = saved["id"]
    ids = [database]
    call(
        projects,
        "onchange",
        ids,
        {"database_api_key": mistyped},
        ["database_api_key"],
        {"database_api_key": {}},
    )
    for address, key in ((values["database_url"], refused), (broken, mistyped)):
        wrong = {**values, "name": "Wrong", "database_url": address, "database_api_key": key}
        wrong["database_name"] = f"{values['database_name']}{len(ids)}"
        ids.append(call(projects, "create", [wrong])[0])
    for wrong in (
        {"database_api_key": mistyped, "date_start": "2026-02-02", "date": "2026-01-01"},
        {"database_api_key": mistyped, "no_such_field": 1},
        {"database_api_key": mistyped, "database_url": "ftp://nowhere"},
        {"database_api_key": mistyped, "sequence": 10**12},
    ):
        assert "error" in str(call(projects, "write", [database], wrong)), wrong
    for method in (
        "action_database_synchronize",
        "action_database_test_connection",
        "action_database_connect",
    ):
        call(projects, method, ids)
    assert (
        call(projects, "read", [database], ["database_synchro_error"])[0]["database_synchro_error"] is False
    )
    for action in ("invite", "remove"):
        wizard = {"action": action, "project_ids": [[6, 0, ids]], "user_ids": [[6, 0, [2]]]}
        [made] = call("databases.user.wizard", "create", [wizard])
        for method in ("action_preview", "action_apply"):
            call("databases.user.wizard", method, [made])
    import_file(administrator, imported)
    [server] = call("databases.server.wizard", "create", [{"url": values["database_url"]}])
    call("databases.server.wizard", "action_list", [server])
    # A renewal that works, and one that needs a person.
    assert call(projects, "action_database_renew_key", [database])["tag"] == "display_notification"
    guided = call(projects, "action_database_renew_key", [ids[1]])["res_id"]
    call("databases.key.renewal", "web_save", [guided], {"key": mistyped}, {"key": {}, "token": {}})
    assert "does not work" in call("databases.key.renewal", "action_use", [guided])["error"]
    call(projects, "copy", [database])
    call(projects, "message_post", [database], body="Looked at")
    return database


def import_file(administrator, key):
    lines = ["name,database_hosting,database_url,database_name,database_api_key"]
    lines.append(f"Imported,On Premise,https://imported.example,imported,{key}")
    [wizard] = administrator.call("base_import.import", "create", [{"res_model": "project.project"}])
    administrator.upload("/base_import/set_file", "\n".join(lines), id=wizard)
    options = {"has_headers": True, "separator": ",", "quoting": '"', "encoding": "utf-8"}
    preview = administrator.call("base_import.import", "parse_preview", [wizard], options)
    assert preview.get("matches", {}).get("4") == ["database_api_key"], preview
    columns = lines[0].split(",")
    done = administrator.call("base_import.import", "execute_import", [wizard], columns, columns, options)
    assert done["messages"] == []


def look_everywhere(person, database):
    """Whatever kind of person: read, search, group and export all that might hold a key."""
    key = "database_api_key"
    for model in (
        "project.project",
        "databases.key",
        "databases.settings",
        "databases.key.renewal",
        "databases.run",
    ):
        for domain in ([], [["id", "=", database]]):
            person.call(model, "search_read", domain)
        person.call(model, "fields_get")
        person.call(model, "export_data", [database], ["id", "name", key, "token"])
    for method, args in (
        ("read", ([database], [key])),
        ("web_read", ([database], {key: {}})),
        ("search_count", ([[key, "=like", "0%"]],)),
        ("formatted_read_group", ([], [key], ["__count"])),
        ("name_search", ("Bakery",)),
        ("copy_data", ([database],)),
        ("web_search_read", ([], {key: {}, "display_name": {}})),
    ):
        person.call("project.project", method, *args)
    person.call("ir.config_parameter", "search_read", [])
    person.call("mail.message", "search_read", [])
    person.call("databases.user.change", "search_read", [])
    person.call("ir.logging", "search_read", [])
    for path in ("/odoo/databases", "/odoo", "/my", "/web/login", f"/odoo/databases/{database}"):
        person.open(path)
    export = {"model": "project.project", "fields": [{"name": key, "label": key}], "ids": False, "domain": []}
    person.open(f"/web/export/csv?data={json.dumps({**export, 'import_compat': False})}")

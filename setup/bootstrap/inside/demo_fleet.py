"""Creates the demo projects that are missing, synchronizes them and prints what came back.

Usage: demo_fleet.py CONFIGURATION HUB_DATABASE CLIENTS_JSON HUB_ADDRESS CONSULTANT

The consultant is JSON: ``[name, login, password]``.
"""

import json
import sys
from pathlib import Path

from opened import configure, opened  # first: it sets Odoo up

from odoo.fields import Command

# The namespace of the demo projects' external ids; no module has this name, so no update removes them.
NAMESPACE = "__fleet_demo__"


def main(configuration, hub, clients, address, consultant):
    """Bring the demo projects to the addresses and keys of today, then pull; the consultant is invited to two."""
    configure(configuration)
    with opened(hub) as env:
        env = env(user=env.ref("base.user_admin"))
        # The demo's servers are on this machine.
        env["databases.settings"].create({"own_network": True})
        _lead_people_there(env, address)
        projects = env["project.project"]
        for name, vals in _fleet(json.loads(Path(clients).read_text())).items():
            projects |= _project(env, name, vals)
        person = _person(env, *json.loads(consultant))
        env.cr.commit()
        projects.filtered(lambda project: project.database_hosting != "other").action_database_synchronize()
        _invite(person, projects[:2])
        _print_table([_row(project) for project in projects])


def _lead_people_there(env, address):
    """Have links in mails lead to this address, and the administrator's first page be the app."""
    env["ir.config_parameter"].set_param("web.base.url", address)
    _open_on_the_app(env.user)


def _person(env, name, login, password):
    """Return the consultant, who is created where there is none."""
    person = env["res.users"].with_context(active_test=False).search([("login", "=", login)])
    if not person:
        groups = env.ref("base.group_user") + env.ref("fleet_databases.group_databases_user")
        values = {"name": name, "login": login, "email": login, "password": password}
        values["group_ids"] = [Command.set(groups.ids)]
        person = person.with_context(no_reset_password=True).create(values)
        _open_on_the_app(person)
    return person


def _open_on_the_app(user):
    if not user.action_id:
        user.action_id = user.env.ref("fleet_databases.project_project_action_databases").id


def _invite(person, projects):
    """Give somebody an account in each of these, as an administrator of the hub does."""
    asked = [
        (project, person.login, person.name, 0)
        for project in projects
        if person.login not in project.database_user_ids.mapped("login")
    ]
    if asked:
        person.env["databases.user.change"]._request("invite", asked)


def _fleet(clients):
    """Return ``{name: values}``: the real databases, a plain link, and one that nobody answers for."""
    fleet = {
        entry["name"]: {
            "name": entry["title"],
            "database_hosting": "premise",
            "database_url": clients["url"],
            "database_name": entry["name"],
            "database_api_login": entry["login"],
            "database_api_key": entry["key"],
        }
        for entry in clients["databases"]
    }
    fleet["link"] = {
        "name": "Webshop Janssens",
        "database_hosting": "other",
        "database_url": "https://www.example.com",
    }
    fleet["dead"] = {
        "name": "Florist De Smet",
        "database_hosting": "premise",
        # Port 9 is "discard": nothing listens there.
        "database_url": "http://127.0.0.1:9",
        "database_name": "florist",
        "database_api_login": "hub@florist.example",
        "database_api_key": "a key that opens nothing",
    }
    return fleet


def _project(env, name, vals):
    """Return the demo project of that name; it is created, or led to today's address and key."""
    project = env.ref(f"{NAMESPACE}.{name}", raise_if_not_found=False)
    if not project:
        project = env["project.project"].create(vals)
        # sudo: external ids belong to the administrator of the system.
        env["ir.model.data"].sudo().create(
            {
                "module": NAMESPACE,
                "name": name,
                "model": project._name,
                "res_id": project.id,
                "noupdate": True,
            }
        )
        return project
    # sudo: a key is compared here, which nobody can read.
    key = env["databases.key"].sudo()._keys(project.ids).get(project.id)
    if name.startswith("client_") and (project.database_url, key) != (
        vals["database_url"],
        vals["database_api_key"],
    ):
        project.write({field: vals[field] for field in ("database_url", "database_api_key")})
    return project


def _row(project):
    kpis = project.read(["database_kpi_properties"])[0]["database_kpi_properties"] or []
    shown = ", ".join(f"{kpi.get('string')} {kpi.get('value')}" for kpi in kpis if kpi.get("value"))
    failure = dict(project._fields["database_synchro_error"]._description_selection(project.env)).get(
        project.database_synchro_error
    )
    hosting = dict(project._fields["database_hosting"]._description_selection(project.env))[
        project.database_hosting
    ]
    users = str(project.database_nb_users) if project.database_last_synchro else ""
    pulled = "a link, nothing to pull" if project.database_hosting == "other" else failure or shown
    return (project.name, hosting, project.database_version or "", users, pulled)


def _print_table(rows):
    rows = [("Database", "Hosting", "Version", "Users", "Pulled"), *rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    print()
    for row in rows:
        print("    " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print()


main(*sys.argv[1:])

"""What is measured inside the hub's process. Each function prints one line of JSON."""

import json
import os
import resource
import time
from pathlib import Path

from lxml import etree

from odoo import sql_db

from odoo.addons.fleet_backend_group.tests.common import load_demo

from .bare_client import pull_bare

CRON = "fleet_databases.ir_cron_synchronize"


def create(env, databases, key, login="hub", **settings):
    """Fill the hub with databases and settings."""
    for name, value in settings.items():
        env["ir.config_parameter"].set_param(f"fleet_databases.{name}", value)
    env["project.project"].create(
        [
            {
                "name": name,
                "database_hosting": "premise",
                "database_url": url,
                "database_name": name,
                "database_api_login": login,
                "database_api_key": key,
            }
            for url, name in databases
        ]
    )


def synchronize(env):
    """Run the scheduled action through Odoo's own runner, when everything is due."""
    registry_is_warm(env)
    print(json.dumps(_synchronized(env, memory("VmRSS"))))


def side_by_side(env, databases, key, workers, times, core=None):
    """Synchronize, and pull the same databases without the hub, in turns: so neither has a quieter machine than the
    other. The first synchronization stands alone, for a worker of the scheduler lives long.

    :param core: where this process is held, if it is
    """
    if core is not None:
        os.sched_setaffinity(0, {core})
    registry_is_warm(env)
    idle = memory("VmRSS")
    first, hub, bare = _synchronized(env, idle), [], []
    for _time in range(times):
        hub.append(_synchronized(env, idle))
        cpu = cpu_seconds()
        wall = pull_bare(databases, key, workers)
        bare.append({"wall": wall, "cpu": cpu_seconds() - cpu})
    print(json.dumps({"first": first, "hub": hub, "bare": bare}))


def _synchronized(env, idle):
    """What it costs to synchronize everything.

    :param idle: MB of memory that this process has when it does nothing
    """
    env.cr.execute(
        "UPDATE project_project SET database_next_synchro = now() at time zone 'utc'"
        " WHERE database_hosting = 'premise'"
    )
    env.cr.commit()
    env.invalidate_all()
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew
    postgres = postgres_seconds(env)
    wall, cpu, statements = time.monotonic(), cpu_seconds(), sql_db.sql_counter
    env.ref(CRON).method_direct_trigger()
    env.cr.commit()
    return {
        "wall": time.monotonic() - wall,
        "cpu": cpu_seconds() - cpu,
        "statements": sql_db.sql_counter - statements,
        "postgres": postgres_seconds(env) - postgres,
        "memory": memory("VmHWM") - idle,
        "outcomes": outcomes(env),
    }


def outcomes(env):
    """state -> number of databases, of the last run."""
    run = env["databases.run"].search([], limit=1)
    run.invalidate_recordset()
    return {"done": run.done, "failed": run.failed, "waiting": run.remaining}


def invite(env, people, databases):
    """Invite people to databases as an administrator does, and let Odoo's scheduler do what is left to it."""
    registry_is_warm(env)
    admin = env.ref("base.user_admin")
    users = [(f"person{number}@agency.example", f"Person {number}") for number in range(people)]
    every = env["project.project"].search([("database_hosting", "=", "premise")], order="id")
    every.database_next_synchro = False  # only the invitations are measured
    env.cr.commit()
    invited = every[:databases]
    changes = [(database, login, name) for database in invited for login, name in users]
    begin = time.monotonic()
    action = env(user=admin)["databases.user.change"]._request("invite", changes)
    env.cr.commit()
    run = env["databases.run"].browse(action["res_id"])
    if run.remaining:
        env.ref(CRON).method_direct_trigger()
        env.cr.commit()
    wall = time.monotonic() - begin
    run.invalidate_recordset()
    print(json.dumps({"wall": wall, "done": run.done, "of": len(changes)}))


def invite_one_at_a_time(env, count):
    """Invite one person to some databases, one after the other: what a serial hub does."""
    changes = env(user=env.ref("base.user_admin"))["databases.user.change"]
    databases = env["project.project"].search([("database_hosting", "=", "premise")], limit=count, order="id")
    begin = time.monotonic()
    for database in databases:
        changes._request("invite", [(database, "serial@agency.example", "Serial")])
    print(json.dumps({"wall": time.monotonic() - begin, "databases": len(databases)}))


def one_at_a_time(env, count):
    """Pull some databases one after the other, and store each: what a serial hub does."""
    databases = env["project.project"].search([("database_hosting", "=", "premise")], limit=count)
    run = env["databases.run"]
    begin = time.monotonic()
    for database in databases:
        run._pull(database._database_try_claim())
    print(json.dumps({"wall": time.monotonic() - begin, "databases": len(databases)}))


def first_page(env):
    """Read the first page of the list as the web client does."""
    view = env.ref("fleet_databases.project_project_view_list")
    arch = etree.fromstring(env["project.project"].get_view(view.id, "list")["arch"])
    specification = {field.get("name"): {} for field in arch.iter("field")}
    for name in ("user_id", "tag_ids"):
        specification[name] = {"fields": {"display_name": {}}}
    figures = []
    for _time in range(3):
        env.invalidate_all()
        begin, statements = time.monotonic(), sql_db.sql_counter
        page = env["project.project"].web_search_read(
            [("database_hosting", "!=", False)], specification, limit=80, order=arch.get("default_order")
        )
        figures.append(
            {
                "wall": time.monotonic() - begin,
                "statements": sql_db.sql_counter - statements,
                "rows": len(page["records"]),
                "kpis": len(page["records"][0]["database_kpi_properties"]),
            }
        )
    print(json.dumps(figures))


def registry_is_warm(env):
    """What is loaded at first use belongs to an idle hub."""
    env["project.project"].search_count(env["project.project"]._database_due_domain())
    env["databases.settings"].default_get(["workers"])


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def postgres_seconds(env):
    """Processor time of the processes of PostgreSQL that this process is connected to."""
    env.cr.execute(
        "SELECT pid FROM pg_stat_activity WHERE application_name = current_setting('application_name')"
    )
    ticks = 0
    for (pid,) in env.cr.fetchall():
        _name, _bracket, fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")
        user, system = fields.split()[11:13]
        ticks += int(user) + int(system)
    env.cr.commit()
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(kind):
    """VmRSS (now) or VmHWM (at most) of this process, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{kind}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(kind)


def pages(env, rounds=40):
    """What the web client asks for when it opens the Dummy App, as one person who is an employee and a backend user."""
    load_demo(env)
    load_demo(env, "fleet_backend_group_mail")
    env.ref("fleet_backend_group.access_x_dummy").copy({"group_id": env.ref("base.group_user").id})
    env["x_dummy"].create([{"x_name": f"Dummy {number}", "x_user_id": env.uid} for number in range(80)])
    person = env["res.users"].create({"name": "Person", "login": "person"})
    types = {"employee": "base.group_user", "backend": "fleet_backend_group.group_dummy"}
    walls = {}
    for round_ in range(rounds):
        # Turns are taken, so that neither meets a warmer process.
        for type_, group in types.items() if round_ % 2 else reversed(types.items()):
            person.group_ids = env.ref(group)
            env.flush_all()
            for temperature in ("cold", "warm"):
                if temperature == "cold":
                    env.registry.clear_all_caches()
                env.invalidate_all()
                begin = time.monotonic()
                _open_list(env(user=person))
                walls.setdefault(f"{type_} {temperature}", []).append(time.monotonic() - begin)
    env.cr.rollback()
    print(json.dumps({name: sorted(times)[len(times) // 2] for name, times in walls.items()}))


def _open_list(env):
    dummies = env["x_dummy"]
    env["ir.ui.menu"].load_web_menus(False)
    dummies.get_views([(False, "list"), (False, "search")])
    page = dummies.web_search_read(
        [], {"x_name": {}, "x_amount": {}, "x_user_id": {"fields": {"display_name": {}}}}, limit=80
    )
    assert len(page["records"]) == 80

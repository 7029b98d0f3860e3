"""The doors of the hub, as the example addon uses them. Long tasks outlive who started them, and are done once."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest

from odoo.tools import config

from farm.addons import install
from farm.clients import Clients
from farm.hub import own_hub, serving_hub
from farm.person import Person

EXAMPLE = Path(__file__).parent / "addons"
ADDONS = f"--addons-path={','.join([*config['addons_path'], str(EXAMPLE)])}"
# Odoo's own limits, with workers.
WORKERS = "--workers=2"
FOR_EVER = 10**6

CLAIMS_END = """
UPDATE databases_letter SET asked_until = now() at time zone 'utc' - interval '1 second' WHERE state = 'waiting'
"""
SILENCE = "UPDATE databases_task_worker SET seen = now() at time zone 'utc' - interval '1 hour'"
ALIVE = "SELECT pid FROM databases_task_worker WHERE seen > now() at time zone 'utc' - interval '1 minute'"
WAKE_UP = 'env.ref("fleet_databases.ir_cron_synchronize")._trigger()'
LETTERS = """
partners = env["res.partner"].create([{"name": f"Partner {n}", "street": "High Street"} for n in range(6)])
env["ir.config_parameter"].set_param("fleet_databases_example.lines", "3")
env["databases.letter"]._write_to(partners)
"""
CLIENT = """
database = env["project.project"].create({values!r})
database.action_database_synchronize()
print(database.database_example_companies)
print(database.action_database_open_kpi("database_example_companies")["params"]["url"])
print(env["databases.kpi.current"].search([("kpi_id.name", "=", "Companies")]).value)
database.database_api_login = "somebody-else"
print(database.database_example_companies)
"""
VISITS = """
from odoo import fields
partners = env["res.partner"].create([
    {"name": f"Visited {number}", "example_next_visit": fields.Datetime.now()} for number in (1, 2, 3)
])
partners[1].example_next_visit = fields.Datetime.add(fields.Datetime.now(), days=1)
env.cr.commit()
env.ref("fleet_databases_example.ir_cron_visit").method_direct_trigger()
"""
ONE_LETTER = """
env["ir.config_parameter"].set_param("fleet_databases_example.lines", "{lines}")
env["databases.letter"]._write_to(env["res.partner"].create({{"name": "Ann", "street": "High Street"}}))
"""
# The process as a command starts it, with other times.
BEAT = """
from odoo.cli.command import find_command
command = find_command("databases_tasks")
command.run.__globals__["_BEAT"] = 0.2
"""
SHORT_LEASE = """
from odoo.addons.fleet_databases.models.run import databases_task_worker
databases_task_worker._LEASE = databases_task_worker.timedelta(seconds=3)
"""
NO_STREET = """
env["databases.letter"]._write_to(env["res.partner"].create({"name": "Homeless"}))
"""
TOLD = """
letter = env["databases.letter"].search([("reason", "=", "example_no_street")])
print(letter.reason, letter.tries, letter.message)
print(letter.run_id.summary)
"""


@pytest.fixture(scope="module")
def hub():
    # Without the other addons: each of many processes loads what is installed.
    with own_hub("long", os.environ["FLEET_PROJECT"]) as hub:
        install(hub, "fleet_databases_example", options=[ADDONS])
        try:
            yield hub
        finally:
            for (pid,) in hub.rows("SELECT pid FROM databases_task_worker"):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def wait_until(condition, seconds=120):
    """:return: what is true of it, once anything is"""
    ends = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < ends, "in vain"
        # What another process writes sends no event.
        time.sleep(0.1)
    return found


def parent(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_a_long_task_outlives_its_worker_a_restart_and_its_own_process(hub, tmp_path):
    def process():
        return hub.rows(
            "SELECT pid FROM databases_task_worker WHERE seen > now() at time zone 'utc' - interval '1 minute'"
        )

    def grows():
        """More is written from now on."""
        before = part.stat().st_size
        return wait_until(lambda: part.stat().st_size > before)

    with serving_hub(hub, tmp_path, ADDONS, WORKERS) as server:
        admin = Person(server.url, hub.name, "admin", "admin")
        admin.call("ir.config_parameter", "set_param", "fleet_databases_example.lines", FOR_EVER)
        [partner] = admin.call("res.partner", "create", [{"name": "Ann", "street": "High Street"}])
        run = admin.call("res.partner", "action_example_write", [partner])
        assert run["res_model"] == "databases.run"
        part = tmp_path / f"{hub.name}-letter-1.txt.part"
        wait_until(part.exists)
        [(first,)] = process()
        os.kill(parent(first), signal.SIGKILL)
        grows()
        shown = wait_until(lambda: admin.call("databases.run", "progress", run["res_id"]))
        assert (shown["title"], shown["remaining"]) == ("Writing letters: 1", 1)
    grows()
    with serving_hub(hub, tmp_path, ADDONS, WORKERS):
        grows()
        assert process() == [(first,)], "one process for one task"
        os.kill(first, signal.SIGKILL)
        assert hub.rows("SELECT state, tries FROM databases_letter") == [("waiting", 1)]
        hub.rows("UPDATE databases_letter SET lines = 3")
        hub.rows(CLAIMS_END)
        hub.rows(SILENCE)
        hub.run(WAKE_UP, ADDONS)
        wait_until(lambda: hub.rows("SELECT 1 FROM databases_letter WHERE state != 'waiting'"))
        assert hub.rows("SELECT state, tries, size, progress FROM databases_letter") == [("done", 2, 30, 100)]
        assert (tmp_path / f"{hub.name}-letter-1.txt").read_text() == "Dear Ann,\n" * 3
        assert not part.exists()
        wait_until(lambda: not process())


@contextlib.contextmanager
def long_tasks(hub, folder, times, *own):
    """The command in a process, while the block runs.

    :param times: Python that says others
    :param own: options of the command itself
    """
    options = [ADDONS, "-d", hub.name, f"--data-dir={folder}", "-c", os.environ["FLEET_CONFIGURATION"]]
    code = "import odoo.addons\nfrom odoo.tools import config\n"
    code += f"config.parse_config({options!r})\n{times}\ncommand().run({[*options, *own]!r})"
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-c", code], stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def worked(hub, tmp_path_factory):
    """Two processes have done what waited: six letters, one without a street, and one that was tried too often.

    :return: the folder
    """
    folder = tmp_path_factory.mktemp("letters")
    hub.run(ONE_LETTER.format(lines=4), ADDONS)
    [(id_,)] = hub.rows("UPDATE databases_letter SET tries = 5 WHERE state = 'waiting' RETURNING id")
    unfinished(hub, folder, id_).write_text("half a letter")
    hub.run(NO_STREET, ADDONS)
    hub.run(LETTERS, ADDONS)
    command = (hub, folder, BEAT, "--at-once=1")
    with long_tasks(*command) as one, long_tasks(*command) as other:
        assert [one.wait(60), other.wait(60)] == [0, 0]
    return folder


def unfinished(hub, folder, id_):
    return folder / f"{hub.name}-letter-{id_}.txt.part"


def test_two_processes_do_each_task_once(hub, worked):
    done = hub.rows(
        "SELECT id, tries, size FROM databases_letter WHERE lines = 3 AND state = 'done' AND tries = 1"
    )
    assert len(done) == 6
    for id_, _tries, _size in done:
        assert (worked / f"{hub.name}-letter-{id_}.txt").read_text().count("\n") == 3


def test_an_error_has_words(hub, worked):
    assert hub.run(TOLD, ADDONS).splitlines() == [
        "example_no_street 1 Nobody knows where to send the letter. Add a street to: Homeless",
        "0 done, 1 failed: 1 × No street",
    ]
    [(id_,)] = hub.rows("SELECT id FROM databases_letter WHERE reason = 'example_no_street'")
    assert not list(worked.glob(f"*letter-{id_}.*"))


def test_a_task_that_is_interrupted_again_and_again_is_given_up(hub, worked):
    [given_up] = hub.rows("SELECT id, state, reason, detail FROM databases_letter WHERE tries = 5")
    assert given_up[1:] == ("failed", "interrupted", "5")
    assert not unfinished(hub, worked, given_up[0]).exists()


@contextlib.contextmanager
def nobody_connects(hub):
    """While the block runs, PostgreSQL lets nobody into this database."""
    connection = psycopg2.connect(dbname="postgres")
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{hub.name}" ALLOW_CONNECTIONS false')
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [hub.name]
        )
        try:
            yield
        finally:
            cursor.execute(f'ALTER DATABASE "{hub.name}" ALLOW_CONNECTIONS true')


def test_what_arrives_while_postgresql_is_away_is_written_down(hub, tmp_path):
    hub.run(ONE_LETTER.format(lines=20), ADDONS)
    [(id_,)] = hub.rows("SELECT max(id) FROM databases_letter")
    letter = tmp_path / f"{hub.name}-letter-{id_}.txt"
    with long_tasks(hub, tmp_path, BEAT) as process:
        wait_until(letter.with_name(f"{letter.name}.part").exists)
        with nobody_connects(hub):
            wait_until(letter.exists)
            wait_until(
                lambda: (tmp_path / "log").read_text().count("not currently accepting connections") >= 3
            )
        assert process.wait(60) == 0
    told = hub.rows("SELECT state, tries, size FROM databases_letter WHERE id = %s", id_)
    assert told == [("done", 1, letter.stat().st_size)]


def test_who_can_give_no_sign_of_life_stops_before_another_begins(hub, tmp_path):
    hub.run(ONE_LETTER.format(lines=FOR_EVER), ADDONS)
    part = tmp_path / f"{hub.name}-letter-{hub.rows('SELECT max(id) FROM databases_letter')[0][0]}.txt.part"
    with long_tasks(hub, tmp_path, BEAT + SHORT_LEASE) as process:
        wait_until(part.exists)
        with nobody_connects(hub):
            assert process.wait(60) == 0, "its threads end with it"
    hub.rows("DELETE FROM databases_letter WHERE state = 'waiting'")


def test_a_question_of_another_addon_is_asked_stored_and_forgotten(hub):
    clients = Clients()
    told = hub.run(CLIENT.format(values=clients.values(clients.databases[0])), ADDONS)
    [(companies,)] = clients.sql(
        clients.databases[0]["name"], "SELECT count(*) FROM res_company WHERE active"
    )
    assert companies
    behind = f"{clients.url}/odoo/action-base.action_res_company_form?db={clients.databases[0]['name']}"
    assert told.split() == [str(companies), behind, str(companies), "0"], (
        "what is told, the list behind it, its row, and what is left when the address changes"
    )


def test_a_second_rhythm(hub):
    hub.run(VISITS, ADDONS)
    assert hub.rows(
        "SELECT name, example_visits, example_next_visit > now() at time zone 'utc', example_visit_claim"
        " FROM res_partner WHERE name LIKE 'Visited %%' ORDER BY name"
    ) == [("Visited 1", 1, True, None), ("Visited 2", None, True, None), ("Visited 3", 1, True, None)]


def test_old_runs_go_with_their_tasks_unless_one_waits(hub):
    hub.run(LETTERS, ADDONS)
    hub.rows("UPDATE databases_run SET begin = '2020-01-01'")
    hub.run('env["databases.run"]._delete_old()', ADDONS)
    assert hub.rows("SELECT state, count(*) FROM databases_letter GROUP BY state") == [("waiting", 6)]

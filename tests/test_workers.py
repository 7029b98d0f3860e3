"""Real processes on a real database: killed, side by side, watched from PostgreSQL."""

from contextlib import contextmanager

from farm import fleet
from farm.fleet import Fleet
from farm.hub import own_hub

CREATE = """
env["ir.config_parameter"].set_param("fleet_databases.workers", {workers})
env["project.project"].create([
    {{
        "name": name, "database_hosting": "premise", "database_url": url, "database_name": name,
        "database_api_login": "hub", "database_api_key": {key!r},
    }}
    for url, name in {databases!r}
])
"""
RUN = 'env.ref("fleet_databases.ir_cron_synchronize").method_direct_trigger()'
RUN_COPY = 'env["ir.cron"].search([("cron_name", "=", "copy")]).method_direct_trigger()'
COPY = 'env.ref("fleet_databases.ir_cron_synchronize").copy({"name": "copy"})'
SMALL_WAVES = 'type(env["databases.run"])._wave_size = 10\n'
STORED = "SELECT database_name FROM project_project WHERE database_last_synchro IS NOT NULL"


@contextmanager
def hub_of(workers, **options):
    with fleet.running(Fleet(**options)) as farm, own_hub("workers") as hub:
        hub.run(CREATE.format(workers=workers, key=fleet.KEY, databases=farm.databases()))
        yield hub, farm


def stored(hub):
    return {name for (name,) in hub.rows(STORED)}


def assert_stored_in_full(hub, names):
    """Each of these databases has the KPIs and the users that it told: all of them, once."""
    kpis = dict(hub.rows("SELECT database_name, database_kpi_properties FROM project_project"))
    users = {}
    for name, login in hub.rows(
        "SELECT p.database_name, u.login FROM databases_user u JOIN project_project p ON p.id = u.project_id"
    ):
        users.setdefault(name, []).append(login)
    for name in names:
        expected = {f"account_journal_type_{kind}": value for kind, value in fleet.kpis(name).items()}
        assert kpis[name] == expected
        assert sorted(users[name]) == sorted(row["login"] for row in fleet.users(name))


def claimed(hub):
    """Names of the databases that somebody is synchronizing."""
    held = "SELECT database_name FROM project_project WHERE database_claimed_until > now() at time zone 'utc'"
    return {name for (name,) in hub.rows(held)}


def test_killed_between_the_waves():
    with hub_of(workers=4, hosts=10, databases=6, latency=0.1) as (hub, farm):
        every = {name for _url, name in farm.databases()}
        worker = hub.start(SMALL_WAVES + RUN)
        while len(stored(hub)) < 15:
            assert worker.poll() is None, worker.communicate()[0]
        while not claimed(hub):
            assert worker.poll() is None, worker.communicate()[0]
        worker.kill()
        worker.wait()
        before = stored(hub)
        assert 15 <= len(before) < 60, "killed too late"
        assert_stored_in_full(hub, before)

        # The wave that died has its databases until its time is over. The others go on at once.
        hub.run(SMALL_WAVES + RUN)
        held = claimed(hub)
        assert 0 < len(held) <= 10
        assert stored(hub) == every - held
        hub.rows(
            "UPDATE project_project SET database_claimed_until = now() at time zone 'utc' - interval '1 second'"
        )
        hub.run(SMALL_WAVES + RUN)

        assert_stored_in_full(hub, every)
        asked = farm.asked()
        assert {name for name in every if asked[name] > 1} <= held
        assert hub.rows("SELECT state, count(*) FROM databases_run_line GROUP BY state") == [("done", 60)]


def test_two_workers_side_by_side():
    with hub_of(workers=4, hosts=10, databases=8, latency=0.05) as (hub, farm):
        hub.run(COPY)
        workers = [hub.start(SMALL_WAVES + RUN), hub.start(SMALL_WAVES + RUN_COPY)]
        for worker in workers:
            output, _none = worker.communicate(timeout=120)
            assert worker.returncode == 0, output
        # A worker that lost a race for a wave leaves it to the next call of the scheduler.
        hub.run(RUN)
        assert_stored_in_full(hub, {name for _url, name in farm.databases()})
        assert set(farm.asked().values()) == {1}


def start_wave(hub):
    """Start one wave of the scheduled action.

    :return: the process, and the process id of its PostgreSQL backend
    """
    wave = 'print(env.cr.connection.get_backend_pid(), flush=True); env["databases.run"]._synchronize_due()'
    worker = hub.start(wave)
    return worker, int(worker.stdout.readline())


def finish(worker):
    output, _none = worker.communicate(timeout=60)
    assert worker.returncode == 0, output


def test_no_transaction_while_the_network_is_waited_for():
    with hub_of(workers=8, hosts=8, latency=1.0) as (hub, farm):
        worker, backend = start_wave(hub)
        states = set()
        while not farm.asked():
            if farm.busiest():
                [state] = hub.rows("SELECT state FROM pg_stat_activity WHERE pid = %s", backend)
                if not farm.asked():
                    states.add(state)
        finish(worker)
        assert states == {("idle",)}
        assert len(stored(hub)) == 8


def test_person_saves_at_the_same_moment():
    with hub_of(workers=8, hosts=4, latency=0.5) as (hub, farm):
        names = {name for _url, name in farm.databases()}
        worker, backend = start_wave(hub)
        with hub.transaction() as person:
            while not farm.busiest():
                assert worker.poll() is None, worker.communicate()[0]
            person.execute(
                "UPDATE project_project SET date_start = '2026-03-01' WHERE database_name IN %s",
                [tuple(names)],
            )
            waiting = "SELECT wait_event_type FROM pg_stat_activity WHERE pid = %s"
            while hub.rows(waiting, backend) != [("Lock",)]:
                assert worker.poll() is None, worker.communicate()[0]
        finish(worker)
        assert_stored_in_full(hub, names)
        kept = hub.rows("SELECT count(*) FROM project_project WHERE date_start = '2026-03-01'")
        assert kept == [(4,)]
        assert hub.rows("SELECT state, count(*) FROM databases_run_line GROUP BY state") == [("done", 4)]


CLICK = """
admin = env.ref("base.user_admin")
databases = env(user=admin)["project.project"].search([("database_hosting", "=", "premise")])
print(databases.action_database_synchronize()["params"]["message"])
"""
RUNS = """SELECT run.user_id IS NOT NULL, run."end" IS NOT NULL, line.state, count(*)
    FROM databases_run run LEFT JOIN databases_run_line line ON line.run_id = run.id GROUP BY 1, 2, 3"""


def test_click_while_the_scheduled_action_asks_is_a_part_of_the_same_run():
    """Saving a database wakes the scheduled action. Whoever clicks then waits for it, and reads what came of it."""
    with hub_of(workers=4, hosts=2, refusing=1, latency=1.0) as (hub, farm):
        worker = hub.start(RUN)
        while not farm.busiest():
            assert worker.poll() is None, worker.communicate()[0]
        said = hub.run(CLICK)
        finish(worker)
        assert said.splitlines()[-1] == "1 done, 1 failed: 1 × Wrong key"
        assert farm.asked() == {farm.databases()[0][1]: 1}
        assert sorted(hub.rows(RUNS)) == [(True, True, "done", 1), (True, True, "failed", 1)]
        failures = "SELECT database_nb_synchro_errors FROM project_project WHERE database_hosting = 'premise'"
        assert sorted(hub.rows(failures)) == [(0,), (1,)]


def test_click_while_a_person_saves():
    """The database is locked for a moment: whoever clicks waits for it."""
    with hub_of(workers=4, hosts=1) as (hub, _farm):
        with hub.transaction() as cursor:
            cursor.execute(
                "SELECT id FROM project_project WHERE database_hosting = 'premise' FOR NO KEY UPDATE"
            )
            click = hub.start(CLICK)
            told = "SELECT count(*) FROM bus_bus WHERE message LIKE '%%synchronized already%%'"
            while not hub.rows(told)[0][0]:
                assert click.poll() is None, click.communicate()[0]
        said, _none = click.communicate(timeout=60)
        assert said.splitlines()[-1] == "1 done, 0 failed"


INVITE_ONE = """
database = env["project.project"].search([("database_name", "=", {name!r})])
admin = env(user=env.ref("base.user_admin"))
admin["databases.user.change"]._request("invite", [(database, "ann@agency.example", "Ann")])
"""


def test_a_task_of_a_database_that_somebody_is_saving_does_not_hold_up_the_others():
    with hub_of(workers=4, hosts=2, databases=1) as (hub, farm):
        (_url, saved), (_other_url, other) = farm.databases()
        with hub.transaction() as cursor:
            cursor.execute(
                "SELECT id FROM project_project WHERE database_name = %s FOR NO KEY UPDATE", [saved]
            )
            hub.run(INVITE_ONE.format(name=saved))
            hub.run(RUN)
            assert stored(hub) == {other}

"""Many databases at once, over real sockets, without Odoo around it."""

import time

from odoo.addons.fleet_databases.remote.pull import pull_all
from odoo.addons.fleet_databases.remote.values import Job, Query, Reach, Target
from odoo.addons.fleet_databases.remote.work.questions import Questions

from farm import fleet
from farm.fleet import Fleet
from farm.relay import relaying
from farm.server import serving

QUESTIONS = Questions(
    (
        Query("kpis", "kpi.provider", "get_kpi_summary"),
        Query("users", "res.users", "search_read", {"domain": [["share", "=", False]], "fields": ["login"]}),
    )
)


def targets(databases, **values):
    every = {"login": "hub", "key": fleet.KEY, "reach": Reach(own_network=True), **values}
    return [
        Target(**{"id": id_, "url": url, "database": name, **every})
        for id_, (url, name) in enumerate(databases)
    ]


def jobs(targets):
    return [Job(target, QUESTIONS) for target in targets]


def flat(batches):
    return [result for batch in batches for result in batch]


def test_every_target_has_one_result():
    with fleet.running(Fleet(hosts=10, databases=10, old=5, refusing=1)) as farm:
        asked = targets(farm.databases())
        results = flat(pull_all(jobs(asked), workers=16, per_host=4))
        assert sorted(result.target_id for result in results) == [target.id for target in asked]
        assert sum(result.error is None for result in results) == 90
        for result in results:
            if not result.error:
                users = fleet.users(asked[result.target_id].database)
                assert result.answers["users"] == [
                    {"id": user["id"], "login": user["login"]} for user in users
                ]


def test_no_target_no_result():
    assert flat(pull_all([], workers=16, per_host=4)) == []


def test_crowded_host_is_spared_and_holds_nobody_up():
    with fleet.running(Fleet(hosts=21, databases=20, latency=0.1)) as farm:
        databases = farm.databases()
        crowded_url = databases[0][0]
        crowded = [(url, name) for url, name in databases if url == crowded_url]
        alone = databases[1:21]
        asked = targets(crowded + alone)
        results = flat(pull_all(jobs(asked), workers=8, per_host=3))
        order = [asked[result.target_id].url == crowded_url for result in results]
        busiest = farm.busiest()
    assert busiest[farm.ports[0]] == 3
    assert all(busiest[port] == 1 for port in farm.ports[1:])
    # 20 databases, three at a time, take seven turns; the others need four turns of the five workers that are left.
    last_alone = max(place for place, is_crowded in enumerate(order) if not is_crowded)
    assert order[last_alone:].count(True) >= 4, "the others waited for the crowded host"


def test_dead_server_costs_one_wait():
    with fleet.running(Fleet(hosts=3, databases=20, silent=1)) as farm:
        begin = time.monotonic()
        results = flat(pull_all(jobs(targets(farm.databases(), timeout=1.0)), workers=4, per_host=2))
        assert time.monotonic() - begin < 2.5
    assert [result.error.kind for result in results if result.error] == ["timeout"] * 20
    assert sum(result.error is None for result in results) == 40


def test_time_is_up():
    with fleet.running(Fleet(hosts=4, databases=10, latency=0.1)) as farm:
        results = flat(pull_all(jobs(targets(farm.databases())), workers=2, per_host=2, seconds=0.5))
        assert 0 < len(results) < 40
        assert all(result.error is None for result in results)


def test_caller_has_had_enough():
    with fleet.running(Fleet(hosts=4, databases=50, latency=0.05)) as farm:
        batches = pull_all(jobs(targets(farm.databases())), workers=4, per_host=4)
        next(batches)
        batches.close()
        assert sum(farm.asked().values()) < 100


def test_flaky_server_does_not_condemn_its_other_databases():
    """It has answered; then one connection breaks."""
    with fleet.running(Fleet(hosts=1, databases=10)) as farm:
        broken = iter([False, False, True])

        def relay(connection, _ended):
            if not next(broken, False):
                relaying(f"http://127.0.0.1:{farm.ports[0]}", lambda request: request)(connection, _ended)

        with serving(relay) as url:
            asked = targets([(url, name) for _url, name in farm.databases()])
            results = flat(pull_all(jobs(asked), workers=1, per_host=1))
    assert [result.error and result.error.kind for result in results] == [None, None, "unreachable"] + [
        None
    ] * 7

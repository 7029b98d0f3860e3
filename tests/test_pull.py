"""Many databases at once, over real sockets, without Odoo around it."""

import contextlib
import json
import socket
import threading
import time
from unittest.mock import patch

import pytest

from odoo.addons.fleet_databases.models.run.databases_engine import WHILE_WAITING_SECONDS
from odoo.addons.fleet_databases.remote import round as round_
from odoo.addons.fleet_databases.remote.pull import pull_all
from odoo.addons.fleet_databases.remote.round import WAKE_SECONDS
from odoo.addons.fleet_databases.remote.values import Job, Query, Reach, Target
from odoo.addons.fleet_databases.remote.work.connection_steps import ConnectionTest
from odoo.addons.fleet_databases.remote.work.questions import Questions

from farm import fleet
from farm.fleet import Fleet
from farm.relay import relaying
from farm.server import http, read_request, serving, swallowing

ROUND = "odoo.addons.fleet_databases.remote.round"
QUESTIONS = Questions(
    (
        Query("kpis", "kpi.provider", "get_kpi_summary"),
        Query("users", "res.users", "search_read", {"domain": [["share", "=", False]], "fields": ["login"]}),
    )
)


@pytest.fixture(autouse=True)
def wakes_at_once():
    with patch(f"{ROUND}.WAKE_SECONDS", 0):
        yield


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


def test_silent_server_costs_two_waits():
    """One when it is asked first, and one at the end: it could have been asleep."""
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


def asleep(port, *answers):
    """A behaviour: the n-th connection gets the n-th of ``answers``, bytes; after these, a server of the farm answers.

    :param port: of that server
    :return: the behaviour, and a list of the connections that got one of the answers
    """
    pending, got = iter(answers), []

    def behaviour(connection, ended):
        answer = next(pending, None)
        if answer is None:
            relaying(f"http://127.0.0.1:{port}", lambda request: request)(connection, ended)
        else:
            got.append(answer)
            while answer and read_request(connection):
                connection.sendall(answer)

    return behaviour, got


def kinds(results):
    return [result.error and result.error.kind for result in results]


def test_flaky_server_does_not_condemn_its_other_databases():
    """It has answered; then one connection breaks, and breaks again when it is asked once more."""
    with fleet.running(Fleet(hosts=1, databases=10)) as farm:
        broken = iter([False, False, True, *[False] * 7, True])

        def relay(connection, _ended):
            if not next(broken, False):
                relaying(f"http://127.0.0.1:{farm.ports[0]}", lambda request: request)(connection, _ended)

        with serving(relay) as url:
            asked = targets([(url, name) for _url, name in farm.databases()])
            results = flat(pull_all(jobs(asked), workers=1, per_host=1))
    assert kinds(results) == [None] * 9 + ["unreachable"]
    assert results[-1].target_id == 2


@pytest.mark.parametrize("sleepy", [http(502), http(503), b""], ids=["502", "503", "reset"])
def test_database_that_is_woken_is_asked_once_more_at_the_end(sleepy):
    with fleet.running(Fleet(hosts=1, databases=6)) as farm:
        [(_url, first), *others] = farm.databases()
        behaviour, got = asleep(farm.ports[0], sleepy)
        with serving(behaviour) as url:
            results = flat(pull_all(jobs(targets([(url, first), *others])), workers=1, per_host=1))
        assert set(farm.asked().values()) == {1}
    assert (kinds(results), results[-1].target_id, len(got)) == ([None] * 6, 0, 1)


def test_other_databases_wait_for_the_one_that_is_woken():
    """They are not asked before, and they do not fail with it."""
    with fleet.running(Fleet(hosts=1, databases=6)) as farm:
        behaviour, got = asleep(farm.ports[0], http(503))
        with serving(behaviour) as url:
            asked = targets([(url, name) for _url, name in farm.databases()])
            results = flat(pull_all(jobs(asked), workers=4, per_host=4))
    assert (kinds(results), len(got)) == ([None] * 6, 1)


@pytest.mark.parametrize(
    ("answer", "kind", "connections"),
    [
        (http(502), "server_error", 2),
        (b"", "unreachable", 2),
        (http(503, b"", "text/html", "Retry-After: 60"), "busy", 1),
        (http(500), "server_error", 1),
    ],
    ids=["502", "reset", "503 with a pause", "500"],
)
def test_who_is_asked_once_more(answer, kind, connections):
    behaviour, got = asleep(0, *[answer] * 9)
    with serving(behaviour) as url:
        results = flat(pull_all(jobs(targets([(url, "one")])), workers=4, per_host=4))
    assert (kinds(results), len(got)) == ([kind], connections)


def test_database_that_is_woken_is_not_asked_again_without_time_for_it():
    behaviour, got = asleep(0, *[http(502)] * 9)
    with serving(behaviour) as url:
        asked = jobs(targets([(url, "one")], timeout=5.0))
        assert kinds(flat(pull_all(asked, workers=4, per_host=4, seconds=4))) == ["server_error"]
    assert len(got) == 1


def test_database_that_is_woken_gets_time_for_it():
    """A test of the connection waits for it, too."""
    begun = []

    def waking(connection, _ended):
        begun.append(time.monotonic())
        is_awake = time.monotonic() - begun[0] >= 0.3
        while request := read_request(connection):
            said = {"version": "19.0"} if request.path == "/web/version" else []
            connection.sendall(
                http(200, json.dumps(said).encode(), "application/json") if is_awake else http(503)
            )

    for work in (QUESTIONS, ConnectionTest(QUESTIONS)):
        begun.clear()
        with patch(f"{ROUND}.WAKE_SECONDS", 0.4), serving(waking) as url:
            [target] = targets([(url, "one")])
            [result] = flat(pull_all([Job(target, work)], workers=1, per_host=1))
        assert not result.error
        assert not getattr(result.answers.get("odoo"), "error", None)
        assert len(begun) == 2


def test_person_who_clicks_gets_the_second_try():
    """It begins while people wait, with the usual timeout."""
    with patch(f"{ROUND}.WAKE_SECONDS", WAKE_SECONDS):
        assert round_._again_seconds(Target(1, "http://erp.test")) < WHILE_WAITING_SECONDS


def test_refused_key_is_sent_once_whatever_stands_before_it():
    """A gateway that hides everything but JSON-2 behind 503 has not been asleep."""
    keys = []

    def gateway(connection, _ended):
        while request := read_request(connection):
            is_json2 = request.path.startswith("/json/2/")
            if "authorization" in request.headers:
                keys.append(request.path)
            refused = b'{"name": "werkzeug.exceptions.Unauthorized", "message": "Invalid apikey"}'
            connection.sendall(http(401, refused, "application/json") if is_json2 else http(503))

    with serving(gateway) as url:
        results = flat(pull_all(jobs(targets([(url, "one")])), workers=1, per_host=1))
    assert (kinds(results), len(keys)) == (["wrong_key"], 1)


@contextlib.contextmanager
def named(hosts):
    """Every name that ends with ``.example`` leads to this machine; nobody answers for ``hangs.example``.

    :return: a list of the names that were looked up
    """
    real, ended, asked = socket.getaddrinfo, threading.Event(), []

    def addresses(host, port, *family, **kind):
        if not host.endswith(".example"):
            return real(host, port, *family, **kind)
        asked.append(host)
        if host == "hangs.example":
            ended.wait()
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port)) for place in hosts]

    with patch.object(socket, "getaddrinfo", addresses):
        yield asked
    ended.set()


def behind_names(farm, domain="example"):
    """Each database of the farm behind a name of its own."""
    return [
        (url.replace("127.0.0.1", f"client{number}.{domain}"), name)
        for number, (url, name) in enumerate(farm.databases())
    ]


def test_names_with_one_address_count_as_one_server():
    with fleet.running(Fleet(hosts=1, databases=20, latency=0.05)) as farm, named(["127.0.0.1"]) as asked:
        results = flat(pull_all(jobs(targets(behind_names(farm))), workers=16, per_host=3))
        assert (kinds(results), farm.busiest()) == ([None] * 20, {farm.ports[0]: 3})
    assert sorted(asked) == sorted({f"client{number}.example" for number in range(20)}), "once each"


def test_names_below_a_front_end_count_by_themselves():
    with fleet.running(Fleet(hosts=1, databases=20, latency=0.1)) as farm, named(["127.0.0.1"]):
        databases = behind_names(farm, "shared.example")
        results = flat(
            pull_all(jobs(targets(databases)), workers=16, per_host=3, front_ends=["shared.example"])
        )
        assert kinds(results) == [None] * 20
        assert farm.busiest()[farm.ports[0]] > 8


def test_dead_address_costs_one_wait_for_all_names_that_lead_there():
    with swallowing("127.0.0.2") as port, named(["127.0.0.2"]):
        databases = [(f"http://client{number}.example:{port}", "one") for number in range(20)]
        begin = time.monotonic()
        results = flat(pull_all(jobs(targets(databases, timeout=1.0)), workers=4, per_host=4))
        assert time.monotonic() - begin < 1.5
    assert kinds(results) == ["timeout"] * 20


def test_broken_client_says_nothing_of_others_at_its_address():
    def of_the_first(request):
        return http(429) if request.headers["host"].startswith("client0.") else None

    with fleet.running(Fleet(hosts=1, databases=6)) as farm, named(["127.0.0.1"]):
        with serving(relaying(f"http://127.0.0.1:{farm.ports[0]}", instead=of_the_first)) as url:
            port = int(url.rpartition(":")[2])
            databases = [
                (f"http://client{number}.example:{port}", name)
                for number, (_url, name) in enumerate(farm.databases())
            ]
            results = flat(pull_all(jobs(targets(databases)), workers=4, per_host=4))
    assert {result.target_id: result.error.kind for result in results if result.error} == {0: "busy"}


def test_name_that_nobody_answers_for_holds_nobody_up():
    with fleet.running(Fleet(hosts=4, databases=5)) as farm, named(["127.0.0.1"]) as asked:
        databases = [(f"http://hangs.example:{port}", "one") for port in range(1, 4)] + farm.databases()
        begin = time.monotonic()
        results = flat(pull_all(jobs(targets(databases, timeout=1.0)), workers=2, per_host=4))
        assert time.monotonic() - begin < 3.5
        assert len(asked) == 3
    assert sorted(filter(None, kinds(results))) == ["timeout"] * 3

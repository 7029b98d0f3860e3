"""Each figure of the benchmark: how it comes about, what it should reach, and the alternative beside it."""

import json
import math
import os
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median

from farm import fleet
from farm.clients import Clients
from farm.fleet import Fleet
from farm.hub import own_hub

LATENCY = 0.3
CALLS = 3  # version, KPIs, users
WORKERS = 64
DATABASES_PER_HOST = 10
SIZES = (100, 1000, 5000)


class Figure:
    """One row of the table.

    :param reach: what it should be at most (or at least, if ``at_least``); None: told for comparison only
    """

    def __init__(self, name, value, unit, reach=None, *, at_least=False):
        self.name = name
        self.value = value
        self.unit = unit
        self.reach = reach
        self.at_least = at_least

    @property
    def is_reached(self):
        if self.reach is None:
            return None
        return self.value >= self.reach if self.at_least else self.value <= self.reach


@contextmanager
def hub_of(databases, key=fleet.KEY, **settings):
    with own_hub("measured") as hub:
        ask(hub, "create", list(databases), key, **settings)
        yield hub


def ask(hub, function, *args, module="inside", **kwargs):
    """Call a function of bench.inside, or of its neighbour, in a process of Odoo; return what it printed."""
    call = f"{module}.{function}(env, *{args!r}, **{kwargs!r})"
    output = hub.run(f"from bench import {module}; {call}", timeout=900)
    return json.loads(output.splitlines()[-1]) if output.strip() else None


@contextmanager
def served(size, **special):
    options = {
        "hosts": size // DATABASES_PER_HOST,
        "databases": DATABASES_PER_HOST,
        "latency": LATENCY,
        **special,
    }
    with fleet.running(Fleet(**options)) as farm:
        yield farm


def limit(size):
    """Seconds below which the network alone does not let a run go."""
    return CALLS * LATENCY * size / WORKERS


def scale(say):
    """Wall time, CPU, statements and memory at each size, and how they grow; the list's first page."""
    walls, cpus, pages = {}, {}, {}
    for size in SIZES:
        say(f"{size} databases")
        with served(size) as farm, hub_of(farm.databases(), workers=WORKERS) as hub:
            # The largest takes minutes each time.
            times = 1 if size == max(SIZES) else 5
            runs = ask(hub, "side_by_side", list(farm.databases()), fleet.KEY, WORKERS, times)
            first, again = runs["first"], middle(runs["hub"])
            pages[size] = ask(hub, "first_page")[-1]
            assert pages[size]["rows"] == 80 and pages[size]["kpis"] == len(fleet.JOURNALS), pages
            walls[size], cpus[size] = again["wall"], again["cpu"]
            assert all_done(runs, size), runs
            yield Figure(f"wall time, {size} databases", again["wall"], "s")
            yield Figure(
                "  its ratio to the limit of the network",
                again["wall"] / limit(size),
                "",
                1.3 if size >= 1000 else None,
            )
            if size == 1000:
                serial = ask(hub, "one_at_a_time", 20)
                speed = serial["wall"] / serial["databases"] * size / again["wall"]
                yield Figure("  times the speed of one database at a time", speed, "×", 40, at_least=True)
            yield Figure("  CPU of the hub per database", again["cpu"] / size * 1000, "ms")
            yield Figure("  CPU of PostgreSQL per database", again["postgres"] / size * 1000, "ms")
            bare = middle(runs["bare"])
            yield Figure("  CPU of a bare client per database", bare["cpu"] / size * 1000, "ms")
            yield Figure("  CPU of the hub, times that of a bare client", times_bare(runs, "cpu"), "×", 2)
            yield Figure("  SQL statements per database, first run", first["statements"] / size, "", 8)
            yield Figure("  SQL statements per database, nothing changed", again["statements"] / size, "", 3)
            if size == max(SIZES):
                peak = max(first["memory"], again["memory"])
                yield Figure("  peak memory above an idle hub", peak, "MB", 150)
    yield Figure("growth of wall time, 100 to 5000: exponent", exponent(walls), "", 1.05)
    yield Figure("growth of CPU, 100 to 5000: exponent", exponent(cpus), "", 1.05)
    yield Figure("first page of the list at 5000", pages[5000]["wall"] * 1000, "ms", 1000)
    yield Figure("  its statements", pages[5000]["statements"], "", pages[100]["statements"])


def middle(runs):
    """name -> the median of these runs, of what is a number"""
    return {name: median(run[name] for run in runs) for name in runs[0] if name != "outcomes"}


def times_bare(runs, name):
    """What the hub needs of ``wall`` or ``cpu``, times what the bare client needed in its turn just after it."""
    turns = zip(runs["hub"], runs["bare"], strict=True)
    return median(hub[name] / bare[name] for hub, bare in turns)


def all_done(runs, size):
    return all(run["outcomes"] == {"done": size, "failed": 0, "waiting": 0} for run in runs["hub"])


def exponent(costs):
    """The power of the size by which a cost grows, from the smallest size to the largest."""
    small, large = min(costs), max(costs)
    return math.log(costs[large] / costs[small]) / math.log(large / small)


def invitations(say):
    """A hundred invitations: one person to many databases, and many to a few."""
    for people, databases in ((1, 100), (10, 10)):
        say(f"{people} invited to {databases} databases")
        with served(100) as farm, hub_of(farm.databases()) as hub:
            run = ask(hub, "invite", people, databases)
            assert run["done"] == run["of"] == 100, run
            yield Figure(f"100 invitations: {people} to each of {databases} databases", run["wall"], "s", 10)
            if people == 1:
                serial = ask(hub, "invite_one_at_a_time", 5)
                speed = serial["wall"] / serial["databases"] * databases / run["wall"]
                yield Figure("  times the speed of one database at a time", speed, "×")


def dead(say):
    """A tenth of the fleet silent or dripping, at 1000 databases."""
    walls = {}
    for name, special in (("healthy", {}), ("sick", {"silent": 5, "dripping": 5})):
        say(f"1000 databases, {name}")
        with served(1000, **special) as farm, hub_of(farm.databases(), workers=WORKERS) as hub:
            run = ask(hub, "synchronize")
            walls[name] = run["wall"]
    assert run["outcomes"] == {"done": 900, "failed": 100, "waiting": 0}, run
    yield Figure(
        "extra wall time with 100 of 1000 dead or dripping", walls["sick"] - walls["healthy"], "s", 15
    )


def real(say):
    """Real Odoo: how much of what a bare client reaches the hub reaches, on the same server. The server has one core to
    itself, and the client, hub or bare, another one."""
    clients = Clients()
    client, workers = clients.databases[0], 8
    cores = sorted(os.sched_getaffinity(0))
    hold(clients.process, cores[-1])
    # So short a run varies more from time to time.
    for entries, times in ((20, 15), (200, 5)):
        say(f"a real Odoo behind {entries} entries")
        with own_hub("measured") as hub:
            # Many entries for one database: what the index forbids for good reasons.
            hub.rows("DROP INDEX project_project_database_address_unique")
            databases = [(clients.url, client["name"])] * entries
            limits = {"workers": workers, "per_host": workers}
            ask(hub, "create", databases, client["key"], login=client["login"], **limits)
            runs = ask(hub, "side_by_side", databases, client["key"], workers, times, core=cores[0])
        assert all_done(runs, entries), runs
        possible = entries / middle(runs["bare"])["wall"]
        yield Figure(f"real Odoo, {entries} entries: a bare client, databases a second", possible, "/s")
        share = 100 / times_bare(runs, "wall")
        yield Figure("  the hub's share of that", share, "%", 90, at_least=True)
        yield Figure("  CPU of the hub, times that of a bare client", times_bare(runs, "cpu"), "×")


def hold(process, core):
    """Hold a process, with its threads, to one core."""
    for thread in Path(f"/proc/{process}/task").iterdir():
        # A thread that served the last request may be gone.
        with suppress(ProcessLookupError):
            os.sched_setaffinity(int(thread.name), {core})


def backend(say):
    """What a backend user waits for the menus and a list, against an employee."""
    say("menus and a list, as employee and as backend user")
    with own_hub("measured") as hub:
        walls = ask(hub, "pages")
    for temperature in ("cold", "warm"):
        employee, backend_user = walls[f"employee {temperature}"], walls[f"backend {temperature}"]
        yield Figure(f"menus and a list as an employee, caches {temperature}", employee * 1000, "ms")
        yield Figure("  a backend user, times that", backend_user / employee, "×", 1.05)

"""One round of jobs, many at a time: whom a thread asks next, and what has arrived."""

import threading
import time
from queue import Empty, SimpleQueue

from .errors import Busy, CallTimeout, NotAllowed, Unreachable
from .http import connection
from .http.way import Way
from .names import Names
from .servers import Host, Server
from .unforeseen import caught
from .values import Result, Target

# So many seconds results are collected before they are passed on together: larger groups need fewer SQL statements.
COLLECT_SECONDS = 1
# A database that sleeps needs so many seconds to wake up: it is not asked once more before.
WAKE_SECONDS = 5
# Behind each of these, one address serves thousands of databases that have nothing to do with each other.
FRONT_ENDS = ("odoo.com", "odoo.sh")


class Round:
    """One call of :func:`~.pull.pull_all`.

    :param pool: whose threads do the jobs
    :param ask: :func:`~.pull.pull`
    :param at_once: how many jobs are done at the same time on one server
    :param ends: no job is begun after this, on the monotonic clock
    :param front_ends: host names; whatever is below them counts by its name, besides FRONT_ENDS
    """

    def __init__(self, pool, ask, at_once, ends, front_ends=()):
        self._pool = pool
        self._ask = ask
        self._at_once = at_once
        self._ends = ends
        self._front_ends = tuple(f".{name}" for name in (*FRONT_ENDS, *front_ends))
        self._names = Names()
        self._arrivals = SimpleQueue()
        # Held by whoever looks at what follows, or changes it.
        self._lock = threading.Lock()
        self._hosts = {}
        self._servers = {}
        # Jobs that wait for their turn; those of a host that sleeps don't.
        self._waiting = 0

    def begin(self, jobs):
        for job in jobs:
            target = job.target
            key = (target.url, target.trust) if isinstance(target, Target) else target.url
            self._hosts.setdefault(key, Host(target)).waiting.append(job)
        self._waiting = len(jobs)
        for host in self._hosts.values():
            self._pool.submit(self._find, host)

    def forget_the_rest(self):
        """Ask no further target."""
        with self._lock:
            for host in self._hosts.values():
                host.waiting.clear()
                host.asleep.clear()

    def collected(self, most):
        """The results that have arrived: at least one, and all others that come within COLLECT_SECONDS."""
        batch = [self._arrivals.get()]
        ends = time.monotonic() + COLLECT_SECONDS
        while len(batch) < most and (left := ends - time.monotonic()) > 0:
            try:
                batch.append(self._arrivals.get(timeout=left))
            except Empty:
                break
        return batch

    def _find(self, host):
        """Find the server of a host. From now on the host takes turns with the others there."""
        if not host.waiting:
            return
        found, _error = caught(self._addresses, host.target) if self._is_time_left() else (None, None)
        # Whoever asks a name that can't be found is told so.
        addresses = found or [host.target.url]
        with self._lock:
            host.addresses = frozenset(addresses)
            host.server = self._servers.setdefault(addresses[0], Server(self._at_once))
            host.server.add(host)
            turns = host.server.turns()
        for _turn in range(turns):
            self._take_turn(host.server)

    def _addresses(self, target):
        """Where a target is connected to. Where one address serves many, or a proxy chooses it, its name takes that
        place."""
        if not isinstance(target, Target) or target.reach.proxies:
            return [target.url]
        name, port = connection.place(target.url)
        if f".{name}".endswith(self._front_ends):
            return [(name, port)]
        return [address[:2] for *_kind, address in self._names.addresses(name, port, target.timeout)]

    def _go_on(self, server):
        """Let threads take the turns that a server gives, after other servers had theirs."""
        with self._lock:
            turns = server.turns()
        for _turn in range(turns):
            self._pool.submit(self._take_turn, server)

    def _take_turn(self, server):
        with self._lock:
            turn = server.take()
            if not turn:
                return
            self._waiting -= 1
        host, job = turn
        way = Way(self._names, lambda: self._note_reached(server))
        host.asked_first = host.asked_first or time.monotonic()
        result = self._result(host, job, way)
        with self._lock:
            server.end(host)
            self._note(host, job, result, way)
            awake = [] if self._waiting else self._woken()
        for changed in (server, *awake):
            self._go_on(changed)

    def _result(self, host, job, way):
        if not self._is_time_left():
            return None
        if failure := host.failure or host.server.failures.get(host.addresses):
            return Result(job.target.id, error=failure)
        if job.target.id in host.woken:
            time.sleep(max(0, host.asked_first + WAKE_SECONDS - time.monotonic()))
        return self._ask(job, opened=lambda: self._note_answer(host, way), way=way)

    def _note(self, host, job, result, way):
        """A job came to an end."""
        is_first_try = job.target.id not in host.woken
        if is_first_try and _may_be_asleep(result, way) and self._is_time_left(_again_seconds(job.target)):
            self._let_sleep(host, job, result)
        else:
            self._tell(host, result)

    def _tell(self, host, result):
        error = result and result.error
        if error and error.of_the_server and not host.has_answered:
            host.failure = error
            # What the hub does not allow was found out without asking, and may differ from address to address.
            if not (host.server.is_reached or isinstance(error, NotAllowed)):
                host.server.failures[host.addresses] = error
        self._arrivals.put(result)

    def _let_sleep(self, host, job, result):
        """It is asked once more when nothing else waits any more. If it was the first of its host, the others wait for
        that."""
        host.asleep.append((job, result))
        if not host.has_answered:
            self._waiting -= len(host.waiting)
            host.server.leave(host)

    def _woken(self):
        """Let the hosts that sleep take turns again.

        :return: their servers
        """
        hosts = [host for host in self._hosts.values() if host.asleep]
        for host in hosts:
            asleep, host.asleep = host.asleep, []
            if self._is_time_left(_again_seconds(host.target)):
                host.waiting.extendleft(job for job, _result in asleep)
                host.woken.update(job.target.id for job in host.waiting)
            else:
                for _job, result in asleep:
                    self._tell(host, result)
            host.server.add(host)
            self._waiting += len(host.waiting)
        return [host.server for host in hosts]

    def _note_reached(self, server):
        """A connection came about: from now on, as many jobs are done there at the same time as are allowed."""
        if not server.is_reached:
            with self._lock:
                server.is_reached = True
            self._go_on(server)

    def _note_answer(self, host, way):
        """A host has told its version: from now on, several of its databases may be asked at the same time."""
        way.is_opened = True
        if not host.has_answered:
            with self._lock:
                host.has_answered = host.server.is_reached = True
            self._go_on(host.server)

    def _is_time_left(self, seconds=0):
        return time.monotonic() + seconds < self._ends


def _again_seconds(target):
    """How much time has to be left for one more try. It begins in time, and a person who waits for it does not wait for
    two calls that last as long as they may."""
    return max(WAKE_SECONDS, target.timeout)


def _may_be_asleep(result, way):
    """Whether the first call had no answer, though somebody is there: perhaps the database is being woken."""
    if not result or way.is_opened or not way.is_reached:
        return False
    error = result.error or _first_error(result.answers.values())
    if way.has_answered is None:
        return isinstance(error, (CallTimeout, Unreachable))
    return not way.has_answered and bool(error) and not isinstance(error, Busy)


def _first_error(answers):
    """A job may have its errors among its answers, as a test of the connection has."""
    return next((answer.error for answer in answers if getattr(answer, "error", None)), None)

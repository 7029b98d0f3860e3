"""Asks many databases at once. The only file with threads. Threads get values, never records."""

import contextlib
import time
from collections import defaultdict, deque
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue

from .errors import NotAsked, RemoteError
from .http.transport import Transport
from .rpc.session import Session
from .sink import Sink
from .unforeseen import caught, told
from .values import Limits, Result, Target

# So many seconds results are collected before they are passed on together: larger groups need fewer SQL statements.
COLLECT_SECONDS = 1


def pull_all(jobs, *, workers, per_host, seconds=float("inf")):
    """Do all ``jobs``, many at a time.

    At first only one database of a server is asked, and more of them once the server has told its version. If no
    server answers, or it asks for a pause, its other databases fail with the same error, without being asked.

    :param jobs: list of :class:`~.values.Job`
    :param workers: how many targets are asked at the same time, at most
    :param per_host: how many of them on one host, at most; the others do not wait for that host
    :param seconds: after these no further target is asked, and the missing ones have no result
    :return: iterator of lists of :class:`~.values.Result`, in the order of arrival
    """
    with ThreadPoolExecutor(max(1, min(workers, len(jobs))), thread_name_prefix="pull") as pool:
        round_ = _Round(pool, per_host, time.monotonic() + seconds)
        try:
            round_.begin(jobs)
            missing = len(jobs)
            while missing:
                batch = round_.collected(missing)
                missing -= len(batch)
                if results := [result for result in batch if result]:
                    yield results
        finally:
            # Also when the caller stops before the end.
            round_.forget_the_rest()


class LongJobs:
    """Does jobs as they come, so many at once. What it does is told when it is asked for.

    :param at_once: int
    """

    def __init__(self, at_once):
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="long")
        self._arrivals = SimpleQueue()
        #: how many more can be begun
        self.room = at_once

    def begin(self, key, job):
        """Do a :class:`~.values.Job`.

        :param key: what its result is told by
        """
        self.room -= 1
        self._pool.submit(lambda: self._arrivals.put((key, pull(job))))

    def arrived(self, seconds):
        """Wait so long for a result at most.

        :return: key -> :class:`~.values.Result`, of one job or of none
        """
        try:
            key, result = self._arrivals.get(timeout=seconds)
        except Empty:
            return {}
        self.room += 1
        return {key: result}


class _Host:
    """The jobs of one server that are still waiting."""

    def __init__(self):
        self.waiting = deque()
        self.has_answered = False
        self.failure = None  # why the others need not be asked


class _Round:
    """One call of :func:`pull_all`: the servers, and what has arrived from them."""

    def __init__(self, pool, per_host, ends):
        self._pool = pool
        self._per_host = per_host
        self._ends = ends
        self._hosts = defaultdict(_Host)
        self._arrivals = SimpleQueue()

    def begin(self, jobs):
        for job in jobs:
            self._hosts[job.target.url].waiting.append(job)
        for host in self._hosts.values():
            self._pool.submit(self._ask_next, host)

    def forget_the_rest(self):
        """Ask no further target."""
        for host in self._hosts.values():
            host.waiting.clear()

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

    def _ask_next(self, host):
        """Do one job of a host. Then this host waits until the other hosts had their turn."""
        try:
            job = host.waiting.popleft()
        except IndexError:
            return
        self._arrivals.put(self._result(host, job) if time.monotonic() < self._ends else None)
        if host.waiting:
            self._pool.submit(self._ask_next, host)

    def _result(self, host, job):
        if host.failure:
            return Result(job.target.id, error=host.failure)
        result = pull(job, opened=lambda: self._has_answered(host))
        if not host.has_answered and result.error and result.error.of_the_server:
            host.failure = result.error
        return result

    def _has_answered(self, host):
        """The server answers: from now on, ask as many of its databases at the same time as are allowed."""
        if not host.has_answered:
            host.has_answered = True
            for _turn in range(min(self._per_host - 1, len(host.waiting))):
                self._pool.submit(self._ask_next, host)


def pull(job, transport=None, opened=lambda: None):
    """Do one :class:`~.values.Job`. Never raises: a failing database is a result.

    :param transport: what to ask through; a :class:`~.http.transport.Transport` of its own by default
    :param opened: called once the server has told its version
    :return: a :class:`~.values.Result` with all answers, or with the error that ended the pull
    """
    begin = time.monotonic()
    sink = job.sink or Sink()
    sink.max_bytes = job.max_bytes
    limits = Limits(begin + job.seconds, job.max_bytes, sink)
    session, error = caught(_session, job.target, limits, transport, opened)
    answers = {}
    if not error:
        answers, error = caught(_worked, job, session, limits)
    if error and not isinstance(error, RemoteError):
        error = told(job.target.url, error)
    return Result(
        target_id=job.target.id,
        version=session.version if session else "",
        protocol=session.protocol if session else "",
        answers=answers or {},
        error=error,
        duration=time.monotonic() - begin,
    )


def _session(target, limits, transport, opened):
    """The conversation with a Target. A Place has none.

    :raises NotAsked:
    """
    if not isinstance(target, Target):
        opened()
        return None
    if target.barred:
        raise NotAsked
    transport = transport or Transport(target.url, target.timeout, limits, target.reach)
    return Session(target, transport, opened, limits)


def _worked(job, session, limits):
    answers, error = caught(_finished, job.work, session, limits)
    if error:
        limits.sink.discard()
        raise error
    return answers


def _finished(work, session, limits):
    answers = _conversed(work, session, limits)
    limits.sink.finish()
    return answers


def _conversed(work, session, limits):
    if not session:
        return work(limits)
    with contextlib.closing(session.transport):
        return work(session)

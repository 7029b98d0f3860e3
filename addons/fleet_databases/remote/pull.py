"""Asks many databases at once. Threads get values, never records."""

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue

from .errors import NotAsked, RemoteError
from .http.transport import Transport
from .round import Round
from .rpc.session import Session
from .sink import Sink
from .unforeseen import caught, told
from .values import Limits, Result, Target


def pull_all(jobs, *, workers, per_host, front_ends=(), seconds=float("inf")):
    """Do all ``jobs``, many at a time.

    A server is an address and a port that is connected to; behind a front end, it is a host name. At first only one
    database of a server is asked, and more of them once a connection came about; of one host name, once it has told its
    version. If no connection comes about, the other databases of the server fail with the same error, without being
    asked; if no answer comes, or it asks for a pause, those of the host name do.

    Where somebody is there but does not answer at the first call, a database may be about to wake up: it is asked once
    more after all others, if there is time for it. Only then does it fail.

    :param jobs: list of :class:`~.values.Job`
    :param workers: how many targets are asked at the same time, at most
    :param per_host: how many of them on one server, at most; the others do not wait for that server
    :param front_ends: host names of which one address serves many servers, as do those below them; those of Odoo's own
        clouds are known
    :param seconds: after these no further target is asked, and the missing ones have no result
    :return: iterator of lists of :class:`~.values.Result`, in the order of arrival
    """
    with ThreadPoolExecutor(max(1, min(workers, len(jobs))), thread_name_prefix="pull") as pool:
        round_ = Round(pool, pull, per_host, time.monotonic() + seconds, front_ends)
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


def pull(job, transport=None, opened=lambda: None, way=None):
    """Do one :class:`~.values.Job`. Never raises: a failing database is a result.

    :param transport: what to ask through; a :class:`~.http.transport.Transport` of its own by default
    :param opened: called once the server has told its version
    :param way: the :class:`~.http.way.Way` of that transport
    :return: a :class:`~.values.Result` with all answers, or with the error that ended the pull
    """
    begin = time.monotonic()
    sink = job.sink or Sink()
    sink.max_bytes = job.max_bytes
    limits = Limits(begin + job.seconds, job.max_bytes, sink)
    session, error = caught(_session, job.target, limits, transport, opened, way)
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


def _session(target, limits, transport, opened, way):
    """The conversation with a Target. A Place has none.

    :raises NotAsked:
    """
    if not isinstance(target, Target):
        opened()
        return None
    if target.barred:
        raise NotAsked
    transport = transport or Transport(target.url, target.timeout, limits, target.reach, target.trust, way)
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

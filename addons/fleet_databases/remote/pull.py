"""Ask many databases at once. The only file with threads; they carry values, never records."""

import contextlib
import time
from collections import defaultdict, deque
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from urllib.parse import urlsplit

from .errors import CallTimeout, MethodNotFound, RemoteError, TlsError, Unreachable
from .session import Session
from .transport import Transport
from .values import Result

# How long results are collected before they are handed on together: the fewer hand-overs, the fewer SQL statements.
COLLECT_SECONDS = 0.5


class _Host:
    """The targets of one server that wait for their turn."""

    def __init__(self):
        self.waiting = deque()
        self.is_known = False  # whether one of its targets has been asked
        self.failure = None  # why it did not even tell its version


def pull_all(targets, queries, *, workers, per_host, seconds=float("inf")):
    """Put all ``queries`` to all ``targets``, many at a time.

    A server is asked for one of its databases first. If that finds nobody there, the others of the server fail with
    the same error, without each of them waiting for nothing.

    :param targets: list of :class:`~.values.Target`
    :param queries: list of :class:`~.values.Query`
    :param workers: how many targets are asked at the same time, at most
    :param per_host: how many of them on one host, at most; the others do not wait for that host
    :param seconds: after these no further target is asked, and the missing ones have no result
    :return: iterator of lists of :class:`~.values.Result`, in the order of arrival
    """
    hosts = defaultdict(_Host)
    for target in targets:
        hosts[urlsplit(target.url).netloc].waiting.append(target)
    arrivals = SimpleQueue()
    ends = time.monotonic() + seconds
    with ThreadPoolExecutor(max(1, min(workers, len(targets))), thread_name_prefix="pull") as pool:

        def ask_next(host):
            """Ask one target of a host, then line up again behind the other hosts."""
            try:
                target = host.waiting.popleft()
            except IndexError:
                return
            arrivals.put(_result(host, target, queries) if time.monotonic() < ends else None)
            turns = 1 if host.is_known else per_host
            host.is_known = True
            for _turn in range(min(turns, len(host.waiting))):
                pool.submit(ask_next, host)

        try:
            for host in hosts.values():
                pool.submit(ask_next, host)
            missing = len(targets)
            while missing:
                batch = _collected(arrivals, missing)
                missing -= len(batch)
                if results := [result for result in batch if result]:
                    yield results
        finally:
            # Also when the caller has had enough: what was not asked by then never is.
            for host in hosts.values():
                host.waiting.clear()


def _result(host, target, queries):
    if host.failure:
        return Result(target.id, error=host.failure)
    result = pull(target, queries)
    if isinstance(result.error, (Unreachable, CallTimeout, TlsError)) and not result.version:
        host.failure = result.error
    return result


def _collected(arrivals, most):
    """What has arrived: one at least, and whatever else comes within COLLECT_SECONDS."""
    batch = [arrivals.get()]
    ends = time.monotonic() + COLLECT_SECONDS
    while len(batch) < most and (left := ends - time.monotonic()) > 0:
        try:
            batch.append(arrivals.get(timeout=left))
        except Empty:
            break
    return batch


def pull(target, queries, transport=None):
    """Put all ``queries`` to one ``target``. Never raises: a failing database is a result.

    :param transport: what to ask through; a :class:`~.transport.Transport` of its own by default
    :return: a :class:`~.values.Result` with all answers, or with the error that ended the pull
    """
    begin = time.monotonic()
    session, answers, error = None, {}, None
    try:
        with contextlib.closing(transport or Transport(target.url, target.timeout)) as connection:
            session = Session(target, connection)
            session.open()
            answers = _answers(session, queries)
    except RemoteError as failure:
        error = failure
    except Exception as failure:  # noqa: BLE001
        # The edge of the thread: what nobody foresaw about one database must not end the pull of the others.
        # The text of an unforeseen error may quote what was sent, so only its name goes on.
        error = RemoteError(type(failure).__name__)
    return Result(
        target_id=target.id,
        version=session.version if session else "",
        protocol=session.protocol if session else "",
        answers=answers,
        error=error,
        duration=time.monotonic() - begin,
    )


def _answers(session, queries):
    answers = {}
    for query in queries:
        try:
            answers[query.name] = session.call(query.model, query.method, query.params)
        except MethodNotFound:
            if query.otherwise is None:
                raise
            answers |= _answers(session, query.otherwise)
    return answers

"""Ask many databases at once. The only file with threads; they carry values, never records."""

import time
from concurrent.futures import ThreadPoolExecutor, as_completed

from .errors import MethodNotFound, RemoteError
from .session import Session
from .transport import Transport
from .values import Result

WORKERS = 32


def pull_all(targets, queries, workers=WORKERS):
    """Put all ``queries`` to all ``targets``, many at a time.

    :param targets: list of :class:`~.values.Target`
    :param queries: list of :class:`~.values.Query`
    :param workers: how many targets are asked at the same time, at most
    :return: iterator of one :class:`~.values.Result` a target, in the order of arrival
    """
    if not targets:
        return
    with ThreadPoolExecutor(min(workers, len(targets)), thread_name_prefix="pull") as pool:
        pending = [pool.submit(pull, target, queries) for target in targets]
        for future in as_completed(pending):
            yield future.result()


def pull(target, queries, transport=None):
    """Put all ``queries`` to one ``target``. Never raises: a failing database is a result.

    :param transport: what to ask through; a :class:`~.transport.Transport` of its own by default
    :return: a :class:`~.values.Result` with all answers, or with the error that ended the pull
    """
    begin = time.monotonic()
    transport = transport or Transport(target.url, target.timeout)
    session = Session(target, transport)
    answers, error = {}, None
    try:
        session.open()
        answers = _answers(session, queries)
    except RemoteError as failure:
        error = failure
    except Exception as failure:
        # The edge of the thread: what nobody foresaw about one database must not end the pull of the others.
        # The text of an unforeseen error may quote what was sent, so only its name goes on.
        error = RemoteError(type(failure).__name__)
    finally:
        transport.close()
    return Result(
        target_id=target.id,
        version=session.version,
        protocol=session.protocol,
        answers={} if error else answers,
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

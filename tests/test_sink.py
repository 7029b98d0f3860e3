"""Files that a long job leaves: there only when they are complete, however the job ends. Over real sockets."""

import resource
import time

import pytest

from odoo.addons.fleet_databases.remote import errors
from odoo.addons.fleet_databases.remote.http.transport import Transport
from odoo.addons.fleet_databases.remote.pull import pull
from odoo.addons.fleet_databases.remote.sink import Sink
from odoo.addons.fleet_databases.remote.values import MAX_ANSWER, Job, Limits, Place, Reach

from farm.server import http, read_request, serving

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\n"
PATIENCE = 0.5
REACH = Reach(own_network=True)


def sending(*pieces, every=0):
    """A behaviour: these pieces, with so many seconds before each, then the end of the connection."""

    def behaviour(connection, ended):
        read_request(connection)
        for piece in pieces:
            ended.wait(every)
            connection.sendall(piece)

    return behaviour


def fetch(url, path, seconds=30, max_bytes=MAX_ANSWER):
    """Fetch a file in a job of its own.

    :return: :class:`~odoo.addons.fleet_databases.remote.values.Result`
    """

    def work(limits):
        transport = Transport(url, PATIENCE, limits, REACH)
        try:
            return {"answer": transport.post("/", b"", {}, limits.sink)}
        finally:
            transport.close()

    return pull(Job(Place(1), work, seconds, max_bytes, Sink(path)))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "backup.zip"


def test_file_larger_than_an_answer(path):
    content = b"0123456789abcdef" * (MAX_ANSWER // 8)
    head = HEAD + f"Content-Length: {len(content)}\r\n\r\n".encode()
    with serving(sending(head, content)) as url:
        result = fetch(url, path, max_bytes=len(content))
    assert result.error is None
    assert result.answers["answer"].body == b""
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


def test_each_piece_has_the_time_of_a_call(path):
    pieces = [b"piece"] * 4
    with serving(sending(HEAD + b"Content-Length: 20\r\n\r\n", *pieces, every=0.3)) as url:
        result = fetch(url, path)
    assert result.error is None
    assert result.duration > 2 * PATIENCE
    assert path.read_bytes() == b"piece" * 4


@pytest.mark.parametrize(
    ("pieces", "limits", "error"),
    [
        ((HEAD + b"Content-Length: 20\r\n\r\n", b"cut"), {}, errors.Unreachable),
        ((HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"5\r\npiece\r\n"), {}, errors.Unreachable),
        ((HEAD + b"Content-Length: 20\r\n\r\n", b"x" * 20), {"max_bytes": 19}, errors.AnswerTooLarge),
        ((HEAD + b"Content-Length: 99\r\n\r\n", *[b"piece"] * 9), {"seconds": 0.8}, errors.CallTimeout),
    ],
    ids=["cut off", "cut off between chunks", "too large", "too slow"],
)
def test_incomplete_file_is_none(path, pieces, limits, error):
    path.write_bytes(b"the backup of yesterday")
    with serving(sending(*pieces, every=0.2)) as url:
        result = fetch(url, path, **limits)
    assert isinstance(result.error, error)
    assert list(path.parent.iterdir()) == [path], "nothing half written stays"
    assert path.read_bytes() == b"the backup of yesterday"


@pytest.mark.parametrize(
    "answer", [http(500, b"no", "application/json"), http(200, b"<p>Sign in</p>", "text/html")]
)
def test_what_is_no_file_is_an_answer(path, answer):
    with serving(sending(answer)) as url:
        result = fetch(url, path)
    assert result.answers["answer"].body in answer
    assert result.answers["answer"].body
    assert not path.exists()


def test_work_of_any_kind_has_a_deadline():
    def work(limits):
        while True:
            limits.seconds_left()

    begin = time.monotonic()
    result = pull(Job(Place(7, "ssh://one.example"), work, seconds=0.1))
    assert (result.target_id, type(result.error)) == (7, errors.CallTimeout)
    assert 0.1 <= time.monotonic() - begin < 1


def test_file_has_a_size_whatever_writes_it(path):
    def work(limits):
        limits.sink.add(b"x" * 11)

    result = pull(Job(Place(1), work, max_bytes=10, sink=Sink(path)))
    assert isinstance(result.error, errors.AnswerTooLarge)
    assert list(path.parent.iterdir()) == []


def test_unforeseen_failure_leaves_no_file(path):
    def work(limits):
        limits.sink.add(b"half")
        raise KeyError("secret")

    result = pull(Job(Place(1, "here"), work, sink=Sink(path)))
    assert result.error.detail == "here: KeyError"
    assert list(path.parent.iterdir()) == []


def test_whoever_is_stopped_ends_at_the_next_sign_of_life(path):
    sink = Sink(path)
    sink.add(b"before")
    sink.stop()
    for sign in (lambda: sink.add(b"after"), lambda: sink.tell(1, 2)):
        with pytest.raises(errors.Interrupted):
            sign()


def test_no_limits_is_no_deadline():
    assert Limits().seconds_left() == float("inf")


def test_a_full_disk_leaves_nothing_half_written(path):
    most = 1024**2
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def work(limits):
        # As a full disk does, this refuses what is written, and refuses it again when the file is closed.
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
        for _piece in range(300):
            limits.sink.add(b"x" * 5000)

    try:
        result = pull(Job(Place(1, "here"), work, sink=Sink(path)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert result.error.detail == "here: OSError"
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("slow_one_fails", [False, True])
def test_of_two_that_write_the_same_file_the_later_one_has_it(path, slow_one_fails):
    slow, quick = Sink(path), Sink(path)
    slow.add(b"half")
    quick.add(b"whole ")
    slow.add(b" of it")
    if not slow_one_fails:
        with pytest.raises(errors.Interrupted):
            slow.finish()
    slow.discard()
    quick.add(b"file")
    quick.finish()
    assert [(file.name, file.read_bytes()) for file in path.parent.iterdir()] == [(path.name, b"whole file")]


def test_who_was_stopped_before_it_wrote_leaves_the_file_of_another(path):
    other, sink = Sink(path), Sink(path)
    other.add(b"half")
    sink.stop()
    result = pull(Job(Place(1), lambda limits: limits.sink.add(b"piece"), sink=sink))
    assert isinstance(result.error, errors.Interrupted)
    other.finish()
    assert path.read_bytes() == b"half"


def test_who_was_stopped_does_not_replace_the_file(path):
    path.write_bytes(b"of who took over")
    sink = Sink(path)
    sink.add(b"too late")
    result = pull(Job(Place(1), lambda limits: limits.sink.stop(), sink=sink))
    assert isinstance(result.error, errors.Interrupted)
    assert [file.read_bytes() for file in path.parent.iterdir()] == [b"of who took over"]


@pytest.mark.parametrize(
    ("done", "total", "percent"),
    [(1, 4, 25), (0.5, 2, 25), (7, 0, 0), (-1, 4, 0), (5, 4, 100), (1, -4, 0), (10**400, 4 * 10**400, 25)],
)
def test_progress_is_a_percentage_whatever_is_told(done, total, percent):
    sink = Sink()
    sink.tell(done, total)
    assert sink.percent == percent


@pytest.mark.parametrize("told", [(None, 4), (float("nan"), 4), (float("inf"), float("inf")), (1, "four")])
def test_progress_that_is_no_number_costs_who_tells_it(told):
    result = pull(Job(Place(1, "here"), lambda limits: limits.sink.tell(*told)))
    assert isinstance(result.error, errors.HubError)

"""The transport over real sockets, against servers that drip, lie, grow and send elsewhere."""

import contextlib
import gzip
import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest

from odoo.addons.fleet_databases.remote import errors
from odoo.addons.fleet_databases.remote.http import connection
from odoo.addons.fleet_databases.remote.http.answer import Answer
from odoo.addons.fleet_databases.remote.http.transport import Transport
from odoo.addons.fleet_databases.remote.values import MAX_ANSWER, Limits, Reach

from farm import manners
from farm.manners import everywhere
from farm.server import http, leading_to, read_request, serving, swallowing

PATIENCE = 1.0  # seconds that a call may last here
SLACK = 0.5  # seconds by which a loaded machine may be late


def answering(*answers, connections=None):
    """A behaviour: the n-th request gets the n-th answer.

    :param connections: list to which each connection is added
    """
    pending = iter(answers)

    def behaviour(connection, _ended):
        if connections is not None:
            connections.append(connection)
        while read_request(connection):
            connection.sendall(next(pending))

    return behaviour


def dripping(head, drop, interval=0.05):
    """A behaviour: whatever is asked, ``head`` at once, then ``drop`` again and again, for ever."""
    return everywhere(manners.dripping(head, drop, interval))


def flooding(head, drop):
    return dripping(head, drop, interval=0)


silent = everywhere(manners.silence)


def asking_of(url):
    return Transport(url, PATIENCE, reach=Reach(own_network=True, plain_http=True))


def get(url, path="/"):
    asking = asking_of(url)
    try:
        return asking.get(path)
    finally:
        asking.close()


def test_answer():
    with serving(answering(http(404, b"no", "Text/HTML; charset=utf-8"))) as url:
        assert get(url) == Answer(404, "text/html", b"no")


def test_connection_is_kept():
    connections = []
    with serving(answering(http(200, b"1"), http(200, b"2"), connections=connections)) as url:
        asking = asking_of(url)
        assert (asking.get("/").body, asking.post("/", b"x", {}).body) == (b"1", b"2")
        asking.close()
    assert len(connections) == 1


def test_chunked_answer():
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunked = head + b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    with serving(answering(chunked)) as url:
        assert get(url).body == b"abcde"


ENDLESS = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    "behaviour",
    [
        silent,
        dripping(b"", b"H"),
        dripping(b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        dripping(ENDLESS, b"X-Another: header\r\n", 0.3),
        dripping(ENDLESS + b"Content-Length: 1000000\r\n\r\n", b" "),
        dripping(ENDLESS + b"\r\n", b" "),
        dripping(ENDLESS + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        dripping(ENDLESS + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-Trailer: more\r\n"),
        dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=[
        "silence",
        "status line",
        "one header",
        "many headers",
        "body",
        "body without length",
        "chunks",
        "trailer",
        "continue",
    ],
)
def test_deadline_is_a_true_one(behaviour):
    with serving(behaviour) as url:
        begin = time.monotonic()
        with pytest.raises(errors.CallTimeout):
            get(url)
        assert PATIENCE - 0.05 <= time.monotonic() - begin < PATIENCE + SLACK


def test_deadline_covers_the_handshake(certificate):
    with serving(lambda _connection, ended: ended.wait()) as url:
        begin = time.monotonic()
        with pytest.raises(errors.CallTimeout):
            get(url.replace("http:", "https:"))
        assert time.monotonic() - begin < PATIENCE + SLACK


def test_all_calls_together_have_a_deadline():
    def slow(connection, ended):
        while read_request(connection):
            ended.wait(0.2)
            connection.sendall(http(200))

    with serving(slow) as url:
        asking = Transport(
            url, PATIENCE, limits=Limits(time.monotonic() + 0.5), reach=Reach(own_network=True)
        )
        begin = time.monotonic()
        with pytest.raises(errors.CallTimeout):
            for _call in range(10):
                asking.get("/")
        assert time.monotonic() - begin < 0.5 + SLACK


@pytest.mark.parametrize(
    "head",
    [b"\r\n", b"Content-Length: 1000000000\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n"],
    ids=["no length", "1 GB", "chunked"],
)
def test_answer_has_a_size(head):
    drop = b"x" * 65536
    if b"chunked" in head:
        drop = b"10000\r\n" + drop + b"\r\n"
    with serving(flooding(ENDLESS + head, drop)) as url:
        with pytest.raises(errors.AnswerTooLarge):
            get(url)


def test_packed_answer_does_not_grow():
    bomb = gzip.compress(b" " * 100_000_000)
    with serving(answering(http(200, bomb, "application/json", "Content-Encoding: gzip"))) as url:
        answer = get(url)
        assert len(answer.body) == len(bomb) < MAX_ANSWER
        with pytest.raises(errors.NotUnderstood):
            answer.json()


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "http://nowhere.invalid", "http://a..b", "http://xn--a.invalid"]
)
def test_nobody_there(url):
    with pytest.raises(errors.Unreachable) as failure:
        get(url)
    place = url.split("/")[2]
    assert failure.value.detail in (place, f"{place}:80")


@pytest.mark.parametrize("dead", [1, 2])
def test_address_that_swallows_packets_leaves_time_for_the_next(dead):
    with contextlib.ExitStack() as stack:
        port = stack.enter_context(swallowing("127.0.0.2"))
        stack.enter_context(serving(answering(http(200, b"here")), port=port))
        stack.enter_context(leading_to("two.example", *["127.0.0.2"] * dead, "127.0.0.1"))
        begin = time.monotonic()
        assert get(f"http://two.example:{port}").body == b"here"
        assert time.monotonic() - begin < PATIENCE


def test_last_address_has_all_the_time_that_is_left():
    with swallowing("127.0.0.2") as port, leading_to("two.example", "127.0.0.1", "127.0.0.2"):
        begin = time.monotonic()
        with pytest.raises(errors.CallTimeout):
            get(f"http://two.example:{port}")
        assert PATIENCE - 0.05 <= time.monotonic() - begin < PATIENCE + SLACK


@pytest.mark.parametrize(
    "sent", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", b"SSH-2.0-OpenSSH\r\n"]
)
def test_broken_connection(sent):
    def behaviour(connection, _ended):
        read_request(connection)
        connection.sendall(sent)

    with serving(behaviour) as url, pytest.raises(errors.Unreachable):
        get(url)


def redirect(status, location):
    return http(status, b"", "text/html", f"Location: {location}")


def test_redirect_on_the_same_server_is_followed():
    with serving(answering(redirect(303, "/there"), http(200, b"here"))) as url:
        assert get(url).body == b"here"
    with serving(answering(redirect(308, "/there"), http(200, b"here"))) as url:
        assert asking_of(url).post("/", b"x", {}).body == b"here"


def test_key_does_not_follow_a_redirect():
    received = []

    def elsewhere(connection, _ended):
        received.append(read_request(connection))

    with (
        serving(elsewhere) as other,
        serving(answering(redirect(307, other), redirect(302, "/login"))) as url,
    ):
        asking = asking_of(url)
        with pytest.raises(errors.Redirected) as failure:
            asking.post("/", b"x", {"Authorization": "bearer key"})
        assert failure.value.detail == other
        with pytest.raises(errors.Redirected) as failure:
            asking.post("/", b"x", {"Authorization": "bearer key"})
        assert failure.value.detail == f"{url}/login"
        asking.close()
    assert received == []


@pytest.mark.parametrize(
    "location",
    [
        "https://127.0.0.1/",
        "//evil.invalid/",
        "http://127.0.0.1:1/",
        "ftp://x/",
        "http://[",
        # What comes before a backslash is the host, and what comes before an @ is not, depending on whom one asks.
        r"http://evil.invalid\@{host}/",
        r"\\evil.invalid/{host}",
        r"http:\\evil.invalid\@{host}/",
        "http://{host}@evil.invalid/",
        "http://evil.invalid#@{host}/",
        "http://evil.invalid?@{host}/",
        "http://evil@{host}/",
    ],
)
def test_redirect_elsewhere(location):
    def behaviour(connection, _ended):
        while read_request(connection):
            there = location.format(host=connection.getsockname()[0] + f":{connection.getsockname()[1]}")
            connection.sendall(redirect(307, there))

    with serving(behaviour) as url:
        asking = asking_of(url)
        with pytest.raises((errors.Redirected, errors.UnknownHost)) as failure:
            asking.post("/", b"x", {"Authorization": "bearer key"})
        asking.close()
    # Nobody was even looked up.
    assert failure.type is errors.Redirected


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("http://127.0.0.1:1/web", "http://127.0.0.1:1"),
        ("https://user:password@erp.example.com:8443/web", "https://erp.example.com:8443"),
        ("https://[::1]:8069/", "https://[::1]:8069"),
        ("https://erp.example.com/web?token=x", "https://erp.example.com"),
    ],
)
def test_where_a_redirect_leads_is_told(location, told):
    with serving(answering(redirect(301, location))) as url, pytest.raises(errors.Redirected) as failure:
        get(url)
    assert (failure.type, failure.value.detail) == (errors.Redirected, told)


@pytest.mark.parametrize("status", [301, 302, 303])
def test_redirect_that_loses_the_question(status):
    with serving(answering(redirect(status, "/en/json?token=x"))) as url:
        with pytest.raises(errors.QuestionLost) as failure:
            asking_of(url).post("/json", b"x", {})
        assert failure.value.detail == f"{url}/en/json"


def test_redirect_is_not_read():
    head = b"HTTP/1.1 302 -\r\nLocation: /there\r\n\r\n"
    with serving(flooding(head, b"x" * 65536)) as url:
        begin = time.monotonic()
        with pytest.raises(errors.Redirected):
            asking_of(url).post("/", b"x", {})
        assert time.monotonic() - begin < SLACK


def test_redirects_end():
    with serving(answering(*[redirect(302, "/again")] * 10)) as url, pytest.raises(errors.Redirected):
        get(url)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A self-signed certificate for 127.0.0.1."""
    pem = tmp_path_factory.mktemp("tls") / "server.pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=127.0.0.1",
            "-addext",
            "subjectAltName=IP:127.0.0.1",
            "-keyout",
            pem,
            "-out",
            pem.with_suffix(".crt"),
        ],
        check=True,
        capture_output=True,
    )
    pem.write_text(pem.read_text() + pem.with_suffix(".crt").read_text())
    return pem


def test_self_signed_certificate_is_refused(certificate):
    with (
        serving(answering(http(200, b"secret")), certificate) as url,
        pytest.raises(errors.TlsError) as failure,
    ):
        get(url)
    assert "self-signed" in failure.value.detail


@pytest.fixture
def trusted(certificate):
    """The hub's machine trusts the certificate. What was trusted can't be taken back: the context is replaced."""
    before = connection._TLS
    connection._TLS = connection._tls_context()
    connection._TLS.load_verify_locations(certificate.with_suffix(".crt"))
    yield certificate
    connection._TLS = before


def test_trusted_certificate(trusted):
    with serving(answering(http(200, b"1"), http(200, b"2")), trusted) as url:
        asking = asking_of(url)
        assert (asking.get("/").body, asking.get("/").body) == (b"1", b"2")
        asking.close()


def test_end_of_the_certificate(trusted):
    """Also where the connection is kept alive, and where the server closes it after each answer."""
    closing = http(200, b"", "text/html", "Connection: close")
    with serving(answering(http(200), closing), trusted) as url:
        asking = asking_of(url)
        asking.get("/")
        asking.get("/")
        end = asking.certificate_end()
        assert timedelta(days=1) < end - datetime.now(UTC).replace(tzinfo=None) < timedelta(days=3)
        asking.close()


def test_end_of_the_certificate_where_nothing_is_encrypted():
    with serving(answering(http(200))) as url:
        asking = asking_of(url)
        asking.get("/")
        assert asking.certificate_end() is None


def test_unknown_host():
    with pytest.raises(errors.UnknownHost):
        # Too long for a name, so nobody outside is asked for it.
        get(f"http://{'x' * 64}.invalid")


def test_deadline_is_a_true_one_over_tls(trusted):
    with serving(dripping(ENDLESS + b"\r\n", b" "), trusted) as url:
        begin = time.monotonic()
        with pytest.raises(errors.CallTimeout):
            get(url)
        assert PATIENCE - 0.05 <= time.monotonic() - begin < PATIENCE + SLACK


def test_certificate_of_another_host_is_refused(trusted):
    with serving(answering(http(200, b"secret")), trusted) as url, pytest.raises(errors.TlsError):
        get(url.replace("127.0.0.1", "localhost"))


def test_hub_says_who_it_is():
    received = []

    def behaviour(connection, _ended):
        received.append(read_request(connection))
        connection.sendall(http(200))

    with serving(behaviour) as url:
        asking = Transport(url, PATIENCE, reach=Reach(own_network=True, agent="Fleet/1 (+it@agency.example)"))
        asking.get("/")
        asking.close()
    assert received[0].headers["user-agent"] == "Fleet/1 (+it@agency.example)"


def test_environment_is_left_alone(monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login ann password other")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    received = []

    def behaviour(connection, _ended):
        received.append(read_request(connection))
        connection.sendall(http(200))

    with serving(behaviour) as url:
        asking = asking_of(url)
        asking.post("/", b"x", {"Authorization": "bearer key"})
        asking.close()
    assert received[0].headers["authorization"] == "bearer key"

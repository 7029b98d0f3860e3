"""Which addresses the hub asks, judged where it connects: over real sockets, redirects and proxies."""

import socket
import threading

import pytest

from odoo.addons.fleet_databases.remote import errors
from odoo.addons.fleet_databases.remote.http import guard
from odoo.addons.fleet_databases.remote.http.transport import Transport
from odoo.addons.fleet_databases.remote.values import Reach

from farm.server import http, read_request, serving

EVERYTHING = Reach(own_network=True, plain_http=True)
PATIENCE = 2.0


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "169.254.0.1",
        "::ffff:169.254.169.254",
        "::169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "::ffff:0:169.254.169.254",
        "64:ff9b:1::169.254.169.254",
        "fe80::1",
        "fe80::1%eth0",
        "fd00:ec2::254",
        "fd20:ce::254",
        "100.100.100.200",
        "::ffff:100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "0.0.0.0",
        "::",
        "224.0.0.1",
        "ff02::1",
        "255.255.255.255",
        "240.0.0.1",
    ],
)
def test_nobody_may_ask_these(address):
    with pytest.raises(errors.ForbiddenAddress):
        guard.check(address, EVERYTHING, encrypted=True)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "::1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "::ffff:192.168.1.1",
        "100.64.0.1",
        "0.1.2.3",
        "fc00::1",
        "fd12:3456::1",
        "fec0::1",
        "64:ff9b:1::1",
        "64:ff9b:1::8.8.8.8",
    ],
)
def test_own_network_by_setting_only(address):
    with pytest.raises(errors.OwnNetwork):
        guard.check(address, Reach(plain_http=True), encrypted=True)
    guard.check(address, EVERYTHING, encrypted=True)


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_internet(address):
    guard.check(address, Reach(), encrypted=True)
    guard.check(address, EVERYTHING, encrypted=False)
    with pytest.raises(errors.PlainHttp):
        guard.check(address, Reach(own_network=True), encrypted=False)


def test_own_machine_needs_no_encryption():
    guard.check("127.0.0.1", Reach(own_network=True), encrypted=False)
    guard.check("::1", Reach(own_network=True), encrypted=False)
    with pytest.raises(errors.PlainHttp):
        guard.check("192.168.1.1", Reach(own_network=True), encrypted=False)


def ask(url, reach):
    asking = Transport(url, PATIENCE, reach=reach)
    try:
        return asking.post("/", b"x", {"Authorization": "bearer key"})
    finally:
        asking.close()


def watched(received, answer=None):
    """A behaviour: whatever is asked goes to ``received``."""

    def behaviour(connection, _ended):
        received.append(None)  # somebody has connected
        while request := read_request(connection):
            received.append(request)
            connection.sendall(answer or http(200, b"1"))

    return behaviour


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"]
)
def test_nothing_is_even_connected_to(host):
    received = []
    with serving(watched(received)) as url, pytest.raises(errors.OwnNetwork):
        ask(url.replace("127.0.0.1", host), Reach(plain_http=True))
    assert received == []


def test_judged_is_what_is_connected_to(monkeypatch):
    """A name may lead elsewhere each time it is looked up: there is one look-up, and its answer is what counts."""
    asked = []

    def changing(host, port, **_kind):
        asked.append(host)
        address = "93.184.216.34" if len(asked) > 1 else "169.254.169.254"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    with pytest.raises(errors.ForbiddenAddress) as refused:
        ask("http://rebinding.example", EVERYTHING)
    assert asked == ["rebinding.example"]
    assert refused.value.detail == "169.254.169.254"


def test_permitted_address_of_several(monkeypatch):
    ended, real = threading.Event(), socket.getaddrinfo

    def behaviour(connection, _ended):
        while read_request(connection):
            connection.sendall(http(200, b"1"))
        ended.set()

    with serving(behaviour) as url:

        def several(_host, port, **kind):
            forbidden = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", port))
            return [forbidden, *real("127.0.0.1", port, **kind)]

        monkeypatch.setattr(socket, "getaddrinfo", several)
        asking = Transport(url.replace("127.0.0.1", "two.example"), PATIENCE, reach=EVERYTHING)
        assert asking.get("/").body == b"1"
        asking.close()
        # Closed now, not when Python next collects garbage: the server sees the end of the connection.
        assert ended.wait(PATIENCE)


PROXIED = [
    ("http://8.8.8.8:8069", "POST", "http://8.8.8.8:8069/"),
    ("https://8.8.8.8", "CONNECT", "8.8.8.8:443"),
]


@pytest.mark.parametrize(("url", "method", "path"), PROXIED)
def test_proxies_of_the_environment(monkeypatch, url, method, path):
    received = []
    with serving(watched(received, http(407))) as proxy:
        for name in ("http_proxy", "https_proxy"):
            monkeypatch.setenv(name, proxy)
        monkeypatch.delenv("no_proxy", raising=False)
        try:
            assert ask(url, Reach(plain_http=True, proxies=True)).status == 407
        except errors.Unreachable:
            assert method == "CONNECT"
    [request] = filter(None, received)
    assert (request.method, request.path) == (method, path)
    assert ("authorization" in request.headers) == (method == "POST")


@pytest.mark.parametrize("host", ["169.254.169.254", "127.0.0.1", "192.168.1.1"])
def test_proxy_is_no_way_around_the_guard(monkeypatch, host):
    received = []
    with serving(watched(received)) as proxy:
        monkeypatch.setenv("http_proxy", proxy)
        with pytest.raises(errors.NotAllowed):
            ask(f"http://{host}", Reach(plain_http=True, proxies=True))
    assert received == []


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("999999999", 86400),
        ("soon", 0),
        ("-5", 0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
    ],
)
def test_pause_that_a_server_asks_for(header, seconds):
    with serving(watched([], http(429, b"", "text/html", f"Retry-After: {header}"))) as url:
        with pytest.raises(errors.Busy) as busy:
            ask(url, EVERYTHING)
    assert busy.value.pause == seconds

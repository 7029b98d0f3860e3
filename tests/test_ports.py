"""Ports of servers are held from the moment they are chosen: nobody can take one before the server has it."""

import http.client
import os
import socket
import sys

import pytest

from bootstrap import server
from bootstrap.say import Failed, Missing

ANSWERS = """
import os, socket, sys
assert os.environ["LISTEN_PID"] == str(os.getpid()) and os.environ["LISTEN_FDS"] == "1"
listening = socket.socket(fileno=3)
assert f"--http-port={listening.getsockname()[1]}" == sys.argv[-1]
while True:
    connection, _address = listening.accept()
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n")
    connection.close()
"""


@pytest.fixture
def start(tmp_path):
    """A function that starts a program as a server and has it stopped in the end."""
    started = []

    def start(program, port=0):
        started.append(server.start([sys.executable, "-c", program], port, tmp_path / "log"))
        return started[-1]

    yield start
    for running in started:
        running.stop()


def test_a_server_gets_its_port_as_a_socket(start):
    assert start(ANSWERS).wait().process.poll() is None


def test_who_asks_too_early_waits(start, tmp_path):
    """The request is made before the program has come to its server: it waits for a pipe until then."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    running = start(f"open({str(pipe)!r}).read()\n{ANSWERS}")
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
    connection.request("GET", "/")
    pipe.write_text("")
    assert connection.getresponse().status == 200
    connection.close()


def test_two_that_want_one_port_get_two(start):
    first = start(ANSWERS)
    second = start(ANSWERS, first.port)
    assert first.port < second.port < first.port + 200
    first.wait()
    second.wait()


def test_a_port_that_was_chosen_cannot_be_taken(start):
    running = start(ANSWERS)
    with pytest.raises(OSError, match="in use"):
        socket.create_server(("127.0.0.1", running.port))


def test_no_port_is_told_with_a_remedy(monkeypatch):
    monkeypatch.setattr(server, "range", lambda first, _end: [first], raising=False)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Missing, match=f"No port is free from {port} on: stop a server"):
            server.listen(port)


def test_a_server_that_ends_is_told_in_a_sentence(start):
    with pytest.raises(
        Failed, match=r"cannot be read\nAn Odoo server ended by itself, with status 7: see \S+log"
    ):
        start("print('odoo.conf cannot be read', flush=True); raise SystemExit(7)").wait()

"""A server whose behaviour is one function on a connected socket."""

import contextlib
import socket
import ssl
import threading
from dataclasses import dataclass
from unittest.mock import patch


def http(status, body=b"", content_type="text/html", *headers):
    """A complete HTTP answer, as bytes."""
    head = [f"HTTP/1.1 {status} -", f"Content-Type: {content_type}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


@dataclass(frozen=True)
class Request:
    """One HTTP request, complete. Names of headers are in lower case."""

    method: str
    path: str
    headers: dict
    body: bytes


def read_request(connection):
    """Read one request off the socket; return it, or None when the client has closed."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return None
        data += chunk
    head, _blank, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        body += connection.recv(65536)
    method, path, _version = first.split(" ")
    return Request(method, path, headers, body)


@contextlib.contextmanager
def serving(behaviour, certificate=None, port=0):
    """Serve ``behaviour`` on 127.0.0.1 while the block runs.

    :param behaviour: function of a connected socket and of an event (the block has ended), called in a thread of
        its own for each connection
    :param certificate: path of a PEM file with key and certificate; then it is HTTPS
    :param port: a free one by default
    :return: address of the server
    """
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    listener = socket.create_server(("127.0.0.1", port))
    ended = threading.Event()
    threads, connections = [], []

    def serve(connection):
        # A client that has had enough closes the connection in the middle: that is what is being tested.
        with contextlib.suppress(OSError), contextlib.closing(connection):
            behaviour(context.wrap_socket(connection, server_side=True) if context else connection, ended)

    def accept():
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            connections.append(connection)
            threads.append(threading.Thread(target=serve, args=(connection,)))
            threads[-1].start()

    acceptor = threading.Thread(target=accept)
    acceptor.start()
    try:
        yield f"{'https' if context else 'http'}://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        ended.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        acceptor.join()
        for connection in connections:
            # A client that failed may have left it open.
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join()


@contextlib.contextmanager
def swallowing(host):
    """A place that swallows packets while the block runs: nobody takes the connections that wait there, and for more
    there is no room.

    :return: its port
    """
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.create_server((host, 0), backlog=0))
        for _place in range(2):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


def leading_to(name, *addresses):
    """While the block runs, a name leads to these addresses of this machine, in this order. The one server that can't
    be put up here is that of names, and tests ask none outside.

    :param name: what it ends with
    """
    real = socket.getaddrinfo

    def looked_up(host, port, *family, **kind):
        if not host.endswith(name):
            return real(host, port, *family, **kind)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return patch.object(socket, "getaddrinfo", looked_up)

"""Nobody is there, or the connection breaks, drips, stays silent, or is not encrypted as it should be."""

import contextlib
import socket
import struct
from unittest.mock import patch

from cryptography import x509

from ..manners import dripping, everywhere, flooding, odoo_17, odoo_19, silence
from ..server import http, serving
from .fault import TRACEBACK, Fault, encrypted, served

_HEADERS = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_CHUNKED = _HEADERS + b"Transfer-Encoding: chunked\r\n\r\n"
# Closed like this, a connection is reset.
_NO_LINGER = struct.pack("ii", 1, 0)


def _saying_and_closing(sent, *, reset=False):
    def said(connection, _ended, _request):
        connection.sendall(sent)
        if reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        connection.close()

    return said


@contextlib.contextmanager
def _nobody_has_this_name(_authority):
    asked = socket.getaddrinfo

    def answered(host, *args, **kwargs):
        if host == "nowhere.invalid":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return asked(host, *args, **kwargs)

    # The one server that can't be put up here is that of names, and tests ask none outside.
    with patch.object(socket, "getaddrinfo", answered):
        yield "http://nowhere.invalid"


@contextlib.contextmanager
def _nobody_listens(_authority):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{unused.getsockname()[1]}"


def _behind_https(behaviour):
    """Opened is a server that speaks no TLS, though its address says so."""

    @contextlib.contextmanager
    def opened(_authority):
        with serving(behaviour) as url:
            yield url.replace("http:", "https:")

    return opened


def _speaking_plain_http(connection, _ended):
    connection.recv(65536)
    connection.sendall(http(400, TRACEBACK.encode()))


_NEVER_ASKED = everywhere(http(200, TRACEBACK.encode()))

FAULTS = [
    Fault("DNS failure", _nobody_has_this_name, "unknown_host"),
    Fault("Connection refused", _nobody_listens, "unreachable"),
    Fault(
        "Metadata of a cloud",
        lambda _authority: contextlib.nullcontext("http://169.254.169.254"),
        "forbidden_address",
    ),
    Fault(
        "Reset after headers",
        served(everywhere(_saying_and_closing(_HEADERS + b"Content-Length: 9\r\n\r\n", reset=True))),
        "unreachable",
    ),
    Fault("Closed without a word", served(everywhere(_saying_and_closing(b""))), "unreachable"),
    Fault(
        "Half an answer",
        served(odoo_19(_saying_and_closing(_HEADERS + b'Content-Length: 100\r\n\r\n[{"id":'))),
        "unreachable",
    ),
    Fault(
        "Not HTTP",
        served(lambda connection, _ended: connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")),
        "unreachable",
    ),
    Fault(
        "A header of a megabyte",
        served(everywhere(_saying_and_closing(_HEADERS + b"X-Long: " + b"x" * 2**20 + b"\r\n\r\n"))),
        "unreachable",
    ),
    Fault(
        "Headers that never end", served(everywhere(flooding(_HEADERS, b"X-More: yes\r\n"))), "unreachable"
    ),
    Fault(
        "A piece of a negative size",
        served(everywhere(_saying_and_closing(_CHUNKED + b"-5\r\nabcde\r\n"))),
        "unreachable",
    ),
    Fault("Silence", served(everywhere(silence)), "timeout", waits=True),
    Fault("Silence after the version", served(odoo_19(silence)), "timeout", waits=True),
    Fault("Silence over XML-RPC", served(odoo_17(silence)), "timeout", waits=True),
    Fault(
        "Drip",
        served(odoo_19(dripping(_HEADERS + b"Content-Length: 100000\r\n\r\n", b" "))),
        "timeout",
        waits=True,
    ),
    Fault(
        "Drip of headers", served(everywhere(dripping(_HEADERS + b"X-Long: ", b"x"))), "timeout", waits=True
    ),
    Fault(
        "Pieces that never end",
        served(everywhere(flooding(_CHUNKED + b"0\r\n", b"X-More: yes\r\n"))),
        "timeout",
        waits=True,
    ),
    Fault(
        "Continue, continue",
        served(everywhere(flooding(b"", b"HTTP/1.1 100 Continue\r\n\r\n"))),
        "timeout",
        waits=True,
    ),
    Fault(
        "Handshake that never ends",
        _behind_https(lambda _connection, ended: ended.wait()),
        "timeout",
        waits=True,
    ),
    Fault(
        "Closed during the handshake",
        _behind_https(lambda connection, _ended: connection.recv(65536)),
        "unreachable",
    ),
    Fault("Expired certificate", encrypted(_NEVER_ASKED, begin=-10, end=-1), "tls"),
    Fault("Certificate not valid yet", encrypted(_NEVER_ASKED, begin=1, end=10), "tls"),
    Fault("Self-signed certificate", encrypted(_NEVER_ASKED, self_signed=True), "tls"),
    Fault(
        "Certificate of another host",
        encrypted(_NEVER_ASKED, host=x509.DNSName("other.example")),
        "tls",
    ),
    Fault("Not encrypted behind https", _behind_https(_speaking_plain_http), "tls"),
]

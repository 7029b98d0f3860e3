"""Certificates that only one database accepts, over real TLS."""

import contextlib
import hashlib
import select
import socket
import tempfile
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from odoo.addons.fleet_databases.remote import errors
from odoo.addons.fleet_databases.remote.http.transport import Transport
from odoo.addons.fleet_databases.remote.values import Reach, Trust

from farm import fleet
from farm.certificates import Authority
from farm.manners import odoo_19, telling_json
from farm.server import http, read_request, serving
from test_engine import EngineCase

NO_CERTIFICATE = "-----BEGIN CERTIFICATE-----\nQQ==\n-----END CERTIFICATE-----"
REACH = Reach(own_network=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


def fingerprint(path):
    return x509.load_pem_x509_certificate(path.read_bytes()).fingerprint(hashes.SHA256()).hex()


@contextlib.contextmanager
def served(certificate):
    """:return: the address of a server with this certificate, and a list of what it was asked"""
    received = []

    def behaviour(connection, _ended):
        while request := read_request(connection):
            received.append(request)
            connection.sendall(http(200, b"1"))

    with serving(behaviour, certificate) as url:
        yield url, received


def ask(url, trust, reach=REACH):
    asking = Transport(url, 2.0, reach=reach, trust=trust)
    try:
        assert asking.post("/", b"x", {"Authorization": "bearer key"}).body == b"1"
        return asking.certificate_end()
    finally:
        asking.close()


def test_own_authority(authority, tmp_path):
    trust = Trust(authority=authority.path.read_text())
    with served(authority.issue()) as (url, _received):
        assert ask(url, trust)
        with pytest.raises(errors.TlsError):
            ask(url, Trust())
        with pytest.raises(errors.TlsError):
            ask(url, Trust(authority=Authority(tmp_path).path.read_text()))


@pytest.mark.parametrize("wrong", [{"host": x509.DNSName("other.example")}, {"begin": -9, "end": -1}])
def test_own_authority_does_not_excuse_another_name_or_an_old_certificate(authority, wrong):
    with served(authority.issue(**wrong)) as (url, received), pytest.raises(errors.TlsError):
        ask(url, Trust(authority=authority.path.read_text()))
    assert received == []


@pytest.mark.parametrize(
    "odd", [{"self_signed": True}, {"host": x509.DNSName("other.example")}, {"begin": -9, "end": -1}]
)
def test_fingerprint_is_enough(authority, odd):
    certificate = authority.issue(**odd)
    with served(certificate) as (url, _received):
        assert ask(url, Trust(fingerprint=fingerprint(certificate)))


def test_another_certificate_than_the_pinned_one_gets_nothing(authority):
    certificate = authority.issue(self_signed=True)
    with served(certificate) as (url, received), pytest.raises(errors.TlsError) as failure:
        ask(url, Trust(fingerprint=hashlib.sha256(b"another").hexdigest()))
    assert received == []
    assert failure.value.detail == f"SHA-256 {fingerprint(certificate)}"


def test_what_is_no_certificate_is_no_surprise():
    with pytest.raises(errors.TlsError):
        ask("https://127.0.0.1", Trust(authority=NO_CERTIFICATE))


def tunnel(connection, _ended):
    """A proxy: it connects to whatever it is asked for."""
    host, port = read_request(connection).path.split(":")
    with socket.create_connection((host, int(port))) as there:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        pairs = {connection: there, there: connection}
        while True:
            for ready in select.select(list(pairs), [], [])[0]:
                received = ready.recv(65536)
                if not received:
                    return
                pairs[ready].sendall(received)


@pytest.mark.parametrize("is_pinned", [True, False])
def test_behind_a_proxy_the_same_is_trusted(authority, monkeypatch, is_pinned):
    certificate = authority.issue()
    with served(certificate) as (url, received), serving(tunnel) as proxy:
        monkeypatch.setenv("https_proxy", proxy)
        monkeypatch.delenv("no_proxy", raising=False)
        right, wrong = (
            (Trust(fingerprint=fingerprint(certificate)), Trust(fingerprint="0" * 64))
            if is_pinned
            else (Trust(authority=authority.path.read_text()), Trust())
        )
        reach = Reach(own_network=True, proxies=True)
        with pytest.raises(errors.TlsError):
            ask(url, wrong, reach)
        assert received == []
        assert ask(url, right, reach)


class TestHub(EngineCase):
    """The hub, and a server with a certificate that nobody else trusts."""

    def test_hub_asks_a_server_whose_certificate_is_pinned(self):
        told = telling_json(fleet.summary("bakery"), fleet.users("bakery"))
        certificate = Authority(Path(self.enterContext(tempfile.TemporaryDirectory()))).issue(
            self_signed=True
        )
        with serving(odoo_19(told), certificate) as url:
            database = self.create_database(database_url=url, database_api_login="hub")
            with self.committing(database) as committing:
                committing.action_database_synchronize()
            self.assertEqual(database.database_synchro_error, "tls")
            self.assertIn("its authority or its fingerprint", database.database_synchro_message)
            database.database_fingerprint = fingerprint(certificate)
            with self.committing(database) as committing:
                committing.action_database_synchronize()
                test = committing.action_database_test_connection()
            self.assertStored(database)
            lines = self.env[test["res_model"]].browse(test["res_id"]).line_ids
            [line] = lines.filtered(lambda line: line.step == "tls")
            self.assertEqual(line.state, "ok")
            self.assertIn("Accepted by its fingerprint", line.message)

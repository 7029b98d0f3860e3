"""Certificates for servers on this machine, right and wrong ones."""

import itertools
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LOCALHOST = x509.IPAddress(ip_address("127.0.0.1"))


class Authority:
    """Signs certificates; who trusts :attr:`path` accepts them.

    :param folder: path where files are written
    """

    def __init__(self, folder):
        self._folder = folder
        self._numbers = itertools.count()
        self._name = _name("Authority of the tests")
        self._key = ec.generate_private_key(ec.SECP256R1())
        purposes = dict.fromkeys(
            ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"), False
        ) | dict.fromkeys(("key_agreement", "encipher_only", "decipher_only"), False)
        certificate = self._certificate(self._key, self._name, -1, 2, self._name, self._key).add_extension(
            x509.KeyUsage(**purposes, key_cert_sign=True, crl_sign=True), critical=True
        )
        self.path = self._written(certificate.sign(self._key, hashes.SHA256()))

    def issue(self, *, begin=-1, end=1, host=LOCALHOST, self_signed=False):
        """Make a key and a certificate for it.

        :param begin: days from now on which it becomes valid
        :param end: days from now on which it ends
        :param host: :class:`x509.GeneralName` of the server
        :param self_signed: not signed by this authority
        :return: path of a PEM file with both
        """
        key, name = ec.generate_private_key(ec.SECP256R1()), _name("Server of the tests")
        issuer = (name, key) if self_signed else (self._name, self._key)
        certificate = self._certificate(key, name, begin, end, *issuer).add_extension(
            x509.SubjectAlternativeName([host]), critical=False
        )
        return self._written(certificate.sign(issuer[1], hashes.SHA256()), key)

    def trusted(self, context):
        """:return: ``context``, an :class:`ssl.SSLContext` that from now on accepts what this authority signs"""
        context.load_verify_locations(self.path)
        return context

    def _certificate(self, key, name, begin, end, issuer_name, issuer_key):
        now, is_authority = datetime.now(UTC), name == self._name
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(issuer_name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + timedelta(days=begin))
            .not_valid_after(now + timedelta(days=end))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
            )
        )

    def _written(self, certificate, key=None):
        pem = certificate.public_bytes(serialization.Encoding.PEM)
        if key:
            pem += key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        path = self._folder / f"{next(self._numbers)}.pem"
        path.write_bytes(pem)
        return path


def _name(common_name):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])

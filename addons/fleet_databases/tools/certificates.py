"""Certificates as people enter them."""

import re

from cryptography.x509 import load_pem_x509_certificate

_BLOCK = re.compile(r"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----")
_LINE = 64
_LONGEST = 100_000
_DIGITS = re.compile(r"[0-9a-f]{64}")
_TITLE = re.compile(r"\A\s*sha-?256[^=:]*[=:]", re.IGNORECASE)


def certificates(text):
    """:return: the certificates in a text, as PEM, one after the other; what stands around them is left out, and so are
    spaces in them, which come along when somebody copies them from elsewhere. A text without any stays as it is"""
    if "PRIVATE KEY" in text:
        return text
    return "\n".join(_pem("".join(body.split())) for body in _BLOCK.findall(text)) or text.strip()


def _pem(body):
    lines = [body[start : start + _LINE] for start in range(0, len(body), _LINE)]
    return "\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----"])


def flaw(pem):
    """Say what is wrong with certificates.

    :param pem: as :func:`certificates` returns them
    :return: ``private`` (there is a private key), ``none`` (there is no certificate), ``unreadable``, or None
    """
    if "PRIVATE KEY" in pem:
        return "private"
    blocks = [block[0] for block in _BLOCK.finditer(pem)]
    if not blocks:
        return "none"
    try:
        for block in blocks:
            load_pem_x509_certificate(block.encode())
    except ValueError:
        return "unreadable"
    return "unreadable" if len(pem) > _LONGEST else None


def fingerprint(text):
    """:return: a fingerprint in the form in which it is compared, from one as tools write it, such as
    ``SHA256 Fingerprint=AB:CD:…``"""
    return re.sub(r"[\s:]", "", _TITLE.sub("", text)).lower()


def is_fingerprint(text):
    return bool(_DIGITS.fullmatch(text))

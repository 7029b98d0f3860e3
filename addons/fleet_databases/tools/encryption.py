"""Encrypts what is stored, with Fernet of the package cryptography."""

import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from . import address


def new_key():
    """:return: a new encryption key, as text"""
    return Fernet.generate_key().decode()


def is_key(text):
    """Whether a text is an encryption key: 32 bytes in URL-safe base64."""
    try:
        Fernet(text)
    except ValueError:
        return False
    return True


def owner(whose, url, database, login, authority="", fingerprint=""):
    """Describe whose a secret is, and where it may be sent.

    :param whose: a word or a number
    :param url: only its origin counts, because only that is asked; a text that is no address counts as it is
    :param database: name, or nothing
    :param login: or nothing
    :param authority: whose certificates are accepted there, or nothing
    :param fingerprint: of the only certificate that is accepted there, or nothing
    :return: one line of text
    """
    where = address.origin(url) if url and not address.flaw(url) else url
    # Nothing is added where nothing was entered: secrets from before these could be entered stay valid.
    trust = [authority or "", fingerprint or ""] if authority or fingerprint else []
    return json.dumps([whose, where or "", database or "", login or "", *trust])


def encrypted(secret, owner, keys):
    """
    :param owner: what :func:`owner` gave. The secret is valid for this owner only, so nobody can exchange or redirect
        it
    :param keys: list of encryption keys; the first one encrypts
    :return: text that only these keys turn into ``secret`` again
    """
    return Fernet(keys[0]).encrypt(f"{owner}\n{secret}".encode()).decode()


def decrypted(tokens, keys):
    """
    :param tokens: list of pairs of an owner and of what :func:`encrypted` gave
    :param keys: list of encryption keys
    :return: list of the secrets; None where no key decrypts it, or where it belongs to another owner
    """
    if not keys:
        return [None] * len(tokens)
    fernet = MultiFernet([Fernet(key) for key in keys])
    return [_decrypted(fernet, owner, token) for owner, token in tokens]


def _decrypted(fernet, owner, token):
    try:
        told, _line, secret = fernet.decrypt(token).decode().partition("\n")
    except (InvalidToken, ValueError):
        # UnicodeError: it contains letters that no token has.
        return None
    return secret if told == owner else None

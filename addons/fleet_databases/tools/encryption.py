"""Encryption of what is stored: Fernet, as the package cryptography has it."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


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


def encrypted(secret, keys):
    """:param keys: list of encryption keys; the first one encrypts
    :return: text that only these keys turn into ``secret`` again
    """
    return Fernet(keys[0]).encrypt(secret.encode()).decode()


def decrypted(token, keys):
    """:param token: what :func:`encrypted` gave
    :param keys: list of encryption keys
    :return: the secret, or None: none of the keys fits
    """
    if not keys:
        return None
    try:
        return MultiFernet([Fernet(key) for key in keys]).decrypt(token).decode()
    except InvalidToken:
        return None

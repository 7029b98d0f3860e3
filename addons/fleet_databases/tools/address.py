"""Addresses as people type them."""

import re
from ipaddress import IPv6Address
from urllib.parse import urlsplit

from ..remote.printable import printable

_DEFAULT_PORTS = {"http": 80, "https": 443}
_MAX_NAME = 253  # of DNS
# Without a zone, which may contain any text. urlsplit ignores text before and after the brackets, so we check it here.
_IN_BRACKETS = re.compile(r"\[([^\[\]%]*)\](?::\d*)?")
_END_OF_PATH = re.compile(r"(?<![/\s])[/\s]+\Z")


def flaw(url):
    """Say what is wrong with an address.

    :return: ``scheme`` (it is not http or https), ``host`` (no usable host or port), ``credentials`` (it
        contains a user or a password), or None
    """
    try:
        split = urlsplit(url.strip())
        host_is_usable = split.port != 0 and _is_host(split)
    except ValueError:
        return "host"
    if split.scheme not in _DEFAULT_PORTS:
        return "scheme"
    if "@" in split.netloc:
        return "credentials"
    return None if host_is_usable else "host"


def _is_host(split):
    if "[" in split.netloc:
        found = _IN_BRACKETS.fullmatch(split.netloc)
        return bool(found and IPv6Address(found[1]))
    name = split.hostname or ""
    labels = name.removesuffix(".").split(".")
    return (
        printable(name, _MAX_NAME) == name
        and all(0 < len(label) <= 63 for label in labels)
        and not any(char.isspace() or char in "\\<>\"'%" for char in name)
    )


def normalized(url):
    """Write an address in the one way that makes two addresses with the same meaning equal.

    :param url: an address without :func:`flaw`
    :return: scheme and host in lower case, without default port, fragment and closing slash
    """
    split = urlsplit(url.strip())
    # There may have been spaces before a part that was left out: these are at the end now.
    query = split.query.rstrip()
    return origin(url) + _END_OF_PATH.sub("", split.path) + (f"?{query}" if query else "")


def has_path(url):
    """Whether there is more to an address without :func:`flaw` than a remote Odoo needs."""
    return normalized(url) != origin(url)


def origin(url):
    """``scheme://host[:port]`` of an address without :func:`flaw`, which is all that a remote Odoo needs."""
    split = urlsplit(url.strip())
    host = f"[{split.hostname}]" if ":" in split.hostname else split.hostname.removesuffix(".")
    port = "" if split.port in (None, _DEFAULT_PORTS[split.scheme]) else f":{split.port}"
    return f"{split.scheme}://{host}{port}"


def is_below(url, base):
    """Whether the host of ``url`` is that of ``base`` or a subdomain of it, with the same scheme. ``www.`` is ignored:
    ``https://bakery.odoo.com`` is below ``https://www.odoo.com``. Both without :func:`flaw`."""
    split, base = urlsplit(url.strip()), urlsplit(base.strip())
    domain = base.hostname.removeprefix("www.")
    same_host = split.hostname == domain or split.hostname.endswith(f".{domain}")
    return same_host and split.scheme == base.scheme


def host_names(text):
    """:return: list of the host names in a text, such as ``*.example.com, example.org``, in the form in which they are
    compared"""
    names = (name.lower().removeprefix("*").strip(".") for name in re.split(r"[\s,;]+", text))
    return [name for name in names if name]

"""Addresses as people type them."""

from urllib.parse import urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}


def flaw(url):
    """What is wrong with an address.

    :return: ``scheme`` (it is not http or https), ``host`` (no usable host or port), ``credentials`` (a user or
        password stands in it), or None
    """
    try:
        split = urlsplit(url.strip())
        port_is_usable = split.port != 0
    except ValueError:
        return "host"
    if split.scheme not in _DEFAULT_PORTS:
        return "scheme"
    if "@" in split.netloc:
        return "credentials"
    if not port_is_usable or not _is_host(split.hostname or ""):
        return "host"
    return None


def _is_host(name):
    if ":" in name:
        return True  # urlsplit has checked the IPv6 address
    labels = name.removesuffix(".").split(".")
    return (
        len(name) <= 253
        and all(0 < len(label) <= 63 for label in labels)
        and not any(char.isspace() or char in "\\<>\"'%" for char in name)
    )


def normalized(url):
    """The one way to write an address, so that two that mean the same are the same.

    :param url: an address without :func:`flaw`
    :return: scheme and host in lower case, without default port, fragment and closing slash
    """
    split = urlsplit(url.strip())
    query = f"?{split.query}" if split.query else ""
    return origin(url) + split.path.rstrip("/") + query


def origin(url):
    """``scheme://host[:port]`` of an address without :func:`flaw`, which is all that a remote Odoo needs."""
    split = urlsplit(url.strip())
    host = f"[{split.hostname}]" if ":" in split.hostname else split.hostname.removesuffix(".")
    port = "" if split.port in (None, _DEFAULT_PORTS[split.scheme]) else f":{split.port}"
    return f"{split.scheme}://{host}{port}"


def is_below(url, base):
    """Whether the host of ``url`` is the one of ``base``, or one below it, over the same scheme; ``www.`` does not
    count: ``https://bakery.odoo.com`` is below ``https://www.odoo.com``. Both without :func:`flaw`."""
    split, base = urlsplit(url.strip()), urlsplit(base.strip())
    domain = base.hostname.removeprefix("www.")
    same_host = split.hostname == domain or split.hostname.endswith(f".{domain}")
    return same_host and split.scheme == base.scheme

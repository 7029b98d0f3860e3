"""Counts of what fails."""

from collections import Counter
from urllib.parse import urlsplit


def counted(failures, of_servers):
    """Count failures by their reason. One that several databases of a host have, and that is the fault of their server,
    is counted for that host.

    :param failures: iterable of (kind, address, how many)
    :param of_servers: the kinds that are the fault of a server
    :return: list of (how many, kind, host or ""), most first
    """
    by_host = Counter()
    for kind, address, count in failures:
        by_host[kind, _host(address) if kind in of_servers else ""] += count
    told = Counter()
    for (kind, host), count in by_host.items():
        told[kind, host if count > 1 else ""] += count
    return sorted(((count, *reason) for reason, count in told.items()), key=lambda told: (-told[0], told[1:]))


def _host(address):
    try:
        return urlsplit(address or "").hostname or ""
    except ValueError:
        return ""

"""One thing that can go wrong, and what the hub should make of it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from .. import fleet
from ..server import serving

DATABASE = "misbehaving"
KEY = "key of the misbehaving database"
# What no hub may pass on: it stands in the answers of the misbehaving servers.
SECRET = "remote secret"
TRACEBACK = f"Traceback (most recent call last):\n  File 'models.py', line 1, in read\nKeyError: '{SECRET}'\n"


@dataclass(frozen=True)
class Stored:
    """What the hub should have stored, where nothing fails.

    :param kpis: property name -> value
    :param latest_authentication: of every user, as Odoo writes it; empty: never
    :param left_out: what the form says of that which could not be read
    """

    version: str = "19.0"
    protocol: str = "json2"
    kpis: dict = field(
        default_factory=lambda: {
            f"account_journal_type_{journal}": value for journal, value in fleet.kpis(DATABASE).items()
        }
    )
    latest_authentication: str = ""
    left_out: str = ""


@dataclass(frozen=True)
class Fault:
    """One case.

    :param name: as a person calls it
    :param opened: function of an :class:`~farm.certificates.Authority` that the hub trusts; it returns a context
        manager which gives the address of the server
    :param error: kind of the error that the hub should tell, or None: what it should store is ``stored``
    :param waits: whether the hub has to wait for as long as a call may last
    :param pause: seconds after which the database should be asked again, if the server has a say in that
    """

    name: str
    opened: Callable
    error: str | None
    stored: Stored | None = None
    waits: bool = False
    pause: int | None = None


def served(behaviour):
    """:return: what is ``opened`` where a server behaves like this"""
    return lambda _authority: serving(behaviour)


def encrypted(behaviour, **certificate):
    """As :func:`served`, over TLS.

    :param certificate: arguments of :meth:`~farm.certificates.Authority.issue`
    """
    return lambda authority: serving(behaviour, authority.issue(**certificate))

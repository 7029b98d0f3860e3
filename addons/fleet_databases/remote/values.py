"""What goes into a pull and what comes out. Frozen, so that threads can carry them."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .errors import CallTimeout, RemoteError
from .partly import LeftOut

# The limits of a job that does not say its own.
JOB_SECONDS = 60
MAX_ANSWER = 8 * 1024 * 1024  # bytes: about 15,000 users over XML-RPC, 50,000 over JSON-2


@dataclass(frozen=True, slots=True)
class Reach:
    """How the hub goes out: which addresses it may ask, besides encrypted ones on the internet, and who it says it is.

    :param own_network: the hub's own machine, and private networks
    :param plain_http: other machines without encryption; the hub's own machine needs none
    :param proxies: go through the proxies that are set in the environment of the hub
    :param agent: its ``User-Agent``, in printable ASCII
    """

    own_network: bool = False
    plain_http: bool = False
    proxies: bool = False
    agent: str = "Fleet"


@dataclass(frozen=True, slots=True)
class Trust:
    """Which certificate of a server is accepted, other than those that the hub's machine accepts.

    :param authority: certificates as PEM: one of these has to have signed it, and none of the authorities of the
        machine counts. The name of the host is checked
    :param fingerprint: SHA-256, 64 hexadecimal digits in lower case: it has to be this certificate, and nothing else of
        it is checked
    """

    authority: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """One remote database, and the credentials that open it.

    :param id: the caller's own reference, handed back in the result
    :param url: ``http(s)://host[:port]`` of the server
    :param key: None: there is a key, but the caller can't read it
    :param protocol: ``json2``, ``xmlrpc`` or empty: what it spoke last time
    :param timeout: seconds, for each call as a whole
    :param barred: it may not be asked at all: then every job for it fails with NotAsked
    """

    id: int
    url: str
    database: str = ""
    login: str = ""
    key: str | None = field(default="", repr=False)
    protocol: str = ""
    timeout: float = 15.0
    reach: Reach = Reach()
    barred: bool = False
    trust: Trust = Trust()


def as_it_came(answer):
    return answer


@dataclass(frozen=True, slots=True)
class Query:
    """A question: mostly one call to make, and how its answer is read.

    :param name: under which the answer stands in :attr:`Result.answers`
    :param params: named arguments; ``ids`` and ``context`` are special, as in JSON-2
    :param read: function of the answer as it came, in pure Python; what it returns is the answer. It raises a
        RemoteError, mostly NotUnderstood, for what was not asked for; or returns a :class:`~.partly.Partly`, which the
        run and the form tell of
    :param otherwise: function of a :class:`~.rpc.session.Session`: what is done on a server that has no such model or
        method; what it returns is the answer. None: then the pull fails
    :param ask: function of a Session that asks in calls of its own; what it returns is the answer. Then the question
        has neither model nor method nor reader
    :param optional: where the server does not know it, the user behind the key may not ask it, or the answer is not
        understood, the answer is None. Else the pull fails
    """

    name: str
    model: str = ""
    method: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    read: Callable = as_it_came
    otherwise: Callable | None = None
    ask: Callable | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A target that is not an Odoo, and is reached in another way.

    :param id: the caller's own reference, handed back in the result
    :param url: what counts as one server: not many are done at one of them at the same time
    """

    id: int
    url: str = ""


def seconds_until(ends):
    """
    :param ends: on the monotonic clock
    :return: float, more than 0
    :raises CallTimeout: the time is over
    """
    left = ends - time.monotonic()
    if left <= 0:
        raise CallTimeout
    return left


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a job may go.

    :param ends: when it has to be over, on the monotonic clock
    :param max_bytes: how large one answer may be, or the file that it leaves
    :param sink: a :class:`~.sink.Sink`: where the job leaves a file, and tells how far it is
    """

    ends: float = math.inf
    max_bytes: int = MAX_ANSWER
    sink: Any = None

    def seconds_left(self):
        """As :func:`seconds_until` its end."""
        return seconds_until(self.ends)


class Job(NamedTuple):
    """What to do for one target.

    :param work: function that returns the answers, a mapping, and raises RemoteError. For a Target its argument is a
        :class:`~.rpc.session.Session`, for a Place the :class:`Limits`, which a session has, too
    :param seconds: how long it may take in all, however many calls it needs
    :param max_bytes: as in :class:`Limits`
    :param sink: as in :class:`Limits`; None: it leaves no file, and nobody asks how far it is
    """

    target: Target | Place
    work: Callable
    seconds: float = JOB_SECONDS
    max_bytes: int = MAX_ANSWER
    sink: Any = None


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one job: either the answers, or the error that ended it.

    :param target_id: :attr:`Target.id`
    :param version: series of the remote Odoo, such as ``19.0`` or ``18.2``; empty when it is not known
    :param protocol: ``json2`` or ``xmlrpc``; empty when it is not known
    :param duration: seconds
    :param left_out: tuple of :class:`~.partly.LeftOut`, once the answers are stored: what could not be read or shown
    """

    target_id: int
    version: str = ""
    protocol: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    error: RemoteError | None = None
    duration: float = 0.0
    left_out: tuple[LeftOut, ...] = ()

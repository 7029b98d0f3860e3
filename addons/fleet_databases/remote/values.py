"""What goes into a pull and what comes out. Frozen, so that threads can carry them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .errors import RemoteError


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be asked, beyond encrypted answers from the internet.

    :param own_network: the hub's own machine, and private networks
    :param plain_http: other machines without encryption; the hub's own machine needs none
    :param proxies: through the proxies that the environment of the hub names
    """

    own_network: bool = False
    plain_http: bool = False
    proxies: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """One remote database, and the credentials that open it.

    :param id: the caller's own reference, handed back in the result
    :param url: ``http(s)://host[:port]`` of the server
    :param key: None: there is one, and the caller can't read it
    :param protocol: ``json2``, ``xmlrpc`` or empty: what it spoke last time
    :param timeout: seconds, for each call as a whole
    """

    id: int
    url: str
    database: str = ""
    login: str = ""
    key: str | None = field(default="", repr=False)
    protocol: str = ""
    timeout: float = 15.0
    reach: Reach = Reach()


def as_it_came(answer):
    return answer


@dataclass(frozen=True, slots=True)
class Query:
    """One call to make, and how its answer is read.

    :param name: under which the answer stands in :attr:`Result.answers`
    :param params: named arguments; ``ids`` and ``context`` are special, as in JSON-2
    :param read: function of the answer as it came, in pure Python; what it returns is the answer. It raises a
        RemoteError, mostly NotUnderstood, for what was not asked for
    :param otherwise: function of a :class:`~.rpc.session.Session`: what is done on a server that has no such model or
        method; what it returns is the answer. None: then the pull fails
    :param optional: where the server does not know it, the user behind the key may not ask it, or the answer is not
        understood, the answer is None. Else the pull fails
    """

    name: str
    model: str
    method: str
    params: Mapping[str, Any] = field(default_factory=dict)
    read: Callable = as_it_came
    otherwise: Callable | None = None
    optional: bool = False


class Job(NamedTuple):
    """What to do in the conversation with one target.

    :param work: function of a :class:`~.rpc.session.Session` that returns the answers, a mapping; it raises RemoteError
    """

    target: Target
    work: Callable


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one job: either the answers, or the error that ended it.

    :param target_id: :attr:`Target.id`
    :param version: series of the remote Odoo, such as ``19.0`` or ``18.2``; empty when it is not known
    :param protocol: ``json2`` or ``xmlrpc``; empty when it is not known
    :param duration: seconds
    """

    target_id: int
    version: str = ""
    protocol: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    error: RemoteError | None = None
    duration: float = 0.0

"""Asks a database questions, and reads its answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..errors import AccessRefused, MethodNotFound, NotStored, NotUnderstood, RemoteError
from ..unforeseen import caught, told
from ..values import Query


@dataclass(frozen=True, slots=True)
class Questions:
    """The work of asking ``queries``, a tuple of :class:`~..values.Query`. The answers stand under their names: what
    their readers return, or NotStored where a reader failed with an unforeseen error.

    :param lost: name -> NotStored, of questions that could not even be asked
    """

    queries: tuple[Query, ...]
    lost: Mapping[str, NotStored] = field(default_factory=dict)

    def __call__(self, session):
        session.open()
        return {**self.lost, **{query.name: _answer(session, query) for query in self.queries}}


def _answer(session, query):
    try:
        if query.ask:
            return _own(query, query.ask, session)
        try:
            answer = session.call(query.model, query.method, query.params)
        except MethodNotFound:
            if not query.otherwise:
                raise
            return _own(query, query.otherwise, session)
        return _own(query, query.read, answer)
    except (AccessRefused, MethodNotFound, NotUnderstood):
        if not query.optional:
            raise
        return None


def _own(query, function, argument):
    """Call a function that belongs to one question. If it fails with an unforeseen error, only this answer is lost."""
    answer, error = caught(function, argument)
    if isinstance(error, RemoteError):
        raise error
    return told(query.name, error) if error else answer

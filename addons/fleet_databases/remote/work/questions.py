"""Asks a database questions, and reads its answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..errors import AccessRefused, HubError, MethodNotFound, NotUnderstood, RemoteError
from ..unforeseen import caught, told
from ..values import Query


@dataclass(frozen=True, slots=True)
class Questions:
    """The work of asking ``queries``, a tuple of :class:`~..values.Query`. The answers stand under their names: what
    their readers return, or HubError where a reader failed with an unforeseen error.

    :param lost: name -> HubError, of questions that could not even be asked
    """

    queries: tuple[Query, ...]
    lost: Mapping[str, HubError] = field(default_factory=dict)

    def __call__(self, session):
        session.open()
        answers = dict(self.lost)
        for name, answer, error in self.asked(session):
            if error:
                raise error
            answers[name] = answer
        return answers

    def asked(self, session):
        """Ask one question after the other, each when the next item is wanted.

        :return: iterator of (name, answer or None, the RemoteError that ended this question or None)
        """
        for query in self.queries:
            try:
                yield query.name, _answer(session, query), None
            except RemoteError as error:
                yield query.name, None, error


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

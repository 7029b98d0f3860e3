"""Read from a database: put questions to it."""

from dataclasses import dataclass

from .errors import AccessRefused, MethodNotFound
from .values import Query


@dataclass(frozen=True, slots=True)
class Questions:
    """The work of asking ``queries``, a tuple of :class:`~.values.Query`. The answers stand under their names."""

    queries: tuple[Query, ...]

    def __call__(self, session):
        session.open()
        return _answers(session, self.queries)


def _answers(session, queries):
    answers = {}
    for query in queries:
        try:
            answers[query.name] = session.call(query.model, query.method, query.params)
        except MethodNotFound:
            if query.otherwise is None:
                raise
            answers |= _answers(session, query.otherwise)
        except AccessRefused:
            if not query.optional:
                raise
    return answers

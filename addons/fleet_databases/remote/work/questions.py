"""Read from a database: put questions to it."""

from dataclasses import dataclass

from ..errors import AccessRefused, MethodNotFound
from ..values import Query


@dataclass(frozen=True, slots=True)
class Questions:
    """The work of asking ``queries``, a tuple of :class:`~..values.Query`. The answers stand under their names."""

    queries: tuple[Query, ...]

    def __call__(self, session):
        session.open()
        return _answers(session, self.queries)


def _answers(session, queries):
    answers = {}
    for query in queries:
        try:
            answers[query.name] = session.call(query.model, query.method, query.params)
        except (AccessRefused, MethodNotFound) as error:
            if query.optional:
                answers[query.name] = None
            elif query.otherwise is None or isinstance(error, AccessRefused):
                raise
            else:
                answers |= _answers(session, query.otherwise)
    return answers

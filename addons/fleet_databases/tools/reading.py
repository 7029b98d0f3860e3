"""What one database told, checked and ready to be stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from ..remote.errors import NotUnderstood, OtherDatabase, RemoteError
from ..remote.shape import count
from .api_keys import first_end
from .kpi import draft_kpis, summary_kpis
from .remote_users import remote_users


@dataclass(frozen=True, slots=True)
class Reading:
    """The checked answers of one database.

    :param documents: number of documents waiting, of all its document KPIs; None: it has none of these
    :param counts_drafts: the server has no KPIs; the hub counted its draft entries instead
    :param kpis: list of :class:`~.kpi.Kpi`, without those of documents
    :param users: login -> values, see :func:`~.remote_users.remote_users`
    :param key_end: when the API key ends, datetime in UTC; False: never; None: it was not told
    :param answers: as they came, for addons that asked for more
    """

    version: str
    protocol: str
    documents: int | None
    counts_drafts: bool
    kpis: list
    users: dict
    key_end: datetime | bool | None
    answers: Mapping


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one database: a reading or an error. ``duration`` is in seconds."""

    database_id: int
    duration: float
    reading: Reading | None = None
    error: RemoteError | None = None


def outcome(result, login=None):
    """Check the answers of a :class:`~..remote.values.Result`.

    :param login: of the user behind the key, who has to be among the users that are told: a server that chooses the
        database by itself would otherwise fill in the numbers of another client. None: it is not known
    :return: :class:`Outcome`; answers that are not what was asked for are an error
    """
    error, reading = result.error, None
    if not error:
        try:
            reading = _reading(result)
            if login and login.lower() not in map(str.lower, reading.users):
                error, reading = OtherDatabase(login), None
        except NotUnderstood as wrong:
            error = wrong
    return Outcome(result.target_id, result.duration, reading, error)


def _reading(result):
    answers = result.answers
    counts_drafts = "draft_groups" in answers
    if counts_drafts:
        kpis = draft_kpis(answers["draft_groups"], answers.get("journals", []))
    else:
        kpis = summary_kpis(answers.get("kpis", []))
    documents = [kpi.value for kpi in kpis if kpi.counts_documents]
    return Reading(
        version=result.version,
        protocol=result.protocol,
        documents=count(sum(documents)) if documents else None,
        counts_drafts=counts_drafts,
        kpis=[kpi for kpi in kpis if not kpi.counts_documents],
        users=remote_users(answers["users"]),
        key_end=_key_end(answers.get("api_keys")),
        answers=answers,
    )


def _key_end(answer):
    """An odd answer to this question costs nothing but itself."""
    try:
        return None if answer is None else first_end(answer, datetime.now(UTC).replace(tzinfo=None))
    except NotUnderstood:
        return None

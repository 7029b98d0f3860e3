"""When a database is asked again after a failure."""

from datetime import timedelta

from ..remote.errors import BY_A_PERSON, SOON

_MANY_FAILURES = 5


def next_after_failure(now, error, failures):
    """When to try again after a failure: each time after a longer pause, of a day at most. After many failures, it is
    once a week, unless the hub itself failed.

    :param now: datetime of the failure
    :param error: the :class:`~..remote.errors.RemoteError`
    :param failures: how many in a row, with this one
    :return: datetime, or False: not before somebody changes something or asks
    """
    if error.retry == BY_A_PERSON:
        return False
    if failures >= _MANY_FAILURES and error.retry != SOON:
        return now + timedelta(days=7)
    # A server that asks for a short pause is not asked more often than a server that fails.
    later = min(timedelta(hours=2 ** min(failures - 1, 5)), timedelta(days=1))
    return now + max(later, timedelta(seconds=error.pause))

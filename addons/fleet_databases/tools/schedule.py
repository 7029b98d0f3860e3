"""When a database is asked again."""

from datetime import timedelta

# Nobody asks again by itself with a key that was refused: five refusals lock the hub's address out over there for a
# minute, for all databases of that server.
_WAITING_FOR_A_PERSON = ("wrong_key", "credentials_missing")
_MANY_FAILURES = 5
# Nobody was asked: when the hub is well again, all of its databases are.
_OURS = ("key_unreadable", "not_stored")


def next_after_failure(now, kind, failures, pause=0):
    """When to try again after a failure: later and later, a day at most; after many failures once a week.

    :param now: datetime of the failure
    :param kind: kind of the :class:`~..remote.errors.RemoteError`
    :param failures: how many in a row, with this one
    :param pause: seconds that the server wants to be left alone
    :return: datetime, or False: not before somebody changes something or asks
    """
    if kind in _WAITING_FOR_A_PERSON:
        return False
    if failures >= _MANY_FAILURES and kind not in _OURS:
        return now + timedelta(days=7)
    # A server that wants a short pause must not be asked more often than one that fails.
    later = min(timedelta(hours=2 ** min(failures - 1, 5)), timedelta(days=1))
    return now + max(later, timedelta(seconds=pause))

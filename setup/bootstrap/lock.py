"""Keeps two commands from using one place at the same time."""

import fcntl

from .say import Missing, note


def hold(place, *, wait=False):
    """Lock the place until the returned file is closed or the process ends.

    :param wait: until another command that uses it has ended
    """
    stream = place.lock.open("w")
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        if wait:
            note(f"Waiting until setup/{place.name} has ended here")
            fcntl.flock(stream, fcntl.LOCK_EX)
            return stream
        stream.close()
        raise Missing(f"Another setup/{place.name} is running here: stop it with Ctrl-C first.") from None
    return stream

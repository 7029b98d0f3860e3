"""Keeps two commands from using one place at the same time."""

import fcntl

from .say import Missing


def hold(place):
    """Lock the place until the returned file is closed or the process ends."""
    stream = place.lock.open("w")
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        stream.close()
        raise Missing(f"Another setup/{place.name} is running here: stop it with Ctrl-C first.") from None
    return stream

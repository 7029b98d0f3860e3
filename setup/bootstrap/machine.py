"""What every command needs first: Odoo, its Python packages and OCA's addons."""

import fcntl

from . import oca_addons, odoo_source, venv
from .paths import FLEET
from .say import Missing


def prepare():
    """Bring all of it onto the machine and return the Source. Two commands do this one after the other."""
    try:
        FLEET.mkdir(exist_ok=True)
        lock = (FLEET / "lock").open("w")
    except PermissionError:
        raise Missing(f"{FLEET} belongs to another user: sudo rm -r '{FLEET}'") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        source = odoo_source.find()
        venv.make(source)
        oca_addons.make()
    return source

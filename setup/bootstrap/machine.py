"""What every command needs first: Odoo, its Python packages and OCA's addons."""

import fcntl
from concurrent.futures import ThreadPoolExecutor

from . import oca_addons, odoo_source, venv
from .paths import AXE, AXE_REQUIREMENTS, FLEET
from .say import Missing


def prepare(for_tests=False):
    """Bring all of it onto the machine and return the Source. Two commands do this one after the other.

    :param for_tests: also what only tests read
    """
    try:
        FLEET.mkdir(exist_ok=True)
        lock = (FLEET / "lock").open("w")
    except PermissionError:
        raise Missing(f"{FLEET} belongs to another user: sudo rm -r '{FLEET}'") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # Most of both is waiting for downloads. Neither needs the other.
        with ThreadPoolExecutor(1) as meanwhile:
            packages = meanwhile.submit(venv.make)
            source = odoo_source.find()
            packages.result()
        venv.put_on_path(source)
        oca_addons.make()
        if for_tests:
            oca_addons.make_earlier()
            venv.install_apart("axe-core", "fetching it, for the tests of the screens", AXE_REQUIREMENTS, AXE)
    return source

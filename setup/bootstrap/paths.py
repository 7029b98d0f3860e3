"""Where everything is. All that is downloaded or built lies in one ignored folder, .fleet/."""

import os
import stat
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

from .say import Missing

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"
TESTS = ROOT / "tests"
REQUIREMENTS = (ROOT / "requirements.txt", ROOT / "setup" / "requirements-test.txt")
OCA_REQUIREMENTS = ROOT / "setup" / "requirements-oca.txt"
AXE_REQUIREMENTS = ROOT / "setup" / "requirements-axe.txt"

FLEET = ROOT / ".fleet"
DOWNLOADS = FLEET / "downloads"
APT = FLEET / "apt"
TREE = FLEET / "odoo"


def _venv_name():
    """Return a name for these requirements on this Python: nothing is ever changed under a running server."""
    listed = "".join(path.read_text() for path in REQUIREMENTS)
    # The prefix is in it because another Python of the same version may lie elsewhere tomorrow.
    return sha256(f"{sys.version} {sys.base_prefix} {listed}".encode()).hexdigest()[:12]


VENV = FLEET / "venvs" / _venv_name()
PYTHON = VENV / "bin" / "python"
# For people: always the one used last.
VENV_LINK = FLEET / "venv"


def _named_after(requirements, parent):
    """Return the folder for what these pins bring: nothing is ever changed under a running server."""
    return parent / sha256(requirements.read_bytes()).hexdigest()[:12]


OCA = _named_after(OCA_REQUIREMENTS, FLEET / "oca")
OCA_ADDONS = OCA / "odoo" / "addons"
# Addons for an earlier Odoo whose place ours take: pins -> folder. Tests read them; they are never on the addons path.
OCA_EARLIER = {
    pins: _named_after(pins, FLEET / "oca-earlier")
    for pins in sorted(ROOT.glob("setup/requirements-oca-*.txt"))
}
AXE = _named_after(AXE_REQUIREMENTS, FLEET / "axe")
AXE_SCRIPT = AXE / "axe_playwright_python" / "axe.min.js"

# A socket's path has 107 bytes at most; PostgreSQL adds ".s.PGSQL.5432" and a lock's suffix.
LONGEST_SOCKET_FOLDER = 85


class Place:
    """The folder of one command, ``run`` or ``test``: its cluster, its Odoo files, its logs, its lock."""

    def __init__(self, name):
        self.name = name
        self.path = FLEET / name
        self.cluster = self.path / "postgresql"
        self.odoo = self.path / "odoo"
        self.logs = self.path / "logs"
        self.lock = self.path / "lock"
        self.clients = self.path / "clients.json"

    def make(self):
        """Create the folder, readable for PostgreSQL's user. Existing content stays."""
        try:
            for folder in (FLEET, self.path, self.odoo, self.logs):
                folder.mkdir(parents=True, exist_ok=True)
                folder.chmod(0o755)
        except PermissionError:
            raise Missing(f"{FLEET} belongs to another user: sudo rm -r '{FLEET}'") from None
        return self

    def socket_folder(self):
        """Return the folder for PostgreSQL's socket: in here, or under the temporary folder if too long."""
        if len(os.fsencode(self.path / "socket")) <= LONGEST_SOCKET_FOLDER:
            return self.path / "socket"
        digest = sha256(os.fsencode(self.path)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"fleet-{os.getuid()}-{digest}"

    def forking_socket(self):
        """Return the path of the socket of ``tests/farm/forking.py``, which is no longer than PostgreSQL's."""
        return self.socket_folder().with_suffix(".forking")


def is_private(folder, owner):
    """Tell whether ``folder`` is a real folder of user id ``owner`` that nobody else can enter."""
    status = folder.lstat()
    return stat.S_ISDIR(status.st_mode) and status.st_uid == owner and not status.st_mode & 0o077

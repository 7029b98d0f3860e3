"""Finds or fetches Odoo 19 and returns the folders that hold it."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from . import debian, odoo_package
from .paths import TREE
from .say import Missing, note, step

BRANCH = "19.0"
REPOSITORY = "https://github.com/odoo/odoo.git"


@dataclass(frozen=True)
class Source:
    """Odoo 19 on this machine: the folder that goes on Python's path, and the folders of its addons."""

    path: Path

    @property
    def core_addons(self):
        """The folder of ``web`` and its like: a checkout has them beside ``odoo/addons``, a package inside."""
        inside = self.path / "odoo" / "addons"
        return inside if (inside / "web").is_dir() else self.path / "addons"


def find():
    """Return the Source: the variable FLEET_ODOO, an importable odoo, Debian's package, or a git clone."""
    for look in (_from_variable, _importable, _built, _from_debian, _from_git):
        source = look()
        if source:
            return source
    raise Missing(
        "Odoo 19 is not on this machine and could not be fetched: "
        f"git clone --depth 1 --branch {BRANCH} {REPOSITORY} && FLEET_ODOO=$PWD/odoo setup/run"
    )


def _from_variable():
    value = os.environ.get("FLEET_ODOO")
    if not value:
        return None
    path = Path(value).expanduser().resolve()
    if not _is_odoo_19(path):
        raise Missing(f"FLEET_ODOO={value} is no Odoo 19: export FLEET_ODOO=/path/to/a/checkout/of/{BRANCH}")
    return Source(path)


def _importable():
    # -P: neither this folder nor the current one may pass for an installed odoo.
    command = [sys.executable, "-P", "-c", "import odoo.release as r; print(r.__file__)"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    path = Path(answer.stdout.strip()).parent.parent if answer.returncode == 0 else None
    return Source(path) if path and _is_odoo_19(path) else None


def _built():
    complete = TREE / "complete"
    for path, rules in ((TREE / "git", ""), (odoo_package.PYTHON_FOLDER, odoo_package.RULES)):
        if complete.is_file() and complete.read_text() == rules and _is_odoo_19(path):
            return Source(path)
    return None


def _from_debian():
    if not debian.available():
        return None
    step("Odoo 19: downloading Debian's package")
    try:
        packages = debian.download(odoo_package.PACKAGES)
    except Missing as missing:
        note(str(missing))
        return None
    step("Odoo 19: unpacking")
    odoo_package.unpack(packages)
    (TREE / "complete").write_text(odoo_package.RULES)
    return Source(odoo_package.PYTHON_FOLDER)


def _from_git():
    if not shutil.which("git"):
        return None
    step("Odoo 19: cloning")
    shutil.rmtree(TREE, ignore_errors=True)
    command = ["git", "clone", "--quiet", "--depth", "1", "--branch", BRANCH, REPOSITORY, str(TREE / "git")]
    if subprocess.run(command, check=False, stdin=subprocess.DEVNULL).returncode:
        return None
    (TREE / "complete").touch()
    return Source(TREE / "git")


def _is_odoo_19(path):
    release = path / "odoo" / "release.py"
    return release.is_file() and "version_info = (19, 0," in release.read_text()

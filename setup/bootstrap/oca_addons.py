"""Brings OCA's addons onto the machine, the versions of ``setup/requirements-oca.txt`` and of its neighbours."""

import shutil

from . import venv
from .paths import OCA, OCA_EARLIER, OCA_REQUIREMENTS
from .say import step


def make():
    """Make sure that the pinned addons lie in their folder; needs the venv."""
    _install(OCA_REQUIREMENTS, OCA, "installing those that ours depend on")


def make_earlier():
    """Make sure that those for an earlier Odoo, which tests read, lie in theirs; needs the venv."""
    for requirements, folder in OCA_EARLIER.items():
        _install(requirements, folder, "fetching one for an earlier Odoo, for the tests")


def _install(requirements, folder, title):
    complete = folder / "complete"
    if not complete.is_file():
        step(f"OCA's addons: {title}")
        shutil.rmtree(folder, ignore_errors=True)
        count = requirements.read_text().count("==")
        # All in one call: pip does not merge a second one into the same folder.
        venv.install("OCA's addons", [requirements], count, "--no-deps", f"--target={folder}")
        complete.touch()

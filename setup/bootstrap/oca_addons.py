"""Brings OCA's addons onto the machine, the versions of ``setup/requirements-oca.txt``."""

import shutil

from . import venv
from .paths import OCA, OCA_REQUIREMENTS
from .say import step

COMPLETE = OCA / "complete"


def make():
    """Make sure that the pinned addons lie in their folder; needs the venv."""
    if not COMPLETE.is_file():
        step("OCA's addons: installing those that ours depend on")
        shutil.rmtree(OCA, ignore_errors=True)
        count = OCA_REQUIREMENTS.read_text().count("==")
        # All in one call: pip does not merge a second one into the same folder.
        venv.install("OCA's addons", [OCA_REQUIREMENTS], count, "--no-deps", f"--target={OCA}")
        COMPLETE.touch()

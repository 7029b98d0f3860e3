"""Chromium, for the tests that drive the web client."""

import shutil

from . import debian
from .say import Missing, step

# The names under which Odoo's own test runner looks for it.
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


def require():
    """Return Chromium's path; root gets it from apt."""
    if not _find():
        step("Chromium: installing Debian's")
        debian.install("chromium")
    if not _find():
        raise Missing("Chromium is missing and the browser tests need it: sudo apt-get install chromium")
    return _find()


def _find():
    return next(filter(None, map(shutil.which, NAMES)), None)

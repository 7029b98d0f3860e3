"""Chromium, for the tests that drive the web client."""

import shutil

from . import debian
from .say import Missing, step

PACKAGE = "chromium"
# The names under which Odoo's own test runner looks for it.
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


def require():
    """Return Chromium's path; root gets it from apt."""
    if is_missing():
        step("Chromium: installing Debian's")
        debian.install(PACKAGE)
    if is_missing():
        raise Missing("Chromium is missing and the browser tests need it: sudo apt-get install chromium")
    return _find()


def is_missing():
    """Tell whether Chromium has to be installed."""
    return not _find()


def _find():
    return next(filter(None, map(shutil.which, NAMES)), None)

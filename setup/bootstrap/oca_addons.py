"""Brings OCA's addons onto the machine, the versions of ``setup/requirements-oca.txt`` and of its neighbours."""

from . import venv
from .paths import OCA, OCA_EARLIER, OCA_REQUIREMENTS


def make():
    """Make sure that the pinned addons lie in their folder; needs the venv."""
    venv.install_apart("OCA's addons", "installing those that ours depend on", OCA_REQUIREMENTS, OCA)


def make_earlier():
    """Make sure that those for an earlier Odoo, which tests read, lie in theirs; needs the venv."""
    for requirements, folder in OCA_EARLIER.items():
        title = "fetching one for an earlier Odoo, for the tests"
        venv.install_apart("OCA's addons", title, requirements, folder)

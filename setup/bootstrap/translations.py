"""The templates of our addons' words, and their translations: written, or compared with what the code gives."""

from . import addons
from .paths import ADDONS
from .stage import stage

# Into which languages every addon of ours is translated, by the names of Odoo's files.
LANGUAGES = ("fr", "nl")
DATABASE = "fleet_translations"


def run(mode):
    """Run inside/translations.py over a hub with all our addons, which is the one that tests begin with.

    :param mode: ``write`` or ``compare``
    :raise Failed: where ``compare`` found something
    """
    folders = [ADDONS / name for name in addons.manifests()]
    with stage("test", DATABASE, fast=True, whole=False, wait=True) as ready:
        ready.odoo.script("translations", ready.database, mode, ",".join(LANGUAGES), *folders)

"""Unpacks Debian's package of Odoo into .fleet/odoo, without what nobody here needs, and mends its two holes."""

import hashlib
import re
import shutil
import subprocess
import tarfile

from .paths import TREE
from .say import Bar

# libjs-*: the web client's assets are links into them. fonts-*: the icons and letters are, too.
PACKAGES = (
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-font-awesome",
    "fonts-roboto-unhinted",
)
PYTHON_FOLDER = TREE / "usr" / "lib" / "python3" / "dist-packages"

# Translations are two thirds of the package: only those into the languages of our addons are kept, 38 MB of 800 files.
# The top-level addons are a copy of those inside odoo.
UNWANTED = re.compile(
    r"^\./usr/(lib/python3/dist-packages/(addons|doc|setup)/|share/doc/|share/lintian/)"
    r"|/addons/l10n_[^/]+/|/i18n(_extra)?/(?!(fr|nl)(_BE)?\.po$)[^/]+\.po$"
)
# Listed in web.assets_backend and missing from the package; only the blur behind a caller is lost.
STUB = PYTHON_FOLDER / "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"

# What was unpacked by other rules is unpacked again.
RULES = hashlib.sha256(f"{PACKAGES} {UNWANTED.pattern}".encode()).hexdigest()


def unpack(packages):
    """Unpack ``{name: .deb file}`` afresh."""
    shutil.rmtree(TREE, ignore_errors=True)
    TREE.mkdir(parents=True)
    for path in packages.values():
        _unpack_one(path)
    if not STUB.exists():
        STUB.parent.mkdir(parents=True, exist_ok=True)
        STUB.write_text("// Not in Debian's package.\n")


def _unpack_one(path):
    # An estimate is enough for a bar: packages shrink to about a fifth.
    expected, bar = path.stat().st_size * 8, Bar(path.name)
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", path], stdout=subprocess.PIPE) as running:
        with tarfile.open(fileobj=running.stdout, mode="r|") as archive:
            # Signed by Debian, and it carries links that the stricter filters refuse. Before 3.11.4 there are none.
            archive.extraction_filter = getattr(tarfile, "fully_trusted_filter", None)
            for member in archive:
                if not UNWANTED.search(member.name):
                    archive.extract(member, TREE, set_attrs=member.isfile())
                if expected > 2**28:
                    bar.show(archive.offset, expected)
    bar.end()
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, running.args)

"""Keeps what was downloaded, with its SHA-256, and takes it again only if it is still the same."""

from hashlib import file_digest

from .paths import DOWNLOADS
from .say import note

SUMS = DOWNLOADS / "SHA256SUMS"


def kept(prefix):
    """Return the kept file whose name starts with ``prefix``, or None. A file that changed is thrown away."""
    for name, known in _sums().items():
        path = DOWNLOADS / name
        if not name.startswith(prefix) or not path.is_file():
            continue
        if digest(path) == known:
            return path
        note(f"{name} is damaged: downloading it again")
        path.unlink()
    return None


def keep(path):
    """Record the SHA-256 of a file that was just downloaded into the folder and checked there."""
    sums = _sums() | {path.name: digest(path)}
    SUMS.write_text("".join(f"{known}  {name}\n" for name, known in sorted(sums.items())))


def digest(path):
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _sums():
    if not SUMS.is_file():
        return {}
    lines = (line.split("  ", 1) for line in SUMS.read_text().splitlines())
    return {name: known for known, name in lines}

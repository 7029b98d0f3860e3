"""Debian packages, through the mirror that the machine itself is set up with.

``download`` fetches from the development suite with an apt state of its own: nothing of the system
changes and no root is needed. ``install`` is the system's apt-get, for root.
"""

import getpass
import os
import platform
import re
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from . import download as downloads
from .paths import APT, DOWNLOADS
from .say import Bar, Missing, note

# Where the rolling suite of each distribution is, and the keyring that signs it.
ROLLING = {
    "debian": ("unstable", "main", "/usr/share/keyrings/debian-archive-keyring.gpg"),
    "ubuntu": ("devel", "main universe", "/usr/share/keyrings/ubuntu-archive-keyring.gpg"),
}


def available():
    """Tell whether this machine has apt and is of a distribution whose rolling suite is known."""
    return bool(shutil.which("apt-get") and shutil.which("dpkg-deb")) and _distribution() in ROLLING


def install(*packages):
    """Install packages into the system; only root can. Who needs them looks whether they came."""
    with installing(*packages):
        pass


@contextmanager
def installing(*packages):
    """Install packages into the system as :func:`install` does, while the block runs."""
    if not packages or os.geteuid() or not shutil.which("apt-get"):
        yield
        return
    script = 'apt-get -qq update; exec apt-get -qq install -y --no-install-recommends "$@"'
    running = subprocess.Popen(
        ["sh", "-c", script, "sh", *packages],
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield
    finally:
        _output, complaints = running.communicate()
    if running.returncode:
        note((complaints.strip().splitlines() or ["apt-get failed"])[-1])


def download(names):
    """Return ``{name: .deb file}`` for these packages of the rolling suite, kept ones checked and reused."""
    found = {name: downloads.kept(f"{name}_") for name in names}
    wanted = [name for name, path in found.items() if not path]
    if wanted:
        options = _private_options()
        _apt([*options, "update"])
        listing = _apt([*options, "--print-uris", "download", *wanted])
        files = re.findall(r"^'[^']+' (\S+) (\d+) SHA256:\w+", listing, re.MULTILINE)
        if len(files) != len(wanted):
            raise Missing(f"The machine's mirror does not have all of these packages: {', '.join(wanted)}.")
        _fetch([*options, "download", *wanted], {Path(name).name: int(size) for name, size in files})
        for name, _size in files:
            downloads.keep(DOWNLOADS / Path(name).name)
        found = {name: downloads.kept(f"{name}_") for name in names}
    return found


def _fetch(arguments, sizes):
    """Run apt-get in the folder of downloads and watch the files grow."""
    bar, total = Bar(f"of {sum(sizes.values()) / 2**20:.0f} MiB"), sum(sizes.values())
    with subprocess.Popen(["apt-get", *arguments], cwd=DOWNLOADS, stdout=subprocess.DEVNULL) as running:
        while running.poll() is None:
            parts = [*DOWNLOADS.iterdir(), *(APT / "cache/archives/partial").iterdir()]
            bar.show(
                sum(part.stat().st_size for part in parts if part.name in sizes and part.is_file()), total
            )
            time.sleep(0.5)
    bar.end()
    if running.returncode:
        raise Missing(
            "A Debian package could not be downloaded: try again, or look at the machine's apt set-up."
        )


def _private_options():
    """Write a sources file for the rolling suite and return the options that make apt use only that."""
    suite, components, keyring = ROLLING[_distribution()]
    for folder in (DOWNLOADS, APT / "state/lists/partial", APT / "cache/archives/partial"):
        folder.mkdir(parents=True, exist_ok=True)
    signed = f"[signed-by={keyring}] " if Path(keyring).is_file() else ""
    (APT / "rolling.list").write_text(f"deb {signed}{_mirror()} {suite} {components}\n")
    (APT / "status").touch()
    settings = {
        "Dir::State": APT / "state",
        "Dir::State::Lists": APT / "state/lists",
        "Dir::State::status": APT / "status",
        "Dir::Cache": APT / "cache",
        "Dir::Etc::SourceList": APT / "rolling.list",
        "Dir::Etc::SourceParts": "/dev/null",
        "Dir::Etc::Preferences": "/dev/null",
        "Dir::Etc::PreferencesParts": "/dev/null",
        "APT::Sandbox::User": getpass.getuser(),
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
    }
    return ["-q", *(part for name, value in settings.items() for part in ("-o", f"{name}={value}"))]


def _mirror():
    """Return the address from which this machine gets its main suite, as apt itself would use it."""
    listing = _apt(["update", "--print-uris"])
    codename = platform.freedesktop_os_release().get("VERSION_CODENAME", "")
    found = re.findall(r"^'(\S+?)/dists/([^/']+)/InRelease'", listing, re.MULTILINE)
    addresses = {suite: address for address, suite in found}
    for suite in (codename, "stable", "testing", "unstable", "sid"):
        if suite in addresses:
            return addresses[suite]
    raise Missing("apt names no mirror for this release: put one into /etc/apt/sources.list.")


def _apt(arguments):
    answer = subprocess.run(["apt-get", *arguments], capture_output=True, text=True, check=False)
    if answer.returncode:
        last = (answer.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Missing(f"apt-get failed ({last}): look at the machine's apt set-up and try again.")
    return answer.stdout


def _distribution():
    try:
        return platform.freedesktop_os_release().get("ID")
    except OSError:
        return None

"""What the suite is: the files that must be tested, what has a reason to be skipped or slow, the tests of OCA."""

import subprocess

from . import addons
from .paths import ADDONS, OCA_ADDONS, ROOT, TESTS

ALLOWED = TESTS / "allowed_skips.txt"
SLOW = TESTS / "slow_tests.txt"
OCA_CONFLICTS = TESTS / "oca_conflicts.txt"


def test_files():
    """Return the paths, from the top, of the files that must give at least one test each."""
    found = [*ADDONS.glob("*/tests/**/test_*.py"), *TESTS.glob("**/test_*.py")]
    return {str(path.relative_to(ROOT)) for path in found if "bench" not in path.relative_to(ROOT).parts}


def allowed_reasons():
    """Return the reasons for which a test may be skipped."""
    return set(_entries(ALLOWED))


def allowed_slow():
    """Return the names of the tests that may be slow."""
    return set(_entries(SLOW))


def folders():
    """Return the folders of all tests that are ours; those that take longest come first."""
    return [path for path in (TESTS, *sorted(ADDONS.glob("*/tests"))) if path.is_dir()]


def oca_folders():
    """Return ``{addon: folder of its tests}`` of those addons of OCA that ours depend on."""
    found = {name: OCA_ADDONS / name / "tests" for name in addons.oca_dependencies()}
    return {name: folder for name, folder in found.items() if folder.is_dir()}


def oca_conflicts():
    """Return the names of OCA's tests that fail beside other addons of OCA, with or without ours."""
    return [str((OCA_ADDONS / name).relative_to(ROOT)) for name in _entries(OCA_CONFLICTS)]


def changed():
    """Return the tests that belong to what git says is changed or new: test files, or all tests of what they test."""
    status = ["git", "-C", ROOT, "status", "--porcelain", "--untracked-files=all", "--no-renames", "-z"]
    listed = subprocess.run(status, check=True, capture_output=True, text=True).stdout
    return sorted({test for line in listed.split("\0") if (test := _test_of(line[3:]))})


def _test_of(path):
    top, *rest = path.split("/")
    if path in test_files():
        return path
    if top == "addons" and len(rest) > 1:
        folder = f"addons/{rest[0]}/tests"
        return folder if (ROOT / folder).is_dir() else None
    return "tests" if top in ("setup", "tests") else None


def _entries(path):
    lines = path.read_text().splitlines() if path.is_file() else []
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]

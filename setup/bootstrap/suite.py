"""What the suite is: the files that must be tested, the reasons for a skip, and the tests of OCA left out."""

from .paths import ADDONS, ROOT, TESTS

ALLOWED = TESTS / "allowed_skips.txt"
OCA_CONFLICTS = TESTS / "oca_conflicts.txt"


def test_files():
    """Return the paths, from the top, of the files that must give at least one test each."""
    found = [*ADDONS.glob("*/tests/**/test_*.py"), *TESTS.glob("**/test_*.py")]
    return {str(path.relative_to(ROOT)) for path in found if "bench" not in path.relative_to(ROOT).parts}


def allowed_reasons():
    """Return the reasons for which a test may be skipped."""
    return set(_entries(ALLOWED))


def oca_conflicts():
    """Return the names of OCA's tests that fail beside other addons of OCA, with or without ours."""
    return _entries(OCA_CONFLICTS)


def _entries(path):
    lines = path.read_text().splitlines() if path.is_file() else []
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]

"""What the suite is: the files that must be tested, and the reasons for which a test may be skipped."""

from .paths import ADDONS, ROOT, TESTS

ALLOWED = TESTS / "allowed_skips.txt"


def test_files():
    """Return the paths, from the top, of the files that must give at least one test each."""
    found = [*ADDONS.glob("*/tests/**/test_*.py"), *TESTS.glob("**/test_*.py")]
    return {str(path.relative_to(ROOT)) for path in found if "bench" not in path.relative_to(ROOT).parts}


def allowed_reasons():
    """Return the reasons for which a test may be skipped."""
    lines = ALLOWED.read_text().splitlines() if ALLOWED.is_file() else []
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}

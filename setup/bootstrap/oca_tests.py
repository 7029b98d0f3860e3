"""Runs the suites of OCA's addons beside ours.

Odoo's own runner would run most of them while their addon is being loaded, before the addons that extend it are
there. pytest runs them with everything loaded, so that they meet what ours change.
"""

from . import addons, pytest_runner, suite
from .odoo_tests import Verdict
from .paths import OCA_ADDONS
from .say import note, step


def run(ready):
    """Run the suites of those that our addons depend on, in a database of their own with all our addons."""
    names = [name for name in addons.oca_dependencies() if (OCA_ADDONS / name / "tests").is_dir()]
    if not names:
        return Verdict(0, 0, 0, ())
    step("Tests: OCA's own suites, with our addons installed")
    database = f"{ready.database}_oca"
    ready.prepared.copy_installed(database)
    options = [f"--deselect={test}" for test in suite.oca_conflicts()]
    options += [OCA_ADDONS / name / "tests" for name in names]
    verdict = read(*pytest_runner.run(ready, database, OCA_ADDONS, options), names)
    for complaint in verdict.complaints:
        note(complaint)
    return verdict


def read(status, report, names):
    """Return the Verdict over a run of pytest in which each of these addons has to take part."""
    passed, failed, skipped = (report.get(key, 0) for key in ("passed", "failed", "skipped"))
    took_part = {path.split("/")[0] for path in report.get("files", [])}
    complaints = [f"OCA's suite of {name} ran no test" for name in names if name not in took_part]
    if status or failed:
        complaints.append(f"OCA's suites failed: {failed} of {passed + failed} tests, exit status {status}")
    return Verdict(passed + failed, failed, skipped, tuple(complaints))

"""``setup/test [pytest arguments]``: the whole suite, beside a running setup/run."""

import subprocess

from . import browser, machine, oca_tests, odoo_tests, pytest_runner
from .paths import ADDONS, PYTHON, ROOT, TESTS, VENV
from .say import Missing, step
from .stage import stage

DATABASE = "fleet_test"


def main(arguments):
    """Run pytest, Odoo's own runner and OCA's suites; with arguments, pytest alone with these."""
    machine.prepare()
    browser.require()
    _require_websocket()
    with stage("test", DATABASE, fast=True) as ready:
        status, counts = _pytest(ready, arguments)
        if arguments:
            return status
        step("Tests: the addons once more, under Odoo's own runner")
        database = f"{ready.database}_odoo"
        ready.prepared.copy_dependencies(database)
        verdicts = {"Odoo's own runner": odoo_tests.run(ready.odoo, database)}
        verdicts["OCA's own suites"] = oca_tests.run(ready)
    return _conclude(status, counts, verdicts)


def _require_websocket():
    if subprocess.run([PYTHON, "-c", "import websocket"], capture_output=True, check=False).returncode:
        raise Missing(
            f"The package websocket-client is missing and the browser tests need it: rm -r '{VENV}' and run this again"
        )


def _pytest(ready, arguments):
    """Run pytest over all tests or those named, and return its exit status and its counts."""
    step("Tests: pytest")
    options = arguments or [
        f"--cov={ADDONS}",
        "--cov-report=term:skip-covered",
        "--durations=15",
        "--complete",
    ]
    paths = [argument.split("::")[0] for argument in arguments if not argument.startswith("-")]
    if not any((ROOT / path).exists() for path in paths):
        options = [*options, *(path for path in (*sorted(ADDONS.glob("*/tests")), TESTS) if path.is_dir())]
    return pytest_runner.run(ready, ready.database, ROOT, options)


def _conclude(status, counts, verdicts):
    """Say plainly what passed, and return the exit status of it all; ``verdicts`` are the other runs, by name."""
    complaints = [complaint for verdict in verdicts.values() for complaint in verdict.complaints]
    good = status == 0 and not complaints
    step("All passed" if good else "FAILED")
    print(
        f"pytest: {counts.get('passed', 0)} passed, {counts.get('failed', 0)} failed (exit status {status})"
    )
    for name, verdict in verdicts.items():
        print(f"{name}: {verdict.passed} passed, {verdict.failed} failed")
    for complaint in complaints:
        print(f"  {complaint}")
    total = {
        key: counts.get(key, 0) + sum(getattr(verdict, key) for verdict in verdicts.values())
        for key in ("passed", "failed", "skipped")
    }
    print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    return 0 if good else 1

"""``setup/test``: the whole suite, or what the arguments name, beside a running setup/run."""

import os
import subprocess
import time

from . import addons, browser, debian, machine, odoo_tests, postgres, pytest_runner, suite
from .paths import ADDONS, PYTHON, ROOT, TESTS, VENV
from .say import Missing, note, step
from .stage import stage

DATABASE = "fleet_test"
USAGE = """usage: setup/test                      all tests
       setup/test changed              the tests of what git says is changed
       setup/test odoo [addons]        those of our addons, or of these, under Odoo's own runner
       setup/test [pytest arguments]   for example: tests/test_walls.py, -k name, --lf, -n 2
"""


def main(arguments):
    """Run all tests, or those that the arguments name, and return the exit status."""
    if arguments in (["-h"], ["--help"]):
        print(USAGE, end="")
        return 0
    if arguments == ["changed"]:
        arguments = suite.changed()
        note(f"Tests of what is changed: {' '.join(arguments) or 'none'}")
        if not arguments:
            return 0
    get_ready()
    if arguments[:1] == ["odoo"]:
        return _run_under_odoo(arguments[1:])
    begin = time.monotonic()
    # The last of the linters, which .ci/run starts beside the tests, may be there first.
    whole = _need_more_than_addons(arguments)
    with stage("test", DATABASE, fast=True, whole=whole, wait=True) as ready:
        prepared = time.monotonic() - begin
        step("Tests: pytest")
        status, report = pytest_runner.run(ready, _options(arguments))
    return status if arguments else _conclude(status, report, prepared)


def get_ready():
    """Bring onto the machine what only tests need; what apt installs comes while the rest is downloaded."""
    packages = [wanted.PACKAGE for wanted in (browser, postgres) if wanted.is_missing()]
    with debian.installing(*packages):
        machine.prepare(for_tests=True)
    browser.require()
    if subprocess.run([PYTHON, "-c", "import websocket"], capture_output=True, check=False).returncode:
        raise Missing(
            f"The package websocket-client is missing and the browser tests need it: rm -r '{VENV}' and run this again"
        )


def _need_more_than_addons(arguments):
    """Tell whether tests of tests/ are among those that are named."""
    paths = _paths(arguments)
    return not paths or any(TESTS in (path, *path.parents) for path in paths)


def _paths(arguments):
    named = ((ROOT / argument.split("::")[0]).resolve() for argument in arguments if argument[:1] != "-")
    return [path for path in named if path.exists()]


def _options(arguments):
    """Return the options for pytest. All tests go to a worker for each core, with OCA's beside ours."""
    if arguments:
        return arguments if _paths(arguments) else [*arguments, *suite.folders()]
    return [
        "--complete",
        f"--numprocesses={max(2, os.cpu_count())}",
        "--dist=loadgroup",
        "--no-loadscope-reorder",
        f"--cov={ADDONS}",
        "--cov-report=term:skip-covered",
        *(f"--deselect={test}" for test in suite.oca_conflicts()),
        *suite.folders(),
        *suite.oca_folders().values(),
    ]


def _run_under_odoo(names):
    """Run the tests of addons under Odoo's own runner, which installs them with their tests on."""
    names = names or list(addons.manifests())
    with stage("test", DATABASE, fast=True, whole=False) as ready:
        step("Tests: the addons under Odoo's own runner")
        database = f"{ready.database}_odoo"
        ready.prepared.copy(ready.prepared.dependencies, database)
        verdict = odoo_tests.run(ready.odoo, database, names)
    for complaint in verdict.complaints:
        note(complaint)
    print(f"{verdict.passed} passed, {verdict.failed} failed, {verdict.skipped} skipped")
    return 1 if verdict.complaints else 0


def _conclude(status, report, prepared):
    """Say plainly what passed and how long each lane took, and return the exit status of it all."""
    step("FAILED" if status else "All passed")
    print(f"{prepared:6.0f} s  Odoo and the databases")
    for lane, seconds in sorted(report.get("lanes", {}).items()):
        print(f"{seconds:6.0f} s  {lane}")
    print(", ".join(f"{report.get(outcome, 0)} {outcome}" for outcome in ("passed", "failed", "skipped")))
    return status

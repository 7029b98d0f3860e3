"""``setup/test [pytest arguments]``: the whole suite, beside a running setup/run."""

import json
import signal
import subprocess

from . import browser, machine, odoo_tests
from .paths import ADDONS, PYTHON, ROOT, TESTS, VENV
from .say import Missing, step
from .stage import stage

DATABASE = "fleet_test"


def main(arguments):
    """Run pytest and then Odoo's own runner; with arguments, pytest alone with these."""
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
        verdict = odoo_tests.run(ready.odoo, database)
    return _conclude(status, counts, verdict)


def _require_websocket():
    if subprocess.run([PYTHON, "-c", "import websocket"], capture_output=True, check=False).returncode:
        raise Missing(
            f"The package websocket-client is missing and the browser tests need it: rm -r '{VENV}' and run this again"
        )


def _pytest(ready, arguments):
    """Run pytest and return its exit status and its counts."""
    step("Tests: pytest")
    odoo = ready.odoo
    report = odoo.place.path / "report.json"
    report.unlink(missing_ok=True)
    command = [
        PYTHON,
        "-m",
        "pytest",
        "-c",
        ROOT / "setup/pytest.ini",
        f"--rootdir={ROOT}",
        "-p",
        "bootstrap.guards",
    ]
    command += [f"--odoo-config={odoo.configuration}", f"--odoo-database={ready.database}", "--odoo-http"]
    command += [f"--odoo-extra=db-filter=^{ready.database}", f"--report={report}"]
    if arguments:
        command += arguments
    else:
        command += [f"--cov={ADDONS}", "--cov-report=term:skip-covered", "--durations=15", "--complete"]
    if not any(
        (ROOT / argument.split("::")[0]).exists() for argument in arguments if not argument.startswith("-")
    ):
        command += [path for path in (*sorted(ADDONS.glob("*/tests")), TESTS) if path.is_dir()]
    status = _wait(subprocess.Popen(command, cwd=ROOT, env=ready.environment))
    return status, json.loads(report.read_text()) if report.is_file() else {}


def _wait(running):
    """Wait for pytest; when interrupted, let it end by itself first so that it stops its browser."""
    try:
        return running.wait()
    except KeyboardInterrupt:
        running.send_signal(signal.SIGINT)
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()
        raise


def _conclude(status, counts, verdict):
    """Say plainly what passed, and return the exit status of it all."""
    passed = counts.get("passed", 0)
    failed = counts.get("failed", 0) + verdict.failed
    good = status == 0 and not verdict.complaints
    step("All passed" if good else "FAILED")
    print(f"pytest: {passed} passed, {counts.get('failed', 0)} failed (exit status {status})")
    print(f"Odoo's own runner: {verdict.ran - verdict.failed} passed, {verdict.failed} failed")
    for complaint in verdict.complaints:
        print(f"  {complaint}")
    skipped = counts.get("skipped", 0) + verdict.skipped
    print(f"{passed + verdict.ran - verdict.failed} passed, {failed} failed, {skipped} skipped")
    return 0 if good else 1

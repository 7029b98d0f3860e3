"""``setup/test [pytest arguments]``: the whole suite, beside a running setup/run."""

import json
import os
import signal
import subprocess
from contextlib import ExitStack

from . import browser, clients, lock, machine, odoo_tests, postgres, prepared
from .databases import Databases
from .odoo_commands import Odoo
from .paths import ADDONS, PYTHON, ROOT, TESTS, VENV, Place
from .say import Missing, step

DATABASE = "fleet_test"
# Any port will do; this one is far from what setup/run takes.
FIRST_CLIENT_PORT = 18070


def main(arguments):
    """Run pytest and then Odoo's own runner; with arguments, pytest alone with these."""
    place = Place("test").make()
    with ExitStack() as started:
        started.enter_context(lock.hold(place))
        source = machine.prepare()
        browser.require()
        _require_websocket()
        server = postgres.server(place, fast=True)
        started.callback(server.stop)
        odoo = Odoo(place, source, server.start())
        fresh = prepared.Prepared(odoo, Databases(place, odoo.address))
        client_server = clients.serve(odoo, FIRST_CLIENT_PORT)
        started.callback(client_server.stop)
        fresh.copy_installed(odoo.database(DATABASE))
        client_server.wait(clients.databases(odoo))
        clients.publish(odoo, client_server)
        status, counts = _pytest(odoo, arguments)
        if arguments:
            return status
        step("Tests: the addons once more, under Odoo's own runner")
        fresh.copy_dependencies(odoo.database(f"{DATABASE}_odoo"))
        verdict = odoo_tests.run(odoo, odoo.database(f"{DATABASE}_odoo"))
    return _conclude(status, counts, verdict)


def _require_websocket():
    if subprocess.run([PYTHON, "-c", "import websocket"], capture_output=True, check=False).returncode:
        raise Missing(
            f"The package websocket-client is missing and the browser tests need it: rm -r '{VENV}' and run this again"
        )


def _pytest(odoo, arguments):
    """Run pytest and return its exit status and its counts."""
    step("Tests: pytest")
    place = odoo.place
    report = place.path / "report.json"
    report.unlink(missing_ok=True)
    command = [PYTHON, "-m", "pytest", "-c", ROOT / "setup/pytest.ini", f"--rootdir={ROOT}", "-p", "bootstrap.guards"]
    database = odoo.database(DATABASE)
    command += [f"--odoo-config={odoo.configuration}", f"--odoo-database={database}", "--odoo-http"]
    command += [f"--odoo-extra=db-filter=^{database}", f"--report={report}"]
    if arguments:
        command += arguments
    else:
        command += [f"--cov={ADDONS}", "--cov-report=term:skip-covered", "--durations=15", "--complete"]
    if not any((ROOT / argument.split("::")[0]).exists() for argument in arguments if not argument.startswith("-")):
        command += [path for path in (*sorted(ADDONS.glob("*/tests")), TESTS) if path.is_dir()]
    environment = odoo.environment | {
        "FLEET_CLIENTS": str(place.clients),
        "COVERAGE_FILE": str(place.path / "coverage"),
        "PYTHONPATH": str(ROOT / "setup"),
        "PATH": f"{VENV / 'bin'}{os.pathsep}{postgres.programs_path()}{os.pathsep}{os.environ['PATH']}",
    }
    status = _wait(subprocess.Popen(command, cwd=ROOT, env=environment))
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

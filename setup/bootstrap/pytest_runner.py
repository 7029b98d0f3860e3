"""Runs pytest with the guards on a stage."""

import json
import signal
import subprocess

from .paths import PYTHON, ROOT


def run(ready, options):
    """Return pytest's exit status and the guards' report.

    :param ready: the :class:`~.stage.Stage`
    :param options: what else goes to pytest: paths, options
    """
    odoo = ready.odoo
    report = odoo.place.path / "report.json"
    report.unlink(missing_ok=True)
    command = [PYTHON, "-m", "pytest", "-c", ROOT / "setup/pytest.ini", f"--rootdir={ROOT}"]
    command += [f"--override-ini=cache_dir={odoo.place.path / 'pytest_cache'}"]
    for plugin in ("guards", "scheduling", "filestores"):
        command += ["-p", f"bootstrap.{plugin}"]
    command += [f"--report={report}"]
    command += [f"--odoo-config={odoo.configuration}", f"--odoo-database={ready.database}", "--odoo-http"]
    command += [f"--odoo-extra=db-filter=^{ready.database}$", *options]
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

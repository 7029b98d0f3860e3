"""Runs the addons' tests under Odoo's own runner and reads its log."""

import re
from dataclasses import dataclass

from . import suite
from .server import tail


@dataclass(frozen=True)
class Verdict:
    """What a run said: how many tests ran and failed, and what is wrong, in sentences."""

    ran: int
    failed: int
    skipped: int
    complaints: tuple

    @property
    def passed(self):
        return self.ran - self.failed


def run(odoo, database, names):
    """Install these addons into ``database`` with their tests on."""
    tags = ",".join(f"/{name}" for name in names)
    log, status = odoo.test(database, names, tags)
    if status:
        print(tail(log, 60))
    return read(log.read_text(errors="replace"), status, _expected(names))


def read(text, status, expected):
    """Return the Verdict over a log. ``expected`` holds the files that must run, as addons/NAME/tests/FILE.py."""
    totals = re.findall(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests", text)
    failed = sum(int(failures) + int(errors) for failures, errors, _ran in totals)
    ran = sum(int(number) for _failures, _errors, number in totals)
    started = re.findall(r"odoo\.addons\.(\w+)\.tests\.([\w.]+): Starting ", text)
    covered = {f"addons/{addon}/tests/{module.replace('.', '/')}.py" for addon, module in started}
    skips = re.findall(r"skipped (\S+).*? : (.*)$", text, re.MULTILINE)
    allowed = suite.allowed_reasons()
    complaints = [f"Odoo's runner ran nothing from {path}" for path in sorted(expected - covered)]
    complaints += [
        f"Odoo's runner skipped {test}: {reason}" for test, reason in skips if reason not in allowed
    ]
    if not ran:
        complaints.append("Odoo's runner ran no test at all")
    if status or failed:
        complaints.append(f"Odoo's runner failed: {failed} of {ran} tests, exit status {status}")
    return Verdict(ran, failed, len(skips), tuple(complaints))


def _expected(names):
    return {path for path in suite.test_files() if any(path.startswith(f"addons/{name}/") for name in names)}

"""Runs the addons' tests under Odoo's own runner and reads its log."""

import re
from dataclasses import dataclass

from . import addons, suite
from .say import note
from .server import free_port, tail

# Core's linter reads every addon on the path. setup/lint runs its pylint over ours alone: over all of Odoo it takes
# eight minutes. Its eslint needs node, and the checkers' own tests say nothing about us. OCA's addons fail three of the
# rest: tests/test_core_lint.py applies these to ours.
LINT_TAGS = (
    "/test_lint",
    "-/test_lint:TestPyLint",
    "-/test_lint:TestESLint",
    *(f"-/test_lint:{name}" for name in ("TestGetTextLint", "TestSqlLint", "TestI18nChecks")),
    *(f"-/test_lint:{name}" for name in ("ManifestLinter", "TestIndex", "TestLintOverrideSignatures")),
)


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


def run(odoo, database):
    """Install our addons and core's test_lint into ``database`` with their tests on."""
    names = list(addons.manifests())
    if not names:
        return Verdict(0, 0, 0, ())
    tags = ",".join([*(f"/{name}" for name in names), *LINT_TAGS])
    log, status = odoo.test(database, [*names, "test_lint"], free_port(0), tags)
    verdict = read(log.read_text(errors="replace"), status, _expected())
    for complaint in verdict.complaints:
        note(complaint)
    if status:
        print(tail(log, 60))
    return verdict


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


def _expected():
    return {path for path in suite.test_files() if path.startswith("addons/")}

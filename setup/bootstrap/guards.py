"""A pytest plugin: no test file left out, no test skipped without a reason that the repository allows.

``--complete`` says that this run holds all tests. ``--report FILE`` receives as JSON the counts
and the files that ran.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from . import suite


def pytest_addoption(parser):
    parser.addoption("--complete", action="store_true", help="Fail if a test file gave no test.")
    parser.addoption("--report", type=Path, help="Where to write the counts.")


def pytest_configure(config):
    # Workers of xdist report to the main process, where the same hooks see everything.
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Guards(config), "fleet-guards")


class Guards:
    """Watches one session and fails it for what pytest would let pass."""

    def __init__(self, config):
        self.config = config
        self.collected = set()
        self.ran = set()
        self.skips = []
        self.counts = Counter()

    def pytest_itemcollected(self, item):
        self.collected.add(item.nodeid.split("::")[0])

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids):
        self.collected.update(nodeid.split("::")[0] for nodeid in ids)

    def pytest_collectreport(self, report):
        self._look_at(report)

    def pytest_runtest_logreport(self, report):
        self._look_at(report)
        if report.when == "call" and not report.skipped:
            self.ran.add(report.nodeid.split("::")[0])
        if report.when == "call" and report.passed:
            self.counts["passed"] += 1
        elif report.failed:
            self.counts["failed"] += 1

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session):
        self.complaints = self._complaints()
        if self.complaints and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        report = self.config.getoption("--report")
        if report:
            counts = {key: self.counts[key] for key in ("passed", "failed", "skipped")}
            report.write_text(json.dumps(counts | {"files": sorted(self.ran)}))

    def pytest_terminal_summary(self, terminalreporter):
        if self.complaints:
            terminalreporter.section("what the guards found", red=True)
            for complaint in self.complaints:
                terminalreporter.line(complaint)

    def _look_at(self, report):
        if report.skipped and not hasattr(report, "wasxfail"):
            self.counts["skipped"] += 1
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            self.skips.append((report.nodeid, reason.removeprefix("Skipped: ")))

    def _complaints(self):
        allowed = suite.allowed_reasons()
        found = [
            f"skipped for a reason that {suite.ALLOWED.relative_to(suite.ROOT)} does not list: {nodeid}: {reason}"
            for nodeid, reason in self.skips
            if reason not in allowed
        ]
        if self.config.getoption("--complete"):
            missing = sorted(suite.test_files() - self.collected)
            found += [f"no test was collected from {path}" for path in missing]
        return found

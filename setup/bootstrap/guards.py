"""A pytest plugin: no test file left out, none skipped or slow without a reason that the repository allows.

``--complete`` says that this run holds all tests. ``--report FILE`` receives as JSON the counts, the files that ran,
and the seconds that tests and workers took.
"""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from . import suite

SLOWEST = 10
# With more processes than cores that want to work, everything takes longer.
CORES = os.cpu_count()


def pytest_addoption(parser):
    parser.addoption("--complete", action="store_true", help="Fail if a test file gave no test.")
    parser.addoption("--slow", type=float, default=30, help="How many seconds a test may take.")
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
        self.seconds = Counter()
        self.lanes = Counter()
        self.slow = {}

    def pytest_itemcollected(self, item):
        self.collected.add(item.nodeid.split("::")[0])

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids):
        self.collected.update(nodeid.split("::")[0] for nodeid in ids)

    def pytest_collectreport(self, report):
        self._look_at(report)

    def pytest_runtest_logreport(self, report):
        self._look_at(report)
        self._time(report)
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
            found = {"files": sorted(self.ran), "lanes": self.lanes, "seconds": self.seconds}
            report.write_text(json.dumps(counts | found))

    def pytest_terminal_summary(self, terminalreporter):
        terminalreporter.section(f"the {SLOWEST} slowest, in seconds")
        for test, seconds in self.seconds.most_common(SLOWEST):
            terminalreporter.line(f"{seconds:6.1f}  {test}")
        if self.complaints:
            terminalreporter.section("what the guards found", red=True)
            for complaint in self.complaints:
                terminalreporter.line(complaint)

    def _look_at(self, report):
        if report.skipped and not hasattr(report, "wasxfail"):
            self.counts["skipped"] += 1
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            self.skips.append((report.nodeid, reason.removeprefix("Skipped: ")))

    def _time(self, report):
        test = test_name(report.nodeid)
        self.seconds[test] += report.duration
        lane = report.node.gateway.id if hasattr(report, "node") else "alone"
        self.lanes[f"pytest, {lane}"] += report.duration
        allowed = self.config.getoption("--slow") * max(1, os.getloadavg()[0] / CORES)
        if self.seconds[test] > allowed:
            self.slow[test] = f"{self.seconds[test]:.0f} s of {allowed:.0f}"

    def _complaints(self):
        allowed = suite.allowed_reasons()
        found = [
            f"skipped for a reason that {suite.ALLOWED.relative_to(suite.ROOT)} does not list: {nodeid}: {reason}"
            for nodeid, reason in self.skips
            if reason not in allowed
        ]
        found += [
            f"slow without a reason in {suite.SLOW.relative_to(suite.ROOT)}: {test}: {seconds}"
            for test, seconds in self.slow.items()
            if test not in suite.allowed_slow()
        ]
        if self.config.getoption("--complete"):
            missing = sorted(suite.test_files() - self.collected)
            found += [f"no test was collected from {path}" for path in missing]
            found += [
                f"OCA's suite of {name} ran no test"
                for name, folder in suite.oca_folders().items()
                if not any(path.startswith(f"{folder.relative_to(suite.ROOT)}/") for path in self.ran)
            ]
        return found


def test_name(nodeid):
    """Return the name of a test without the group that xdist adds at its end; a parameter may have an @, too."""
    return nodeid.rpartition("@")[0] if nodeid.rfind("@") > nodeid.rfind("]") else nodeid

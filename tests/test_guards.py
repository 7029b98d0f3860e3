"""The guards of setup/test: each run here is a small pytest of its own, in a copy of the repository's shape."""

import json

import pytest

from bootstrap import guards, odoo_tests, suite


@pytest.fixture
def repository(pytester, monkeypatch):
    """A repository with one addon and one test that passes."""
    monkeypatch.setattr(suite, "ROOT", pytester.path)
    monkeypatch.setattr(suite, "ADDONS", pytester.path / "addons")
    monkeypatch.setattr(suite, "TESTS", pytester.path / "tests")
    monkeypatch.setattr(suite, "ALLOWED", pytester.path / "tests" / "allowed_skips.txt")
    monkeypatch.setattr(suite, "SLOW", pytester.path / "tests" / "slow_tests.txt")
    monkeypatch.setattr(suite, "oca_folders", dict)
    write(pytester, "tests/allowed_skips.txt", "# The moon can't be had.\nno moon\n")
    write(pytester, "tests/test_top.py", "def test_top():\n    pass\n")
    write(pytester, "addons/one/tests/test_one.py", "def test_one():\n    pass\n")
    return pytester


def write(pytester, name, text):
    path = pytester.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def run(pytester, *arguments):
    plain = ["-p", "no:odoo", "-p", "no:cacheprovider", "-p", "no:cov"]
    return pytester.inline_run(*plain, "--complete", *arguments, plugins=[guards])


def test_a_complete_run_passes(repository):
    assert run(repository).ret == pytest.ExitCode.OK


@pytest.mark.parametrize("name", ["tests/test_empty.py", "addons/one/tests/deep/test_empty.py"])
def test_a_file_without_a_test_fails_the_run(repository, name, capsys):
    write(repository, name, "class Thing:\n    pass\n")
    assert run(repository).ret == pytest.ExitCode.TESTS_FAILED
    assert f"no test was collected from {name}" in capsys.readouterr().out


def test_a_file_left_out_fails_the_run(repository, capsys):
    assert run(repository, "tests").ret == pytest.ExitCode.TESTS_FAILED
    assert "no test was collected from addons/one/tests/test_one.py" in capsys.readouterr().out


@pytest.mark.parametrize(
    "text",
    [
        "import pytest\ndef test_it():\n    pytest.skip('no sun')\n",
        "import pytest\npytestmark = pytest.mark.skip('no sun')\ndef test_it():\n    pass\n",
        "import pytest\npytest.skip('no sun', allow_module_level=True)\n",
        "import unittest\n@unittest.skip('no sun')\nclass TestIt(unittest.TestCase):\n    def test_it(self): pass\n",
        "import unittest\nclass TestIt(unittest.TestCase):\n    def test_it(self):\n        self.skipTest('no sun')\n",
    ],
    ids=["call", "mark", "module", "class", "unittest"],
)
def test_a_skip_fails_the_run_unless_its_reason_is_listed(repository, text, capsys):
    write(repository, "tests/test_skip.py", text)
    assert run(repository).ret == pytest.ExitCode.TESTS_FAILED
    assert "tests/test_skip.py" in capsys.readouterr().out
    write(repository, "tests/test_skip.py", text.replace("no sun", "no moon"))
    # A module that skips itself gives no test: that needs another cure than a reason.
    assert (run(repository).ret == pytest.ExitCode.OK) is ("module_level" not in text)


def test_an_expected_failure_is_no_skip(repository):
    write(repository, "tests/test_x.py", "import pytest\n@pytest.mark.xfail\ndef test_it():\n    assert 0\n")
    assert run(repository).ret == pytest.ExitCode.OK


def test_the_report_counts_and_names_the_files_that_ran(repository):
    write(repository, "tests/test_skip.py", "import pytest\ndef test_it():\n    pytest.skip('no moon')\n")
    write(repository, "tests/test_bad.py", "def test_it():\n    assert 0\n")
    run(repository, "--report", "report.json")
    report = json.loads((repository.path / "report.json").read_text())
    assert {key: report[key] for key in ("passed", "failed", "skipped", "files")} == {
        "passed": 2,
        "failed": 1,
        "skipped": 1,
        "files": ["addons/one/tests/test_one.py", "tests/test_bad.py", "tests/test_top.py"],
    }
    assert sum(report["lanes"].values()) == pytest.approx(sum(report["seconds"].values()))
    assert report["seconds"].keys() >= {
        "tests/test_bad.py::test_it",
        "addons/one/tests/test_one.py::test_one",
    }


def test_a_slow_test_fails_the_run_unless_it_is_listed(repository, capsys):
    write(repository, "tests/slow_tests.txt", "# It looks at the stars.\ntests/test_top.py::test_top\n")
    assert run(repository, "--slow=0").ret == pytest.ExitCode.TESTS_FAILED
    told = capsys.readouterr().out
    assert (
        "slow without a reason in tests/slow_tests.txt: addons/one/tests/test_one.py::test_one: 0 s" in told
    )
    assert "slow without a reason in tests/slow_tests.txt: tests/test_top.py" not in told


@pytest.mark.parametrize(("ran", "result"), [("bicycle", "OK"), ("tandem", "TESTS_FAILED")])
def test_a_silent_suite_of_oca_fails_the_run(repository, monkeypatch, capsys, ran, result):
    folder = repository.path / "oca" / ran / "tests"
    write(repository, f"oca/{ran}/tests/test_wheel.py", "def test_wheel():\n    pass\n")
    monkeypatch.setattr(
        suite, "oca_folders", lambda: {"bicycle": repository.path / "oca" / "bicycle" / "tests"}
    )
    assert run(repository, "tests", "addons", str(folder)).ret == pytest.ExitCode[result]
    assert ("OCA's suite of bicycle ran no test" in capsys.readouterr().out) is (result != "OK")


@pytest.mark.parametrize(
    ("nodeid", "name"),
    [
        ("tests/test_a.py::test_it@clients", "tests/test_a.py::test_it"),
        ("tests/test_a.py::test_it[ann@b.example]", "tests/test_a.py::test_it[ann@b.example]"),
        ("tests/test_a.py::test_it[ann@b.example]@clients", "tests/test_a.py::test_it[ann@b.example]"),
    ],
)
def test_the_group_is_no_part_of_a_tests_name(nodeid, name):
    assert guards.test_name(nodeid) == name


LOG = """\
2026-01-01 00:00:00,000 1 INFO db odoo.addons.one.tests.test_one: Starting TestOne.test_it ...
2026-01-01 00:00:00,000 1 INFO db odoo.addons.one.tests.test_two: skipped TestTwo.test_it : no sun
2026-01-01 00:00:00,000 1 INFO db odoo.tests.result: 0 failed, 0 error(s) of 2 tests when loading database 'db'
"""


def test_the_log_of_odoos_runner_is_read():
    verdict = odoo_tests.read(LOG, 0, {"addons/one/tests/test_one.py", "addons/one/tests/test_two.py"})
    assert (verdict.ran, verdict.failed, verdict.skipped) == (2, 0, 1)
    assert verdict.complaints == (
        "Odoo's runner ran nothing from addons/one/tests/test_two.py",
        "Odoo's runner skipped TestTwo.test_it: no sun",
    )


def test_a_failure_or_an_empty_run_of_odoos_runner_is_told():
    assert "failed: 1 of 2" in odoo_tests.read(LOG.replace("0 failed", "1 failed"), 1, set()).complaints[-1]
    assert odoo_tests.read("", 0, set()).complaints == ("Odoo's runner ran no test at all",)

"""``setup/test changed``: the tests that belong to what git says is changed or new."""

import subprocess

import pytest

from bootstrap import suite


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A function that commits files, and one that changes them."""
    monkeypatch.setattr(suite, "ROOT", tmp_path)
    monkeypatch.setattr(suite, "TESTS", tmp_path / "tests")
    monkeypatch.setattr(suite, "ADDONS", tmp_path / "addons")

    def git(*arguments):
        identity = ["-c", "user.name=Ann", "-c", "user.email=ann@b.example"]
        subprocess.run(["git", "-C", tmp_path, *identity, *arguments], check=True, capture_output=True)

    def write(*names):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a") as file:
                file.write("changed\n")

    git("init")
    write(
        "README.md",
        "setup/run",
        "tests/test_one.py",
        "tests/farm/hub.py",
        "addons/fleet_roads/models/road.py",
    )
    write("addons/fleet_roads/tests/test_road.py", "addons/fleet_paths/models/path.py")
    git("add", ".")
    git("commit", "-m", "all")
    return git, write


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        ([], []),
        (["README.md"], []),
        (["tests/test_one.py"], ["tests/test_one.py"]),
        (["tests/test_new.py"], ["tests/test_new.py"]),
        (["tests/farm/hub.py"], ["tests"]),
        (["setup/run"], ["tests"]),
        (["addons/fleet_roads/models/road.py"], ["addons/fleet_roads/tests"]),
        (["addons/fleet_roads/tests/test_road.py"], ["addons/fleet_roads/tests/test_road.py"]),
        (["addons/fleet_roads/data/new file.xml", "README.md"], ["addons/fleet_roads/tests"]),
        (["addons/fleet_paths/models/path.py"], []),
    ],
)
def test_what_is_changed(repository, changed, tests):
    _git, write = repository
    write(*changed)
    assert suite.changed() == tests


def test_what_is_deleted_or_renamed(repository):
    git, _write = repository
    git("rm", "tests/test_one.py")
    git("mv", "addons/fleet_roads/tests/test_road.py", "addons/fleet_roads/tests/test_street.py")
    assert suite.changed() == ["addons/fleet_roads/tests", "addons/fleet_roads/tests/test_street.py", "tests"]

"""``setup/screenshots``: takes the pictures of README.md and of the addons' pages, from the real app."""

from . import command_test, pytest_runner
from .paths import TESTS
from .stage import stage

PICTURES = TESTS / "screens" / "pictures.py"


def main(arguments):
    """Take all pictures, on a hub with the tests' databases, and return the exit status."""
    if arguments:
        print("usage: setup/screenshots")
        return 2
    command_test.get_ready()
    with stage("test", command_test.DATABASE, fast=True, whole=False) as ready:
        status, _report = pytest_runner.run(ready, ["--slow=600", PICTURES])
    return status

"""``setup/fuzz [seconds]``: a coverage-guided search for answers of a server that the hub can't take."""

import re
import subprocess
import time

from . import machine, venv
from .paths import FLEET, PYTHON, ROOT, TESTS
from .say import Missing, note, step

FOLDER = FLEET / "fuzz"
CORPUS = FOLDER / "corpus"
LOG = FOLDER / "log"
CASES = TESTS / "fuzz" / "cases"
SECONDS = 60


def main(arguments):
    """Search, and return 0 when nothing was found.

    Answers that the next search starts from lie in CORPUS; a finding is kept as one of CASES.
    """
    seconds = _seconds(arguments)
    machine.prepare()
    _require_atheris()
    CORPUS.mkdir(parents=True, exist_ok=True)
    known = set(CASES.iterdir())
    step(f"Fuzz: searching for {seconds} seconds")
    begin = time.monotonic()
    status = _search(seconds)
    took = time.monotonic() - begin
    return _conclude(status, took, sorted(set(CASES.iterdir()) - known))


def _seconds(arguments):
    try:
        [seconds] = map(int, arguments or [SECONDS])
    except ValueError:
        seconds = 0
    # None at all would be no limit.
    if seconds < 1:
        raise Missing("For how many seconds? setup/fuzz 60")
    return seconds


def _require_atheris():
    if subprocess.run([PYTHON, "-c", "import atheris"], capture_output=True, check=False).returncode:
        raise Missing("atheris is missing, which exists for x86_64 only: run setup/fuzz on such a machine")


def _search(seconds):
    command = [PYTHON, "-m", "fuzz", CORPUS, str(seconds)]
    with LOG.open("w") as log:
        return subprocess.run(
            command, cwd=TESTS, env=venv.clean_environment(), stdout=log, stderr=log, check=False
        ).returncode


def _conclude(status, took, findings):
    """Say plainly what came of it, and return the exit status of it all."""
    said = LOG.read_text(errors="replace")
    executions = re.search(r"^stat::number_of_executed_units: *(\d+)", said, re.MULTILINE)
    if status:
        print(_explained(said))
    good = not status and not findings
    step("Nothing was found" if good else "FOUND SOMETHING" if findings else "FAILED")
    print(f"{executions[1] if executions else 'no'} executions in {took:.0f} s; findings: {len(findings)}")
    for finding in findings:
        print(f"  {finding.relative_to(ROOT)}")
    if findings:
        print(
            "Give it a name that says what it is; ./setup/test tests/test_fuzz_cases.py fails until it is mended."
        )
    note(f"All that was said is in {LOG}")
    return 0 if good else 1


def _explained(said):
    """The traceback of what was found, or the last lines."""
    found = re.search(r"^ === Uncaught Python exception: ===\n(.*?)\n\n?==", said, re.MULTILINE | re.DOTALL)
    return found[1] if found else "\n".join(said.splitlines()[-20:])

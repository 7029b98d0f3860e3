"""``setup/bench [parts]``: the benchmark, on a PostgreSQL that writes to the disk as a real one does."""

import subprocess

from .paths import PYTHON, TESTS
from .say import note, step
from .stage import stage

DATABASE = "fleet_bench"


def main(parts):
    """Measure the named parts, or all, and return 0 when everything was reached; see ``tests/bench``."""
    with stage("bench", DATABASE, fast=False) as ready:
        step("Benchmark")
        results = ready.odoo.place.path / "results.json"
        command = [PYTHON, "-m", "bench", results, *parts]
        status = subprocess.run(command, cwd=TESTS, env=ready.environment, check=False).returncode
        note(f"The figures are in {results}")
    return status

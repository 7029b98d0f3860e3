"""The table of the faults in the addon's readme: what a run of all of them found."""

import re
from pathlib import Path
from typing import NamedTuple

PATH = Path(__file__).parents[3] / "addons/fleet_databases/readme/FAULTS.md"
_HEAD = """What becomes of a database that misbehaves. Each case is a fake server over real sockets beside 20 healthy
databases, all asked together while a call may last 2 seconds. `./setup/test tests/test_faults.py` compares this table
with what it finds, and `tests/test_verdicts.py` makes sure that *Test Connection* says the same of each. A server that
gives no answer at the first call, or says 502 or 503, is asked once more after all others.

| Case | Error shown | Seconds | Healthy databases stored |
| --- | --- | ---: | ---: |
"""
_ROW = re.compile(r"^\| (.+) \| (.+) \| ([\d.]+) \| (\d+) of \d+ \|$", re.MULTILINE)


class Row(NamedTuple):
    """
    :param error: as a person reads it
    :param seconds: that the whole synchronization took, as written
    :param stored: how many of the healthy databases
    """

    name: str
    error: str
    seconds: str
    stored: int


def read():
    """:return: name of the case -> Row, in the order of the table"""
    found = _ROW.findall(PATH.read_text()) if PATH.exists() else []
    return {name: Row(name, error, seconds, int(stored)) for name, error, seconds, stored in found}


def write(rows, total):
    """Write the table.

    :param rows: list of Row
    :param total: how many healthy databases there were
    """
    lines = [f"| {row.name} | {row.error} | {row.seconds} | {row.stored} of {total} |\n" for row in rows]
    PATH.write_text(_HEAD + "".join(lines))

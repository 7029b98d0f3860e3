"""Runs the benchmark: ``python -m bench RESULTS_JSON [PART…]``; all of PARTS if none is named."""

import json
import os
import platform
import sys
from pathlib import Path

from . import figures, roles

PARTS = {
    "scale": figures.scale,
    "invitations": figures.invitations,
    "dead": figures.dead,
    "real": figures.real,
    "roles": roles.roles,
}


def main(results, *parts):
    """Print each figure when it is there, and write them all; true when one fell short."""
    rows = []
    for name in parts or PARTS:
        for figure in PARTS[name](lambda text: print(f"… {text}", flush=True)):
            rows.append(figure)
            print(line(figure), flush=True)
    missed = [figure.name.strip() for figure in rows if figure.is_reached is False]
    Path(results).write_text(
        json.dumps({"machine": machine(), "figures": [vars(row) for row in rows]}, indent=2)
    )
    print(f"\n{machine()}\n" + (f"Fell short: {', '.join(missed)}" if missed else "Everything was reached."))
    return bool(missed)


def line(figure):
    """One row of the table, as Markdown."""
    sign = "≥" if figure.at_least else "≤"
    reach = "" if figure.reach is None else f"{sign} {figure.reach:g} {figure.unit}".strip()
    verdict = {None: "", True: "reached", False: "FELL SHORT"}[figure.is_reached]
    return f"| {figure.name:<66} | {figure.value:>9.2f} {figure.unit:<2} | {reach:>10} | {verdict} |"


def machine():
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


sys.exit(main(*sys.argv[1:]))

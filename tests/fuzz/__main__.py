"""Searches: ``python -m fuzz CORPUS SECONDS``. The first finding ends it and is kept in ``cases/``."""

import sys
import types
from pathlib import Path

import atheris

HERE = Path(__file__).parent
CASES = HERE / "cases"
HUB = "odoo.addons.fleet_databases"


def main(corpus, seconds):
    # The addon without its models: remote/ and tools/ need no Odoo around them.
    hub = types.ModuleType(HUB)
    hub.__path__ = [str(HERE.parents[1] / "addons" / "fleet_databases")]
    sys.modules[HUB] = hub
    with atheris.instrument_imports(include=[HUB, "xmlrpc"]):
        from .works import SLOWEST_SECONDS, replay
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={SLOWEST_SECONDS}",
        f"-artifact_prefix={CASES}/",
        f"-dict={HERE / 'words.dict'}",
        "-max_len=4096",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, corpus, str(CASES)], lambda written: replay(written) and None)
    atheris.Fuzz()


main(*sys.argv[1:])

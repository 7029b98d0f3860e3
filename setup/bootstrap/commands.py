"""Dispatches the commands and turns what goes wrong into an exit status."""

import importlib
import signal
import subprocess
import sys
from pathlib import Path

from .say import Failed, Missing

COMMANDS = {
    "run": "command_run",
    "test": "command_test",
    "bench": "command_bench",
    "fuzz": "command_fuzz",
    "lint": "command_lint",
    "screenshots": "command_screenshots",
    "translations": "command_translations",
}


def main(arguments):
    """Run the command named first. Status 2: something is missing and the last line says how to get it."""
    if not arguments or arguments[0] not in COMMANDS:
        print(f"usage: setup/{{{','.join(COMMANDS)}}} [arguments]", file=sys.stderr)
        return 2
    # SIGTERM takes the same way out as Ctrl-C, so that everything started is stopped in order.
    signal.signal(signal.SIGTERM, _interrupt)
    sys.stdout.reconfigure(line_buffering=True)
    try:
        return importlib.import_module(f".{COMMANDS[arguments[0]]}", __package__).main(arguments[1:])
    except Missing as missing:
        print(f"\n{missing}", file=sys.stderr)
        return 2
    except Failed as failed:
        print(f"\n{failed}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failed:
        program = " ".join(Path(part).name for part in failed.cmd[:2])
        print(f"\n{program} failed, with status {failed.returncode}: see above.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _interrupt(_signal, _frame):
    raise KeyboardInterrupt

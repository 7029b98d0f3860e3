"""``setup/lint``: every linter, all of them even when one complains."""

import os
import subprocess

from . import addons, machine, translations, venv
from .paths import ADDONS, ROOT, VENV
from .say import Failed, step

BINARIES = VENV / "bin"
# pylint-odoo's two that only fit addons of OCA itself, the author and the README; what only the other run knows; that
# an addon extends a model in one file: what fleet_databases adds to a project is one file for each concern; and that
# whoever calls what it extends returns something: a method that does something returns nothing.
NOT_OURS = "C8101,C8112,consider-merging-classes-inherited,missing-return,unknown-option-value"
# What Odoo's own test_lint has pylint look for; it takes minutes over all of Odoo and a second over ours.
CORE_CHECKERS = "_odoo_checker_sql_injection,_odoo_checker_gettext,_odoo_checker_unlink_override"
CORE_CHECKS = (
    "sql-injection,missing-gettext,gettext-variable,gettext-placeholders,gettext-repr,raise-unlink-override,"
    "used-before-assignment,undefined-variable,eval-used,unreachable,function-redefined"
)


def main(_arguments):
    """Return 0 when no linter complains."""
    source = machine.prepare()
    failed = [name for name, command in _commands(source).items() if not _passes(name, command, source)]
    failed += [] if _are_translated() else ["translations"]
    step(f"FAILED: {', '.join(failed)}" if failed else "All linters passed")
    return 1 if failed else 0


def _commands(source):
    """Return ``{name: command}``; those for addons only where there are addons."""
    cache = ["--cache-dir", VENV / "ruff_cache"]
    commands = {
        "ruff": [BINARIES / "ruff", "check", *cache, ROOT],
        "ruff format": [BINARIES / "ruff", "format", "--check", *cache, ROOT],
    }
    modules = [ADDONS / name for name in addons.manifests()]
    if modules:
        pylint = BINARIES / "pylint"
        commands["pylint-odoo"] = [
            pylint,
            f"--rcfile={ROOT / '.pylintrc'}",
            f"--disable={NOT_OURS}",
            *modules,
        ]
        # A run of its own: both know a message named sql-injection.
        commands["Odoo's own pylint checks"] = [
            pylint,
            f"--rcfile={os.devnull}",
            "--score=no",
            "--disable=all,useless-option-value,unknown-option-value",
            f"--load-plugins={CORE_CHECKERS}",
            f"--enable={CORE_CHECKS}",
            *modules,
        ]
        commands["OCA's module checks"] = [BINARIES / "oca-checks-odoo-module", *modules]
    return commands


def _are_translated():
    # The last one: it waits where the tests run.
    step("translations")
    try:
        translations.run("compare")
    except Failed:
        return False
    return True


def _passes(name, command, source):
    step(name)
    checkers = source.core_addons / "test_lint" / "tests"
    environment = venv.clean_environment(PYTHONPATH=str(checkers), PYTHONDONTWRITEBYTECODE="1")
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0

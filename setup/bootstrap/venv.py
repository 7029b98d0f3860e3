"""Builds the virtual environment: Odoo's requirements, the tests' and linters', and Odoo itself on the path.

uv installs in a few seconds what takes pip most of a minute. Where uv can't be had, or can't reach what pip is set up
to reach, pip does it.
"""

import os
import shutil
import subprocess
import sys

from .paths import PYTHON, REQUIREMENTS, VENV, VENV_LINK
from .say import Bar, Missing, step

COMPLETE = VENV / "complete"
PIP = (PYTHON, "-m", "pip", "install", "--no-input", "--disable-pip-version-check")
UV = "uv==0.13.9"


def make():
    """Make sure that there is a venv for the requirements and this Python."""
    if not COMPLETE.is_file():
        step(f"Python packages: installing them for Python {sys.version_info[0]}.{sys.version_info[1]}")
        shutil.rmtree(VENV, ignore_errors=True)
        VENV.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True, env=clean_environment())
        # With what they depend on, there are about half as many again.
        expected = sum(path.read_text().count("==") for path in REQUIREMENTS) * 3 // 2
        install("The Python packages", REQUIREMENTS, expected)
        COMPLETE.touch()


def put_on_path(source):
    """Put Odoo's :class:`~.odoo_source.Source` on the venv's path."""
    packages = next(VENV.glob("lib/python3*/site-packages"))
    (packages / "odoo_source.pth").write_text(f"{source.path}\n")
    if not VENV_LINK.exists() or VENV_LINK.is_symlink():
        VENV_LINK.unlink(missing_ok=True)
        VENV_LINK.symlink_to(VENV)


def clean_environment(**more):
    """Return the environment for programs of the venv: without what would change how Python or Odoo start."""
    hidden = (
        "PYTHONPATH",
        "PYTHONHOME",
        "PYTHONDONTWRITEBYTECODE",  # to compile Odoo takes half of the time in which a process starts
        "VIRTUAL_ENV",
        "OPENERP_SERVER",
        "PGDATABASE",
    )
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in hidden and not name.startswith("ODOO_")
    }
    return kept | more


def install(what, requirements, expected, *options):
    """Install these files into the venv.

    :param what: their name, for people
    :param expected: number of packages, for pip's bar
    :param options: those that pip and uv both know
    """
    files = [part for path in requirements for part in ("-r", path)]
    if not _install_with_uv([*options, *files]):
        _install_with_pip(what, expected, ["--prefer-binary", *options, *files])


def install_apart(what, title, requirements, folder):
    """Make sure that these lie in a folder of their own, without what they say that they need.

    :param what: their name, for people
    :param title: what is being done, for people
    """
    complete = folder / "complete"
    if not complete.is_file():
        step(f"{what}: {title}")
        shutil.rmtree(folder, ignore_errors=True)
        count = requirements.read_text().count("==")
        # All in one call: pip does not merge a second one into the same folder.
        install(what, [requirements], count, "--no-deps", f"--target={folder}")
        complete.touch()


def _install_with_uv(arguments):
    """Tell whether uv could do it."""
    program = VENV / "bin" / "uv"
    if not program.is_file():
        _run_quietly([*PIP, UV])
    return program.is_file() and _run_quietly([program, "pip", "install", "--python", PYTHON, *arguments])


def _run_quietly(command):
    return subprocess.run(command, capture_output=True, check=False, env=clean_environment()).returncode == 0


def _install_with_pip(what, expected, arguments):
    bar, seen, lines = Bar("of the packages"), 0, []
    command = [*PIP, *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=clean_environment()
    ) as running:
        for line in running.stdout:
            lines.append(line)
            seen += line.startswith("Collecting ")
            bar.show(seen, expected)
    bar.end()
    if running.returncode:
        raise Missing(f"{''.join(lines[-15:])}\n{what} could not be installed: {' '.join(map(str, command))}")

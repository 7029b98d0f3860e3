import logging
import subprocess
import sys
from pathlib import Path

import psutil

from odoo.tools import config
from odoo.tools.misc import stripped_sys_argv

_logger = logging.getLogger(__name__)
# The scripts that start Odoo from a command line. Other programs that load Odoo, such as a WSGI server, don't have
# Odoo's options.
_SCRIPTS = ("odoo", "odoo-bin", "odoo.py")
_MODULE = "__main__.py"


def is_alive(pid):
    """Whether a process of this machine runs. One that has ended counts as dead before its parent has noticed, too."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def start_process(database):
    """Start ``odoo databases_tasks`` with the options of this process, as Odoo starts its own gevent process. The new
    process goes on when this one ends.

    :param database: name of the database
    :return: its process id, or None: it can't be started, or this one was not started from a command line of Odoo
    """
    script = Path(sys.argv[0])
    if script.name not in (*_SCRIPTS, _MODULE):
        _logger.warning("A long task waits: start `odoo databases_tasks -d %s`", database)
        return None
    options = stripped_sys_argv("--addons-path")[1:]
    if options and not options[0].startswith("-"):
        # Leave out the command that this process was started with.
        options = options[1:]
    start = ["-m", "odoo"] if script.name == _MODULE else [str(script)]
    addons_path = f"--addons-path={','.join(config['addons_path'])}"
    command = [sys.executable, *start, addons_path, "databases_tasks", *options, "-d", database]
    try:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True).pid
    except OSError as error:
        _logger.warning("A long task waits, and no process can be started: %s", error)
        return None

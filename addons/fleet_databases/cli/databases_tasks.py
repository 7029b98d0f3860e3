"""``odoo databases_tasks``: the process that does the long tasks of hubs.

Odoo loads this file by its path, as a command, before any addon.
"""

import itertools
import logging
import os
import resource
import signal
import sys
from contextlib import contextmanager

import psycopg2

import odoo.tools.config
from odoo import fields
from odoo.api import SUPERUSER_ID, Environment
from odoo.cli import Command
from odoo.modules.registry import Registry

_logger = logging.getLogger(__name__)
# Seconds between two signs of life.
_BEAT = 10
_STAY, _AT_ONCE = "--stay", "--at-once="


class DatabasesTasks(Command):
    """Do the tasks of databases that take long, such as backups. It ends when no task waits; with --stay it goes on.
    --at-once=2: how many tasks at the same time"""

    name = "databases_tasks"

    def run(self, args):
        own = [arg for arg in args if arg == _STAY or arg.startswith(_AT_ONCE)]
        odoo.tools.config.parser.prog = self.prog
        odoo.tools.config.parse_config([arg for arg in args if arg not in own], setup_logging=True)
        names = odoo.tools.config["db_name"]
        if not names:
            sys.exit("Which database? Use -d")
        at_once = ["2", *(arg.removeprefix(_AT_ONCE) for arg in own if arg != _STAY)][-1]
        if not at_once.isdecimal() or not int(at_once):
            sys.exit("How many at the same time? Use --at-once=2, for example")
        _leave_what_workers_hand_down()
        # Not at the top: only after the configuration is read does Python find the addons.
        from odoo.addons.fleet_databases.remote.pull import LongJobs

        jobs = LongJobs(int(at_once))
        _Shift(names, jobs).work(stay=_STAY in own)
        if jobs.room < int(at_once):
            # A job that was given up goes on, perhaps for ever: Python would wait for its thread.
            logging.shutdown()
            os._exit(0)


class _Shift:
    """What one process does, from its start to its end.

    :param names: names of databases
    :param jobs: LongJobs
    """

    def __init__(self, names, jobs):
        self._jobs = jobs
        self._underway = {name: {} for name in names}
        self._keys = itertools.count()

    def work(self, stay):
        arrived = {}
        while True:
            for name in self._underway:
                self._turn(name, arrived)
            if not stay and not any(self._underway.values()) and all(map(_signed_out, self._underway)):
                return
            awaited = set().union(*self._underway.values())
            arrived = {key: arrived[key] for key in arrived.keys() & awaited} | self._jobs.arrived(_BEAT)

    def _turn(self, name, arrived):
        try:
            with _worker(name) as worker:
                begun = worker._turn(self._underway[name], arrived, self._jobs.room)
        except psycopg2.Error as error:
            # Perhaps PostgreSQL is being restarted. What has arrived is written down in the next turn.
            _logger.warning("%s: %s", name, error)
            self._stop_silent(name)
            return
        for work, job in begun:
            key = next(self._keys)
            self._underway[name][key] = work
            self._jobs.begin(key, job)

    def _stop_silent(self, name):
        """Stop what has given no sign of life for so long that somebody else may do it."""
        underway, now = self._underway[name], fields.Datetime.now()
        for key in [key for key, work in underway.items() if work.until <= now]:
            underway.pop(key).sink.stop()


def _signed_out(name):
    try:
        with _worker(name) as worker:
            return worker._sign_out()
    except psycopg2.Error as error:
        _logger.warning("%s: %s", name, error)
        return True


@contextmanager
def _worker(name):
    with Registry(name).check_signaling().cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {})
        if "databases.task.worker" not in env:
            sys.exit(f"{name}: the addon is not installed.")
        yield env["databases.task.worker"]


def _leave_what_workers_hand_down():
    """Odoo's workers have a limit of processor time, and the processes that they start inherit it: lift it. Let Ctrl+C
    end this process at once, because its threads may run for hours."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import os
import platform
import time
from datetime import timedelta
from typing import Any, NamedTuple

from odoo import api, fields, models

from ...remote.errors import CallTimeout
from ...remote.sink import Sink
from ...remote.unforeseen import caught, told
from ...remote.values import Result
from ..own_hand import with_own_hand
from .long_process import is_alive, start_process

# How long a process may keep a task. While the process lives, it extends this time again and again.
_LEASE = timedelta(seconds=120)
# A process that gives no sign of life for this long is dead.
_SILENCE = timedelta(seconds=60)
# Before it gives its first sign of life, it loads all addons, which takes so long at most.
_LOADING = timedelta(minutes=10)
# A job that has not ended so many seconds after its time was over is given up.
_GRACE = 60


class Underway(NamedTuple):
    """A long task that a process is doing.

    :param model: name of the model of the tasks
    :param ids: ids of the tasks, which are done in one job
    :param sink: where the job tells how far it is
    :param ends: when the job has to be over, on the monotonic clock
    :param until: a datetime, until when this process keeps the tasks. If the database has another one, somebody else
        has taken the tasks
    """

    model: str
    ids: tuple
    sink: Sink
    ends: float
    until: Any


class DatabasesTaskWorker(models.Model):
    """A process that does long tasks. Odoo ends its workers after two minutes (``limit_time_real``), and every thread
    in them. So ``odoo databases_tasks`` does what takes longer; it is started when no such process is alive."""

    _name = "databases.task.worker"
    _inherit = ["databases.engine"]
    _description = "Process for long tasks"

    host = fields.Char(required=True, readonly=True)
    pid = fields.Integer("Process", required=True, readonly=True)
    seen = fields.Datetime("Last sign of life", required=True, readonly=True)

    @api.model
    def _start_if_needed(self):
        """Start a process, if a long task waits and none is alive. Commits."""
        if not self._any_waits():
            return
        now = fields.Datetime.now()
        if not self._any_is_alive():
            pid = start_process(self.env.cr.dbname)
            if not pid:
                return
            self.create({"host": platform.node(), "pid": pid, "seen": now})
        # Look again later: the process may die, or may be about to end.
        self.env["project.project"]._database_wake_up_synchronization(now + _SILENCE)
        self._commit()

    @api.model
    def _any_is_alive(self):
        now = fields.Datetime.now()
        seen = self.search([("seen", ">", now - _LOADING)])
        # Otherwise a machine that is too slow to load one process in time would start another one each minute.
        return any(row.seen > now - _SILENCE or row._is_here() for row in seen)

    def _is_here(self):
        """Whether this process runs on this machine."""
        return self.host == platform.node() and is_alive(self.pid)

    @api.model
    def _any_waits(self):
        """Whether a long task can be begun. A neutralized copy of a hub does nothing."""
        parameters_sudo = self.env["ir.config_parameter"].sudo()  # not a secret
        if parameters_sudo.get_param("database.is_neutralized"):
            return False
        return any(self._of_each_kind(lambda tasks: tasks._first(is_long=True)))

    @api.model
    def _sign_in(self):
        """:return: the record of this process"""
        mine = {"host": platform.node(), "pid": os.getpid()}
        known = self.search([(name, "=", value) for name, value in mine.items()], limit=1)
        return known or self.create({**mine, "seen": fields.Datetime.now()})

    @api.model
    def _sign_out(self):
        """Delete the record of this process, which wants to end. It may not end if a long task waits. Commits.

        :return: whether it may end
        """
        self._sign_in().unlink()
        self._commit()
        return not self._any_waits()

    @api.model
    def _turn(self, underway, arrived, room):
        """Give a sign of life, write down what has arrived, and take tasks that wait. Commits.

        :param underway: key -> :class:`Underway`; it is brought up to date
        :param arrived: key -> :class:`~...remote.values.Result`; what was written down is taken out
        :param room: how many more can be begun
        :return: list of (Underway, :class:`~...remote.values.Job`) to begin
        """
        self = with_own_hand(self)  # noqa: PLW0642
        self._sign_in().seen = fields.Datetime.now()
        self.search([("seen", "<", fields.Datetime.now() - timedelta(days=1))]).unlink()
        self._commit()
        for key in arrived.keys() & underway.keys():
            self._end(underway[key], arrived[key])
            del underway[key], arrived[key]
        for key in list(underway):
            self._keep(underway, key)
        return self._take(room) if room > 0 and self._any_waits() else []

    @api.model
    def _own(self, work):
        """:return: list with the tasks as one recordset, if this process still has them; else an empty list"""
        if work.model not in self.env:
            return []
        tasks = self.env[work.model].browse(work.ids).exists()
        kept = all(task.state == "waiting" and task.asked_until == work.until for task in tasks)
        return [tasks] if tasks and kept else []

    @api.model
    def _end(self, work, result):
        self._write_down(
            [work],
            lambda _items: [tasks._record({tasks: result}) for tasks in self._own(work)],
            lambda _item, error: [
                tasks._give_up(self._not_stored(work.model, error)) for tasks in self._own(work)
            ],
        )

    @api.model
    def _keep(self, underway, key):
        """Give a sign of life of one task, and tell how far it is. If this process has lost the task, its work is
        stopped."""
        work, until = underway[key], fields.Datetime.now() + _LEASE
        if time.monotonic() > work.ends:
            # It does not look at its limits, perhaps because it waits for something that never comes.
            work.sink.stop()
            self._end(work, Result(0, error=CallTimeout()))
            del underway[key]
            return
        unwritten = []
        self._write_down(
            [work], lambda _items: self._tell_alive(work, until), lambda *item: unwritten.append(item)
        )
        if unwritten:
            # The next sign of life still comes early enough.
            self._not_stored(self._description, unwritten[0][1])
        elif work.sink.stopped:
            del underway[key]
        else:
            underway[key] = work._replace(until=until)

    @api.model
    def _tell_alive(self, work, until):
        own, sink = self._own(work), work.sink
        if not own:
            sink.stop()
        for tasks in own:
            tasks.write({"asked_until": until, "progress": sink.percent})
            tasks.run_id._tell_progress()

    @api.model
    def _take(self, room):
        begun = []
        for tasks in self._task_models():
            taken, error = caught(self._take_of, tasks, room - len(begun))
            if error:
                self._roll_back()
                told(tasks._description, error)
            begun += taken or []
        return begun

    @api.model
    def _take_of(self, tasks, room):
        until = fields.Datetime.now() + _LEASE
        taken = self._try_claim(lambda: tasks._take_long(room, until)) if room > 0 else None
        if not taken:
            return []
        self.env["project.project"]._database_wake_up_synchronization(until)
        self._commit()
        begun = [(taken[job.target.id], job) for job in tasks._jobs(taken)]
        self._commit()
        return [(_underway(own, job, until), job) for own, job in begun]


def _underway(tasks, job, until):
    ends = time.monotonic() + job.seconds + _GRACE
    return Underway(tasks._name, tuple(tasks.ids), job.sink, ends, until)

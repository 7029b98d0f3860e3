from datetime import timedelta

from odoo import api, fields, models

from ...remote.sink import Sink
from ...remote.unforeseen import caught, told
from ...remote.values import JOB_SECONDS, MAX_ANSWER, Job
from ..own_hand import with_own_hand
from ..words import reason, reasons, sentence
from .databases_engine import WHILE_WAITING_DATABASES

# If the tasks have not begun this long after they were stored, whoever stored them has died.
_BEGUN = timedelta(minutes=1)


class DatabasesTask(models.AbstractModel):
    """Something that the hub does once for one record, the subject. Somebody asks for it, and it is stored before it
    is done.

    A model of tasks inherits this. It has a field for the subject, names it in ``_subject``, and extends
    :meth:`_work` and, usually, :meth:`_end`. The model of the subject has the two fields of ``_subject_claim``.
    :class:`~.run_kind.RunKind` names the field of a run that holds its tasks.
    """

    _name = "databases.task"
    _inherit = ["databases.task.queue"]
    _description = "Task"
    _order = "id desc"

    # Limits of a job. Work that takes longer than a minute is a long task.
    _seconds = JOB_SECONDS
    _max_bytes = MAX_ANSWER

    run_id = fields.Many2one("databases.run", required=True, index=True, readonly=True, ondelete="restrict")
    user_id = fields.Many2one(
        "res.users", "Asked for by", readonly=True, index=True, ondelete="restrict", help="Empty: a schedule."
    )
    create_date = fields.Datetime("Asked for at", readonly=True)
    ended = fields.Datetime("Done at", readonly=True)
    is_long = fields.Boolean(
        "Takes long", readonly=True, help="It is done by a process of its own, however long it takes."
    )
    tries = fields.Integer(
        default=0, readonly=True, help="How often it was begun; more than once after a crash."
    )
    asked_until = fields.Datetime(readonly=True, help="A worker is doing it, at most until then.")
    progress = fields.Float("Progress (%)", default=0, readonly=True)
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "Done"), ("skipped", "Unchanged"), ("failed", "Failed")],
        required=True,
        default="waiting",
        readonly=True,
    )
    reason = fields.Selection(reasons, readonly=True)
    detail = fields.Char(readonly=True)
    message = fields.Char("What to do", compute="_compute_message")

    _waiting_index = models.Index("(id) WHERE state = 'waiting'")

    @api.depends("reason", "detail")
    @api.depends_context("lang")
    def _compute_message(self):
        for task in self:
            task.message = task.reason and sentence(self.env, task.reason, task.detail)

    @api.model
    def _start(self, kind, values):
        """Store tasks and have them done: for a few subjects while the person waits, for many in the background, and
        long tasks by a process of their own. The caller checks who may ask for them. Commits.

        :param kind: a word of :meth:`~.databases_run.DatabasesRun._kinds`
        :param values: list of dict, the values of each task
        :return: the run
        """
        tasks_sudo = with_own_hand(self.sudo())  # only the hub itself writes runs and tasks
        return tasks_sudo._started(kind, values).sudo(False)

    @api.model
    def _started(self, kind, values):
        run = self.env["databases.run"].create({"kind": kind, "user_id": self.env.uid})
        tasks = self.create([{**vals, "run_id": run.id, "user_id": self.env.uid} for vals in values])
        self.env["project.project"]._database_wake_up_synchronization(fields.Datetime.now() + _BEGUN)
        # Whatever happens from here on, it is stored that these tasks were asked for.
        self._commit()
        _nothing, error = caught(self._begin, run, tasks)
        if error:
            # Odoo would repeat the request after a conflict with another worker, and ask for everything twice.
            self._roll_back()
            told(self._description, error)
        return run

    @api.model
    def _begin(self, run, tasks):
        """Do the tasks of a run, or see to it that they are done. Commits."""
        subjects = tasks.filtered(lambda task: not task.is_long)[self._subject]
        if len(subjects) <= WHILE_WAITING_DATABASES:
            self._work_through(subjects)
        run._wake_up_again()
        run._tell_progress()
        self._commit()

    def _job(self, target):
        """:return: the :class:`~...remote.values.Job` that does these tasks of one subject"""
        return Job(target, self._work(), self._seconds, self._max_bytes, self._sink())

    def _work(self):
        """What to do for the one subject of these tasks. If ``tries`` is more than 1, an earlier try was
        interrupted: then the work has to look first what is done already.

        :return: the function of a Job
        """
        raise NotImplementedError

    def _sink(self):
        """:return: the :class:`~...remote.sink.Sink` for the file that these tasks leave. A sink without a file only
        tells how far they are"""
        return Sink()

    @api.model
    def _record(self, results):
        """Write down the results of tasks.

        :param results: tasks of one subject -> :class:`~...remote.values.Result`
        """
        self.union(*results).fetch(["state"])
        for tasks, result in results.items():
            tasks.filtered(lambda task: task.state == "waiting")._end(result)
        self.union(*results).run_id._tell_progress()

    def _end(self, result):
        """Give these tasks of one subject their outcome, once. Extend it to store the answers.

        :param result: :class:`~...remote.values.Result`
        """
        if result.error:
            self._fail(result.error)
        else:
            self.write({"state": "done", "progress": 100, "ended": fields.Datetime.now()})

    def _fail(self, why):
        """
        :param why: RemoteError
        """
        self.write(
            {
                "state": "failed",
                "reason": reason(self.env, why),
                "detail": why.detail,
                "ended": fields.Datetime.now(),
            }
        )

    def _give_up(self, why):
        """Mark tasks as failed that could not be done or whose results could not be stored. A retry looks first what
        is done already, so nothing is done twice.

        :param why: RemoteError
        """
        self.filtered(lambda task: task.state == "waiting")._fail(why)
        self.run_id._tell_progress()

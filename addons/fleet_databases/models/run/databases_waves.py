from datetime import timedelta

from odoo import api, fields, models

from ...remote.unforeseen import caught, told
from ...remote.values import Job
from ..own_hand import with_own_hand
from .claim import DATABASE

# Databases that become due within this time are pulled together.
TOGETHER = timedelta(minutes=10)


class DatabasesWaves(models.AbstractModel):
    """The rhythm of synchronizations. Its scheduled action also does the tasks that wait."""

    _name = "databases.waves"
    _inherit = ["databases.rhythm"]
    _description = "Waves of a synchronization"

    _records = "project.project"
    _due_order = "database_next_synchro, id"
    _record_claim = DATABASE

    @api.model
    def _synchronize_due(self):
        """The scheduled action: one wave of the tasks that wait, or of the databases that are due. It is called again
        while some remain."""
        self = with_own_hand(self)  # noqa: PLW0642
        if not self._work_on_tasks():
            claims = self._try_claim(self._claim_due)
            if not claims:
                # Another worker claimed some of them a moment ago; the next call sees it.
                self._commit(remaining=self._count_due())
                return
            claimed, due = claims
            self._pull(claimed, remaining=len(due))
        remaining = self._count_due() + self._count_tasks()
        if remaining:
            self.env["databases.task.worker"]._start_if_needed()
        else:
            self._close_open_runs()
            self._wake_up_later()
        self._commit(remaining=remaining)

    @api.model
    def _work_on_tasks(self):
        """Do one wave of the first kind of task that waits. If one kind fails, the others are not concerned.

        :return: whether a task was waiting
        """
        for tasks in self._task_models():
            subjects, error = caught(tasks._due)
            if not error and subjects:
                any_done, error = caught(tasks._work_through, subjects)
                if any_done:
                    return True
            if error:
                self._roll_back()
                told(tasks._description, error)
        return False

    @api.model
    def _count_tasks(self):
        """The number of subjects for which a short task can be begun."""
        return sum(self._of_each_kind(lambda tasks: len(tasks._due())))

    @api.model
    def _due_domain(self):
        return self.env[self._records]._database_due_domain()

    @api.model
    def _claim_due(self):
        """Claim a wave of the due databases. Those that no run waits for belong to the run of the scheduled action."""
        claimed, due = super()._claim_due()
        awaited = self.env["databases.run.line"]._awaited(due)
        if run := self._open_of_the_schedule():
            run._add(claimed - awaited)
        elif due - awaited:
            self._open(due - awaited)
        return claimed, due

    @api.model
    def _jobs(self, records):
        questions = records._database_questions()
        return [Job(target, questions[target.id]) for target in records._database_targets()]

    @api.model
    def _store(self, records, results):
        self._tell_stored(records._database_store(results))

    @api.model
    def _store_alone(self, record, result, error):
        """Store what can be stored of one database, and say what can't be stored. If even this fails, its claim runs
        out and it is asked again."""
        self._write_down(
            [result],
            lambda _items: self._tell_stored(record._database_store({record.id: result}, isolated=True)),
            lambda _result, unforeseen: self._not_stored("synchronization", unforeseen),
        )

    @api.model
    def _tell_stored(self, results):
        self.env["databases.run.line"]._record(results)._tell_progress()

    @api.model
    def _close_open_runs(self):
        """Nothing is due. So the databases that open runs still wait for are being asked by somebody else, or can't be
        asked."""
        project = self.env["project.project"]
        lines = self.env["databases.run.line"]
        lines.search(
            [("state", "=", "waiting"), ("project_id", "not any", project._database_claimed_domain())]
        ).state = "skipped"
        self._of_each_kind(lambda tasks: tasks._drop())
        self.search([("end", "=", False)])._tell_progress()

    @api.model
    def _wake_up_again(self):
        """Have the scheduled action run again: at once, if tasks wait, and later."""
        if self._count_tasks():
            self.env["project.project"]._database_wake_up_synchronization()
        self._wake_up_later()

    @api.model
    def _wake_up_later(self):
        """Have the scheduled action run soon after the next database becomes due, to pull others with it, and soon
        after a claim ends, as its worker may have died."""
        project = self.env["project.project"]
        for name in ("database_next_synchro", "database_claimed_until"):
            following = project.search_fetch(
                [*project._database_pullable_domain(), (name, ">", fields.Datetime.now())],
                [name],
                order=name,
                limit=1,
            )
            if following:
                project._database_wake_up_synchronization(following[name] + TOGETHER)
        self._of_each_kind(lambda tasks: tasks._wake_up_at_the_end_of_claims())
        self.env["databases.task.worker"]._start_if_needed()

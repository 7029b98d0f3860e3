from odoo import api, fields, models

from ...remote.errors import Gone, Interrupted
from ...remote.unforeseen import caught, told
from .claim import DATABASE

# A task that was interrupted so often is not begun again by itself: perhaps the task itself kills the process that does
# it.
MOST_TRIES = 5


class DatabasesTaskQueue(models.AbstractModel):
    """Takes the tasks that wait, one at a time for each subject, and does the short ones in waves."""

    _name = "databases.task.queue"
    _inherit = ["databases.engine"]
    _description = "Tasks that wait"

    # Name of the many2one field to the subject of a task, and the fields in which the subject says who works on it.
    _subject = "project_id"
    _subject_claim = DATABASE
    # The error of tasks whose subject was deleted, or can't be worked on any more.
    _subject_gone = Gone
    # Whether the tasks of one run for one subject are done in one job.
    _together = False

    @api.model
    def _subject_domain(self):
        """The domain of the subjects that can be worked on. Tasks of other subjects wait."""
        return []

    @api.model
    def _targets(self, subjects):
        """The targets of the jobs for these subjects.

        :return: list of :class:`~...remote.values.Target` or of :class:`~...remote.values.Place`, in the order
            of the subjects
        """
        raise NotImplementedError

    @api.model
    def _due(self):
        """Subjects for which a short task can be begun."""
        return self._first(is_long=False)[self._subject]

    @api.model
    def _first(self, is_long):
        """The oldest waiting task of each subject that can be worked on, and that nobody works on."""
        waiting = [("state", "=", "waiting"), (self._subject, "any", self._subject_domain())]
        oldest = self._read_group(waiting, [self._subject], ["id:min"])
        first = self.browse(sorted(id_ for _subject, id_ in oldest)).filtered_domain(
            [("is_long", "=", is_long)]
        )
        subjects = first[self._subject]
        busy = subjects.filtered_domain(self._subject_claim.held()) | self._being_done(subjects)
        return first.filtered(lambda task: task[self._subject] not in busy)

    @api.model
    def _being_done(self, subjects):
        """Those of the subjects for which a task of any model is being done, even if it was begun before the
        connection of the database was changed."""
        busy = subjects.browse()
        for tasks in self._task_models():
            if tasks._fields[tasks._subject].comodel_name == subjects._name:
                held = [("state", "=", "waiting"), ("asked_until", ">", fields.Datetime.now())]
                busy |= tasks.search([(tasks._subject, "in", subjects.ids), *held])[tasks._subject]
        return busy

    @api.model
    def _take(self, subjects, until, is_long=False):
        """Take the oldest waiting task of each of these subjects, which the caller has claimed. Tasks of one subject
        are done in the order in which they were asked for: otherwise somebody who was invited and then removed could
        come back.

        :param until: datetime; until then nobody else takes these tasks
        :return: id of the subject -> tasks
        """
        waiting = self.search([(self._subject, "in", subjects.ids), ("state", "=", "waiting")], order="id")
        busy, taken = self._being_done(subjects), {}
        for subject, tasks in waiting.grouped(self._subject).items():
            first = tasks[0]
            if subject in busy or first.is_long != is_long:
                continue
            if self._together:
                first = tasks.filtered(lambda task, run=first.run_id: task.run_id == run)
            if first[0].tries >= MOST_TRIES:
                first._give_up(Interrupted(str(first[0].tries)))
                first._discard()
                continue
            taken[subject.id] = first
            first.write({"asked_until": until, "tries": first[0].tries + 1})
        return taken

    def _discard(self):
        """Delete what the tries of a task have left of its file. If this fails, the other tasks are not concerned."""
        _nothing, error = self._apart(lambda: self._sink().discard())
        if error:
            told(self._description, error)

    @api.model
    def _work_through(self, subjects):
        """Do the tasks of these subjects, except where somebody else works on a subject: its tasks go on waiting.
        Commits."""
        claim = self._subject_claim
        claimed = self._try_claim(lambda: claim.take(subjects))
        if not claimed:
            return False
        token, until = claimed[0][claim.token], claimed[0][claim.until]
        taken = self._take(claimed, until)
        self.env["project.project"]._database_wake_up_synchronization(until)
        untried = dict(taken)
        for results in self._ask(self._jobs(taken), remaining=len(subjects)):
            for result in results:
                del untried[result.target_id]
            self._write_down(
                results,
                lambda items: self._record({taken[item.target_id]: item for item in items}),
                lambda item, error: taken[item.target_id]._give_up(
                    self._not_stored(self._description, error)
                ),
            )
        self.union(*untried.values()).exists()._put_back()
        claim.release(claimed, token)
        self._commit()
        return bool(taken)

    @api.model
    def _take_long(self, most, until):
        """Take the oldest waiting long task of some subjects. Meanwhile, other work than tasks may be done for these
        subjects.

        :param most: of at most so many subjects
        :return: as of :meth:`_take`
        """
        claim = self._subject_claim
        claimed = claim.take(self._first(is_long=True)[:most][self._subject])
        taken = self._take(claimed, until, is_long=True)
        claim.release(claimed, claimed[:1][claim.token])
        return taken

    @api.model
    def _jobs(self, taken):
        """The jobs of what was taken. A task that can't be prepared has failed; the others are not concerned.

        :param taken: id of a subject -> tasks
        :return: list of :class:`~...remote.values.Job`
        """
        jobs, error = caught(self._prepared, taken)
        if not error:
            return jobs
        if len(taken) > 1:
            return [job for id_, tasks in taken.items() for job in self._jobs({id_: tasks})]
        for tasks in taken.values():
            tasks._give_up(told(self._description, error))
        return []

    @api.model
    def _prepared(self, taken):
        subjects = self.env[self._fields[self._subject].comodel_name].browse(taken)
        with self.env.cr.savepoint():
            pairs = zip(taken.values(), self._targets(subjects), strict=True)
            return [tasks._job(target) for tasks, target in pairs]

    def _put_back(self):
        """Let these tasks wait again: there was no time to try them."""
        for task in self.filtered(lambda task: task.state == "waiting"):
            task.write({"asked_until": False, "tries": task.tries - 1})

    @api.model
    def _drop(self):
        """End the tasks whose subject can't be worked on any more."""
        lost = [("state", "=", "waiting"), (self._subject, "not any", self._subject_domain())]
        free = ["|", ("asked_until", "=", False), ("asked_until", "<=", fields.Datetime.now())]
        self.search([*lost, *free])._give_up(self._subject_gone())

    @api.model
    def _wake_up_at_the_end_of_claims(self):
        """Start the scheduled action when the first claim of a task ends: unless its process is dead, the claim was
        renewed by then."""
        held = [("state", "=", "waiting"), ("asked_until", ">", fields.Datetime.now())]
        if first := self.search(held, order="asked_until", limit=1):
            self.env["project.project"]._database_wake_up_synchronization(first.asked_until)

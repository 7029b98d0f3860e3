from datetime import timedelta

from odoo import api, fields, models

from ...remote.values import Job
from ..own_hand import with_own_hand

WAVE_DATABASES = 1000
# What is due within these is pulled together.
TOGETHER = timedelta(minutes=10)


class DatabasesWaves(models.AbstractModel):
    """Synchronization goes in waves: claim databases and end the transaction; ask them, in threads; write down what
    arrives while the others are still being asked."""

    _name = "databases.waves"
    _inherit = ["databases.engine"]
    _description = "Waves of a synchronization"

    @api.model
    def _synchronize_due(self):
        """The scheduled action: one wave of the changes of users that wait, or of the databases that are due. It is
        called again while some remain."""
        self = with_own_hand(self)  # noqa: PLW0642
        project, changes = self.env["project.project"], self.env["databases.user.change"]
        if with_changes := changes._due():
            changes._work_through(with_changes)
        elif claims := self._try_claim(self._claim_due):
            claimed, due = claims
            self._pull(claimed, remaining=len(due))
        else:
            # Another worker claimed some of them a moment ago; the next call sees it.
            self._commit(remaining=project.search_count(project._database_due_domain()))
            return
        remaining = project.search_count(project._database_due_domain()) + len(changes._due())
        if not remaining:
            self._close_open_runs()
            self._wake_up_again()
        self._commit(remaining=remaining)

    @api.model
    def _claim_due(self):
        """Claim a wave of the due databases. Those that no run waits for belong to the run of the scheduled action.

        :return: the claimed ones, and all that were due
        """
        project = self.env["project.project"]
        due = project.search(project._database_due_domain(), order="database_next_synchro, id")
        claimed = due._database_try_claim(limit=WAVE_DATABASES)
        run = self.search(
            [("user_id", "=", False), ("kind", "=", "synchronize"), ("end", "=", False)], limit=1
        )
        awaited = self.env["databases.run.line"]._awaited(due)
        if run:
            run._add(claimed - awaited)
        elif due - awaited:
            self._open(due - awaited)
        return claimed, due

    @api.model
    def _pull(self, databases, remaining=None):
        """Ask these databases, which the caller has claimed, and write down what they answer. Commits.

        :param remaining: how many are due, for the scheduler
        """
        claim = databases[:1].database_claim
        # What asking needs is looked up after the claim can't be lost any more.
        self._commit(remaining=remaining)
        questions = databases._database_questions()
        jobs = [Job(target, questions[target.id]) for target in databases._database_targets()]
        for results in self._ask(jobs, remaining=remaining):
            self._write_down(
                results,
                lambda items: self._store_results(items, claim),
                lambda result, _error: self._store_isolated(result, claim),
            )
        databases.exists()._database_release(claim)

    @api.model
    def _store_results(self, results, claim, isolated=False):
        stored = self.env["project.project"]._database_store(results, claim, isolated)
        self.env["databases.run.line"]._record(stored)._tell_progress()

    @api.model
    def _store_isolated(self, result, claim):
        """Store what can be stored of one database, and say what can't. If not even that can be, its claim runs out."""
        self._write_down(
            [result],
            lambda items: self._store_results(items, claim, isolated=True),
            lambda _result, error: self._not_stored("synchronization", error),
        )

    @api.model
    def _close_open_runs(self):
        """Nothing is due: what open runs still wait for is being asked by somebody else, or can't be asked."""
        project = self.env["project.project"]
        waiting = ("state", "=", "waiting")
        lines = self.env["databases.run.line"]
        lines.search(
            [waiting, ("project_id", "not any", project._database_claimed_domain())]
        ).state = "skipped"
        changes = self.env["databases.user.change"]
        changes.search([waiting, ("project_id", "not any", project._database_pullable_domain())])._drop()
        self.search([("end", "=", False)])._tell_progress()

    @api.model
    def _wake_up_again(self):
        """Have the scheduled action run at once for changes of users that wait; when the next database becomes due,
        together with those shortly after; and when claims end that a worker which died has left behind."""
        project = self.env["project.project"]
        if self.env["databases.user.change"]._due():
            project._database_wake_up_synchronization()
        for name in ("database_next_synchro", "database_claimed_until"):
            following = project.search(
                [*project._database_pullable_domain(), (name, ">", fields.Datetime.now())],
                order=name,
                limit=1,
            )
            if following:
                project._database_wake_up_synchronization(following[name] + TOGETHER)

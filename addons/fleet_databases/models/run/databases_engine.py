import psycopg2

from odoo import api, models

from ...remote.errors import NotStored, TooMuch
from ...remote.pull import pull_all
from ...remote.unforeseen import caught, told
from ...tools.deadline import TooLong, at_most
from ..settings import front_ends, setting

# A wave has to end before Odoo kills the worker of the scheduled action (limit_time_real_cron, 120 seconds by default).
WAVE_SECONDS = 45
# A person waits for so many seconds, and for so many databases; more databases are asked in the background.
WHILE_WAITING_SECONDS = 20
WHILE_WAITING_DATABASES = 20
# It may take so many seconds to store what has arrived together, and if that fails, what one database has answered.
STORE_SECONDS = 20


class DatabasesEngine(models.AbstractModel):
    """Asks remote databases. It ends the transaction before it waits for answers, and stores the answers in new
    transactions."""

    _name = "databases.engine"
    _description = "Asks remote databases"

    @api.model
    def _commit(self, processed=0, remaining=None):
        """End the transaction, and tell the scheduler how far its job is, if there is something new to tell."""
        cron = self.env["ir.cron"]
        if not processed and remaining is None:
            cron = cron.with_context(ir_cron_progress_id=False)
        cron._commit_progress(processed, remaining=remaining)

    @api.model
    def _roll_back(self):
        """End the transaction and undo what was done in it."""
        self.env.cr.rollback()

    @api.model
    def _ask(self, jobs, seconds=None, remaining=None):
        """Do these jobs in threads. Commits.

        :param jobs: list of :class:`~...remote.values.Job`
        :param seconds: after this time no other job is begun; WAVE_SECONDS by default
        :param remaining: how many are left to do, for the scheduler
        :return: iterator of lists of :class:`~...remote.values.Result`, as they arrive
        """
        limits = {name: setting(self.env, name) for name in ("workers", "per_host")}
        limits |= {"front_ends": front_ends(self.env), "seconds": seconds or WAVE_SECONDS}
        self._commit(remaining=remaining)
        yield from pull_all(jobs, **limits)

    @api.model
    def _results(self, jobs):
        """Do these jobs while a person waits. Commits.

        :return: :attr:`~...remote.values.Result.target_id` -> Result, without those for which there was no time
        """
        batches = self._ask(jobs, seconds=WHILE_WAITING_SECONDS)
        return {result.target_id: result for results in batches for result in results}

    @api.model
    def _write_down(self, items, store, give_up, tries=3):
        """Store all items in one transaction; if that fails, each item in its own transaction. Commits.

        :param items: list of whatever ``store`` takes
        :param store: function of a list of items
        :param give_up: function of one item that could not be stored, and of the exception; what it writes is committed
        """
        _nothing, error = caught(self._store_and_commit, items, store)
        if not error:
            return
        self._roll_back()
        if len(items) > 1:
            for item in items:
                self._write_down([item], store, give_up)
        elif tries > 1 and not isinstance(error, TooLong):
            # Perhaps a person saved the same record at the same moment.
            self._write_down(items, store, give_up, tries - 1)
        else:
            _nothing, unsaid = caught(give_up, items[0], error)
            if not unsaid:
                _nothing, unsaid = caught(self._commit)
            if unsaid:
                # Its claim runs out, and then it is tried again.
                self._roll_back()
                told(self._description, unsaid)

    @api.model
    def _store_and_commit(self, items, store):
        with at_most(STORE_SECONDS):
            store(items)
        self._commit(len(items))

    @api.model
    def _not_stored(self, what, error):
        """Why something could not be stored, as a RemoteError. An exception that nobody foresaw is logged.

        :param what: what the log calls it
        :param error: the exception
        """
        return TooMuch(str(STORE_SECONDS)) if isinstance(error, TooLong) else told(what, error, NotStored)

    @api.model
    def _apart(self, work):
        """Do ``work``, so that its failure costs nothing else of the transaction.

        :return: as of :func:`~...remote.unforeseen.caught`
        """

        def in_savepoint():
            with self.env.cr.savepoint():
                return work()

        return caught(in_savepoint)

    @api.model
    def _of_each_kind(self, question):
        """Ask each kind of task. What fails of one kind costs the others nothing.

        :param question: function of an empty recordset of tasks
        :return: list of the answers
        """
        answers = []
        for tasks in self._task_models():
            answer, error = self._apart(lambda tasks=tasks: question(tasks))
            if error:
                told(tasks._description, error)
            else:
                answers.append(answer)
        return answers

    @api.model
    def _task_models(self):
        """:return: list of empty recordsets, one for each model of tasks"""
        names = self.env.registry.descendants(["databases.task"], "_inherit")
        return [self.env[name] for name in names if not self.env[name]._abstract]

    @api.model
    def _try_claim(self, claim):
        """Try to claim, without waiting for another worker.

        :param claim: function that claims
        :return: what it returns, or None: another worker claimed the same a moment ago
        """
        try:
            return claim()
        except psycopg2.errors.SerializationFailure:
            self._roll_back()
            return None

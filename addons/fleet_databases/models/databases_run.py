import logging
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..remote.errors import NotStored
from ..remote.pull import pull_all
from ..tools.reading import outcome
from .settings import settings

_logger = logging.getLogger(__name__)

# A wave has to end before the scheduler loses patience with a job (limit_time_real_cron, 120 seconds by default).
WAVE_DATABASES = 1000
WAVE_SECONDS = 45
# What is due within these is pulled together.
TOGETHER = timedelta(minutes=10)


class DatabasesRun(models.Model):
    """One synchronization of many databases: who or what started it, and what came of each.

    It goes in waves: claim databases and end the transaction; ask them, in threads; write down what arrives while
    the others are still being asked.
    """

    _name = "databases.run"
    _description = "Synchronization run"
    _order = "id desc"

    user_id = fields.Many2one("res.users", "Started by", readonly=True, help="Empty: the scheduled action.")
    begin = fields.Datetime(required=True, default=fields.Datetime.now, readonly=True)
    end = fields.Datetime(readonly=True)
    line_ids = fields.One2many("databases.run.line", "run_id", "Databases", readonly=True)
    total = fields.Integer(compute="_compute_counts")
    done = fields.Integer(compute="_compute_counts")
    failed = fields.Integer(compute="_compute_counts")
    remaining = fields.Integer(compute="_compute_counts")
    summary = fields.Char(compute="_compute_summary")

    _open_index = models.Index('(user_id) WHERE "end" IS NULL')

    @api.depends("line_ids.state")
    def _compute_counts(self):
        counts = {run: Counter() for run in self}
        for run, state, count in self.env["databases.run.line"]._read_group(
            [("run_id", "in", self.ids)], ["run_id", "state"], ["__count"]
        ):
            counts[run][state] = count
        for run in self:
            states = counts[run]
            run.done, run.failed, run.remaining = states["done"], states["failed"], states["waiting"]
            run.total = run.done + run.failed + run.remaining

    @api.depends("line_ids.state", "line_ids.reason")
    @api.depends_context("lang")
    def _compute_summary(self):
        lines = self.env["databases.run.line"]
        reasons = dict(lines._fields["reason"]._description_selection(self.env))
        failures = {run: [] for run in self}
        for run, reason, count in lines._read_group(
            [("run_id", "in", self.ids), ("state", "=", "failed")],
            ["run_id", "reason"],
            ["__count"],
            order="__count desc, reason",
        ):
            failures[run].append(f"{count} × {reasons[reason]}")
        for run in self:
            run.summary = self.env._("%(done)s done, %(failed)s failed", done=run.done, failed=run.failed)
            if failures[run]:
                run.summary += f": {', '.join(failures[run])}"

    @api.depends("begin", "user_id")
    def _compute_display_name(self):
        for run in self:
            begin = fields.Datetime.context_timestamp(run, run.begin).strftime("%Y-%m-%d %H:%M")
            run.display_name = f"{begin} · {run.user_id.name or self.env._('Scheduled action')}"

    # Runs

    @api.model
    def _open(self, databases, user=None):
        """Begin a run of these databases. Without ``user`` it is one of the scheduled action."""
        run = self.create({"user_id": user and user.id})
        run._add(databases)
        return run

    def _add(self, databases):
        """Let the run wait for these databases too, if it does not yet."""
        lines = self.env["databases.run.line"]
        waiting = lines.search_fetch(
            [("run_id", "=", self.id), ("state", "=", "waiting")], ["project_id"]
        ).project_id
        lines.create([{"run_id": self.id, "project_id": database.id} for database in databases - waiting])

    def _skip(self, databases):
        """Wait for these databases no longer."""
        self.env["databases.run.line"].search(
            [("run_id", "in", self.ids), ("project_id", "in", databases.ids), ("state", "=", "waiting")]
        ).state = "skipped"

    def _tell(self):
        """End those runs that wait for nothing any more, and let the people who started them see how far they are."""
        for run in self:
            if not run.remaining and not run.end:
                run.end = fields.Datetime.now()
            if run.user_id:
                run.user_id._bus_send("fleet_databases.run", run._progress())

    def _progress(self):
        return {
            "id": self.id,
            "total": self.total,
            "done": self.done,
            "failed": self.failed,
            "remaining": self.remaining,
            "ended": bool(self.end),
            "summary": self.summary,
        }

    @api.model
    def progress(self):
        """How far the run is that this person started last, for a progress bar after a reload.

        :return: dict, or False: none is going on
        """
        if not self.has_access("read"):
            return False
        run = self.search([("user_id", "=", self.env.uid), ("end", "=", False)], limit=1)
        return bool(run) and run._progress()

    def _notification(self):
        """Action that tells the person how the run went, or that it goes on."""
        if self.remaining:
            message, kind = self.env._("Synchronizing %s databases in the background", self.remaining), "info"
        elif not self.total:
            message, kind = self.env._("There is no database here that can be asked now"), "warning"
        else:
            message, kind = self.summary, "warning" if self.failed else "success"
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": kind,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_open_failed(self):
        """The databases that failed in this run."""
        self.ensure_one()
        failed = self.line_ids.filtered(lambda line: line.state == "failed").project_id
        action = self.env["ir.actions.actions"]._for_xml_id(
            "fleet_databases.project_project_action_databases"
        )
        return {**action, "name": self.env._("Failed databases"), "domain": [("id", "in", failed.ids)]}

    def action_retry(self):
        """Synchronize again what failed in this run, and only that."""
        self.ensure_one()
        return self.line_ids.filtered(lambda line: line.state == "failed").project_id.action_synchronize()

    @api.autovacuum
    def _delete_old(self):
        oldest = fields.Datetime.now() - timedelta(days=settings(self.env).keep_days)
        self.search([("begin", "<", oldest)]).unlink()

    # Waves

    @api.model
    def _synchronize_due(self):
        """The scheduled action: one wave of the databases that are due. It is called again while some remain."""
        project = self.env["project.project"]
        cron = self.env["ir.cron"]
        try:
            claimed, due = self._claim_due()
        except psycopg2.errors.SerializationFailure:
            # Another worker claimed some of them a moment ago; the next call sees it.
            self.env.cr.rollback()
            cron._commit_progress(remaining=project.search_count(project._due_domain()))
            return
        self._pull(claimed, remaining=len(due))
        remaining = project.search_count(project._due_domain())
        if not remaining:
            self._close_open_runs()
            self._wake_up_again()
        cron._commit_progress(remaining=remaining)

    @api.model
    def _claim_due(self):
        """Claim a wave of the due databases. Those that no run waits for belong to the run of the scheduled action.

        :return: the claimed ones, and all that were due
        """
        project = self.env["project.project"]
        due = project.search(project._due_domain(), order="database_next_synchro, id")
        claimed = due._claim(limit=WAVE_DATABASES)
        run = self.search([("user_id", "=", False), ("end", "=", False)], limit=1)
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
        limits, queries, claim = settings(self.env), databases._pull_queries(), databases[:1].database_claim
        targets = [database._target(limits.timeout) for database in databases]
        self.env["ir.cron"]._commit_progress(remaining=remaining)
        for results in pull_all(
            targets, queries, workers=limits.workers, per_host=limits.per_host, seconds=WAVE_SECONDS
        ):
            self._write_down([outcome(result) for result in results], claim)
        databases.exists()._release(claim)

    @api.model
    def _write_down(self, outcomes, claim, tries=3):
        """Store these outcomes in one transaction; if that fails, each of them in one of its own."""
        try:
            stored = self.env["project.project"]._store(outcomes, claim)
            self.env["databases.run.line"]._record(stored)._tell()
            self.env["ir.cron"]._commit_progress(len(outcomes))
        except (psycopg2.Error, UserError, ValueError, OverflowError) as error:
            # A person saved one of them at the same moment, or one answer can't be stored.
            self.env.cr.rollback()
            if len(outcomes) > 1:
                for single in outcomes:
                    self._write_down([single], claim)
            elif tries > 1:
                self._write_down(outcomes, claim, tries - 1)
            else:
                self._give_up(outcomes[0], claim, type(error).__name__)

    @api.model
    def _give_up(self, unstored, claim, why):
        """Say of one database that its outcome could not be stored. If not even that can be, its claim runs out."""
        _logger.warning("Database %s: its answer could not be stored: %s", unstored.database_id, why)
        if not isinstance(unstored.error, NotStored):
            self._write_down([replace(unstored, reading=None, error=NotStored(why))], claim)

    @api.model
    def _close_open_runs(self):
        """Nothing is due: what open runs still wait for is being asked by somebody else, or can't be asked."""
        waiting = self.env["databases.run.line"].search(
            [
                ("state", "=", "waiting"),
                ("project_id", "not any", self.env["project.project"]._claimed_domain()),
            ]
        )
        waiting.state = "skipped"
        self.search([("end", "=", False)])._tell()

    @api.model
    def _wake_up_again(self):
        """Have the scheduled action run when the next database becomes due, together with those shortly after; and
        when claims end that a worker which died has left behind."""
        project = self.env["project.project"]
        for name in ("database_next_synchro", "database_claimed_until"):
            following = project.search(
                [*project._pullable_domain(), (name, ">", fields.Datetime.now())], order=name, limit=1
            )
            if following:
                project._wake_up_synchronization(following[name] + TOGETHER)

from collections import Counter

from odoo import api, fields, models

from ...remote.unforeseen import told
from ..actions import notification
from ..words import reasons
from .databases_run import FAILED


class DatabasesRun(models.Model):
    """How far a run is, and its summary."""

    _inherit = "databases.run"

    is_of_tasks = fields.Boolean(compute="_compute_is_of_tasks")
    total = fields.Integer(compute="_compute_counts")
    done = fields.Integer(compute="_compute_counts")
    failed = fields.Integer(compute="_compute_counts")
    skipped = fields.Integer("Unchanged", compute="_compute_counts", help="There was nothing to do.")
    remaining = fields.Integer(compute="_compute_counts")
    summary = fields.Char(compute="_compute_summary")

    @api.depends("kind")
    def _compute_is_of_tasks(self):
        for run in self:
            run.is_of_tasks = run._kind().rows != "line_ids"

    @api.depends(lambda self: [f"{rows}.state" for rows in self._fields_of_rows()])
    def _compute_counts(self):
        counts = self._counted_by("state")
        for run in self:
            states = counts[run]
            run.done, run.failed, run.remaining = states["done"], states["failed"], states["waiting"]
            run.skipped = states["skipped"]
            run.total = run.done + run.failed + run.remaining
            if run.is_of_tasks:
                run.total += run.skipped

    @api.depends(
        lambda self: [
            "line_ids.note",
            *(f"{rows}.{name}" for rows in self._fields_of_rows() for name in ("state", "reason")),
        ]
    )
    @api.depends_context("lang")
    def _compute_summary(self):
        failures = self._counted_by("reason", FAILED)
        for run in self:
            run.summary = getattr(run, run._kind().summary)(failures[run])

    @api.model
    def _fields_of_rows(self):
        return sorted({kind.rows for kind in self._kinds().values()})

    def _counted_by(self, name, domain=()):
        """:return: run -> value of this field -> how many of its rows have it"""
        counts = {run: Counter() for run in self}
        for rows, runs in self.grouped(lambda run: run._kind().rows).items():
            for run, value, count in self.env[self._fields[rows].comodel_name]._read_group(
                [("run_id", "in", runs.ids), *domain], ["run_id", name], ["__count"]
            ):
                counts[run][value] += count
        return counts

    def _counted(self, failures):
        """The outcome of a run, in one line.

        :param failures: reason -> how many
        """
        summary = self.env._("%(done)s done, %(failed)s failed", done=self.done, failed=self.failed)
        if self.skipped and self.is_of_tasks:
            summary += self.env._(", %s unchanged", self.skipped)
        if failures:
            words = dict(reasons(self))
            told = sorted(failures.items(), key=lambda pair: (-pair[1], pair[0]))
            summary += f": {', '.join(f'{count} × {words.get(reason, reason)}' for reason, count in told)}"
        return summary

    def _discovered(self, _failures):
        if self.reason:
            return self.env["project.project"]._database_account_sentence(self.reason, self.detail)
        counts = Counter(self.line_ids.mapped("note"))
        told = [f"{count} × {note}" for note, count in counts.items()] or [self.env._("Nothing has changed")]
        if self.unread:
            told.append(self.env._("%s entries could not be read", self.unread))
        return ", ".join(told)

    def _tell_progress(self):
        """End those runs that wait for nothing any more, and show the people who started the runs how far these are."""
        for run in self:
            if not run.remaining and not run.end:
                run.end = fields.Datetime.now()
            if run.user_id:
                _nothing, error = self._apart(run._send_progress)
                if error:
                    told(self._description, error)

    def _send_progress(self):
        in_their_language = self.with_context(lang=self.user_id.lang)
        self.user_id._bus_send("fleet_databases.run", in_their_language._progress(self.user_id))

    def _tell_already(self, databases):
        """Tell the person at once, if there are such databases, that somebody else is synchronizing them."""
        if databases:
            in_their_language = self.with_context(lang=self.user_id.lang)
            message = in_their_language.env._(
                "Being synchronized already: %s. What comes of it is shown as soon as it is there.",
                ", ".join(databases.mapped("name")),
            )
            self.user_id._bus_send("simple_notification", {"type": "info", "message": message})

    def _progress(self, reader):
        """
        :param reader: the person who is told
        """
        words = self.env._(self._kind().in_progress)  # pylint: disable=gettext-variable
        title = words % self.total
        who = self.user_id.name or self.env._("Scheduled action")
        return {
            "id": self.id,
            "title": title if self.user_id == reader else f"{title} · {who}",
            "kind": self.kind,
            "percent": self._percent(),
            "total": self.total,
            "done": self.done,
            "failed": self.failed,
            "remaining": self.remaining,
            "ended": bool(self.end),
            "outcome": self._outcome() if self.end else "info",
            "mine": self.user_id == reader,
            "summary": self.summary,
        }

    def _percent(self):
        """How far the run is, in percent. A task that is being done counts with its own progress."""
        if not self.total:
            return 100
        done = 100 * (self.total - self.remaining)
        if self.is_of_tasks:
            being_done = [("run_id", "=", self.id), ("state", "=", "waiting"), ("progress", ">", 0)]
            [(progress,)] = self._rows()._read_group(being_done, [], ["progress:sum"])
            done += progress or 0
        return round(done / self.total)

    @api.model
    def progress(self, run_id=False):
        """The progress of the last open run, for a progress bar after the page is loaded. One that this person started
        comes first. Those of others count where this person may see any of their databases.

        :param run_id: id of a run, to look only at that one, whether it has ended or not
        :return: dict, or False if there is no such run
        """
        if not self.has_access("read"):
            return False
        runs = self.search([("id", "=", run_id)] if run_id else [("end", "=", False)])
        own = runs.filtered(lambda run: run.user_id == self.env.user)
        run = own[:1] or runs.filtered(lambda run: run.total or run.kind == "discover")[:1]
        return bool(run) and run._progress(self.env.user)

    def _outcome(self):
        """How it went, as the colour of its words: ``success``, ``warning`` (a part has failed) or ``danger``"""
        if self.reason or (self.failed and not self.done):
            return "danger"
        return "warning" if self.failed else "success"

    def _notification(self):
        """Action that tells the person how the run went, or that it goes on."""
        if self.remaining:
            message, kind = (
                self.env._("Synchronizing databases in the background: %s", self.remaining),
                "info",
            )
        elif not self.total and self.kind != "discover":
            message, kind = self.env._("There is no database here that can be asked now"), "warning"
        else:
            message, kind = self.summary, self._outcome()
        return notification(message, kind)

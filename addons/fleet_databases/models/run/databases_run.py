import json
from collections import Counter
from datetime import timedelta
from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ..actions import notification
from ..settings import setting
from ..words import reasons
from .run_kind import RunKind

_lt = LazyTranslate(__name__)

_FAILED = [("state", "=", "failed")]
_UNKNOWN = RunKind(_lt("Something else"), _lt("Working on %s"), "line_ids", "_synchronize_again")


class DatabasesRun(models.Model):
    """Something that is done on many databases: who or what started it, and what came of each.

    Only the hub itself writes runs; people read them.
    """

    _name = "databases.run"
    _inherit = ["databases.waves"]
    _description = "Run"
    _order = "id desc"

    kind = fields.Selection("_selection_kind", required=True, default="synchronize", readonly=True)
    is_of_tasks = fields.Boolean(compute="_compute_is_of_tasks")
    user_id = fields.Many2one("res.users", "Started by", readonly=True, help="Empty: the scheduled action.")
    begin = fields.Datetime(required=True, default=fields.Datetime.now, readonly=True)
    end = fields.Datetime(readonly=True)
    line_ids = fields.One2many("databases.run.line", "run_id", "Databases", readonly=True)
    reason = fields.Selection(reasons, readonly=True, help="Why the run as a whole failed.")
    detail = fields.Char(readonly=True)
    unread = fields.Integer(readonly=True, help="Entries of the Odoo.com account that could not be read.")
    total = fields.Integer(compute="_compute_counts")
    done = fields.Integer(compute="_compute_counts")
    failed = fields.Integer(compute="_compute_counts")
    skipped = fields.Integer("Unchanged", compute="_compute_counts", help="There was nothing to do.")
    remaining = fields.Integer(compute="_compute_counts")
    summary = fields.Char(compute="_compute_summary")

    _open_index = models.Index('(user_id) WHERE "end" IS NULL')

    @api.model
    def _kinds(self):
        """Extend by adding kinds.

        :return: word -> :class:`~.run_kind.RunKind`
        """
        return {
            "synchronize": RunKind(
                _lt("Synchronize"), _lt("Synchronizing %s databases"), "line_ids", "_synchronize_again"
            ),
            "discover": RunKind(
                _lt("Pull from Odoo.com"),
                _lt("Reading %s databases from Odoo.com"),
                "line_ids",
                "_discover_again",
                summary="_discovered",
            ),
        }

    def _kind(self):
        """What kind of run this is. Of an addon that is gone, nothing is known any more."""
        return self._kinds().get(self.kind, _UNKNOWN)

    @api.model
    def _selection_kind(self):
        return [
            (word, self.env._(kind.title))  # pylint: disable=gettext-variable
            for word, kind in self._kinds().items()
        ]

    def _rows(self):
        """What came of each: lines or tasks."""
        return self[self._kind().rows]

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
        failures = self._counted_by("reason", _FAILED)
        for run in self:
            run.summary = getattr(run, run._kind().summary)(failures[run])

    @api.model
    def _fields_of_rows(self):
        return sorted({kind.rows for kind in self._kinds().values()})

    def _counted_by(self, name, domain=()):
        """:return: run -> value of this field of its rows -> how many"""
        counts = {run: Counter() for run in self}
        for rows in self._fields_of_rows():
            for run, value, count in self.env[self._fields[rows].comodel_name]._read_group(
                [("run_id", "in", self.ids), *domain], ["run_id", name], ["__count"]
            ):
                counts[run][value] += count
        return counts

    def _counted(self, failures):
        """What a run has come to, in one line.

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

    @api.depends("begin", "user_id", "kind")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for run in self:
            begin = fields.Datetime.context_timestamp(run, run.begin).strftime("%Y-%m-%d %H:%M")
            who = run.user_id.name or self.env._("Scheduled action")
            kind = self.env._(run._kind().title)  # pylint: disable=gettext-variable
            run.display_name = f"{kind} · {begin} · {who}"

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

    def _write_found(self, databases):
        """Write down what a discovery found.

        :param databases: as :meth:`project.project._database_follow_account` returns them
        """
        words = {
            "created": self.env._("New"),
            "updated": self.env._("Updated"),
            "left": self.env._("Configured by hand: left as it is"),
            "missing": self.env._("No longer in the account"),
            "conflict": self.env._("Not followed: the address and the name are taken"),
        }
        self.env["databases.run.line"].create(
            [
                {"run_id": self.id, "project_id": database.id, "state": "done", "note": words.get(word, word)}
                for database, word in databases
            ]
        )

    def _skip(self, databases):
        """Wait for these databases no longer."""
        self.env["databases.run.line"].search(
            [("run_id", "in", self.ids), ("project_id", "in", databases.ids), ("state", "=", "waiting")]
        ).state = "skipped"

    def _tell_progress(self):
        """End those runs that wait for nothing any more, and let the people who started them see how far they are."""
        for run in self:
            if not run.remaining and not run.end:
                run.end = fields.Datetime.now()
            if run.user_id:
                in_their_language = run.with_context(lang=run.user_id.lang)
                run.user_id._bus_send("fleet_databases.run", in_their_language._progress())

    def _progress(self):
        return {
            "id": self.id,
            "title": self.env._(self._kind().going_on) % self.total,  # pylint: disable=gettext-variable
            "kind": self.kind,
            "percent": self._percent(),
            "total": self.total,
            "done": self.done,
            "failed": self.failed,
            "remaining": self.remaining,
            "ended": bool(self.end),
            "summary": self.summary,
        }

    def _percent(self):
        """How far this is, with what was done of the tasks that are being done."""
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
        """How far the run is that this person started last, for a progress bar after a reload.

        :param run_id: of one run, if it is about that one
        :return: dict, or False: none is going on
        """
        if not self.has_access("read"):
            return False
        one = [("id", "=", run_id)] if run_id else []
        run = self.search([("user_id", "=", self.env.uid), ("end", "=", False), *one], limit=1)
        return bool(run) and run._progress()

    def _notification(self):
        """Action that tells the person how the run went, or that it goes on."""
        if self.remaining:
            message, kind = self.env._("Synchronizing %s databases in the background", self.remaining), "info"
        elif not self.total and self.kind != "discover":
            message, kind = self.env._("There is no database here that can be asked now"), "warning"
        else:
            message, kind = self.summary, "warning" if self.failed or self.reason else "success"
        return notification(message, kind)

    def action_open_failed(self):
        """What failed in this run: the databases, or whatever else its rows are about."""
        self.ensure_one()
        rows = self._rows().filtered_domain(_FAILED)
        failed = rows[rows._subject]
        if failed._name != "project.project":
            return failed._get_records_action(name=self.env._("Failed"))
        action = self.env["ir.actions.actions"]._for_xml_id(
            "fleet_databases.project_project_action_databases"
        )
        return {**action, "name": self.env._("Failed databases"), "domain": [("id", "in", failed.ids)]}

    def action_retry(self):
        """Do again what failed in this run, and only that."""
        self.ensure_one()
        return getattr(self._rows().filtered_domain(_FAILED), self._kind().retry)()

    def action_download(self):
        """What came of each user in each database, as a CSV file, through Odoo's own export."""
        self.ensure_one()
        names = ("create_date", "user_id/name", "action", "database", "address", "login", "name")
        names += ("state", "effect", "reason", "detail", "ended")
        labels = self.change_ids.fields_get([name.split("/")[0] for name in names], ["string"])
        export = {
            "model": self.change_ids._name,
            "fields": [{"name": name, "label": labels[name.split("/")[0]]["string"]} for name in names],
            "ids": False,
            "domain": [("run_id", "=", self.id)],
            "import_compat": False,
        }
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/export/csv?{urlencode({'data': json.dumps(export)})}",
            "target": "download",
        }

    @api.autovacuum
    def _delete_old(self):
        oldest = fields.Datetime.now() - timedelta(days=setting(self.env, "keep_days"))
        deleted = [word for word, kind in self._kinds().items() if not kind.is_kept]
        old = self.search([("begin", "<", oldest), ("kind", "in", deleted)])
        # A task that still waits is not forgotten.
        old = old.filtered(lambda run: run.end or not run.is_of_tasks)
        for rows in self._fields_of_rows():
            old[rows].unlink()
        old.unlink()

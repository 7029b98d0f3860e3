import json
from collections import Counter
from datetime import timedelta
from urllib.parse import urlencode

from odoo import api, fields, models

from ..actions import notification
from ..settings import settings
from ..words import reasons

_FAILED = [("state", "=", "failed")]


class DatabasesRun(models.Model):
    """Something that is done on many databases: who or what started it, and what came of each.

    Only the hub itself writes runs; people read them.
    """

    _name = "databases.run"
    _inherit = ["databases.waves"]
    _description = "Run"
    _order = "id desc"

    kind = fields.Selection(
        [
            ("synchronize", "Synchronize"),
            ("discover", "Pull from Odoo.com"),
            ("invite", "Invite users"),
            ("remove", "Remove users"),
        ],
        required=True,
        default="synchronize",
        readonly=True,
    )
    user_id = fields.Many2one("res.users", "Started by", readonly=True, help="Empty: the scheduled action.")
    begin = fields.Datetime(required=True, default=fields.Datetime.now, readonly=True)
    end = fields.Datetime(readonly=True)
    line_ids = fields.One2many("databases.run.line", "run_id", "Databases", readonly=True)
    change_ids = fields.One2many("databases.user.change", "run_id", "Changes of users", readonly=True)
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

    @api.depends("line_ids.state", "change_ids.state")
    def _compute_counts(self):
        counts = {run: Counter() for run in self}
        for model in ("databases.run.line", "databases.user.change"):
            for run, state, count in self.env[model]._read_group(
                [("run_id", "in", self.ids)], ["run_id", "state"], ["__count"]
            ):
                counts[run][state] += count
        for run in self:
            states = counts[run]
            run.done, run.failed, run.remaining = states["done"], states["failed"], states["waiting"]
            run.skipped = states["skipped"]
            run.total = run.done + run.failed + run.remaining
            if run._changes_users():
                run.total += run.skipped

    @api.depends(
        "line_ids.state", "line_ids.reason", "change_ids.state", "change_ids.reason", "line_ids.note"
    )
    @api.depends_context("lang")
    def _compute_summary(self):
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        failures = {run: Counter() for run in self}
        for model in ("databases.run.line", "databases.user.change"):
            for run, reason, count in self.env[model]._read_group(
                [("run_id", "in", self.ids), ("state", "=", "failed")], ["run_id", "reason"], ["__count"]
            ):
                failures[run][reason] += count
        for run in self:
            if run.kind == "discover":
                run.summary = run._discovered()
                continue
            run.summary = self.env._("%(done)s done, %(failed)s failed", done=run.done, failed=run.failed)
            if run.skipped and run._changes_users():
                run.summary += self.env._(", %s unchanged", run.skipped)
            if failures[run]:
                told = sorted(failures[run].items(), key=lambda pair: (-pair[1], pair[0]))
                run.summary += f": {', '.join(f'{count} × {reasons[reason]}' for reason, count in told)}"

    def _discovered(self):
        if self.reason:
            return self.env["project.project"]._database_account_sentence(self.reason, self.detail)
        counts = Counter(self.line_ids.mapped("note"))
        told = [f"{count} × {note}" for note, count in counts.items()] or [self.env._("Nothing has changed")]
        if self.unread:
            told.append(self.env._("%s entries could not be read", self.unread))
        return ", ".join(told)

    def _changes_users(self):
        return self.kind in ("invite", "remove")

    @api.depends("begin", "user_id", "kind")
    def _compute_display_name(self):
        for run in self:
            begin = fields.Datetime.context_timestamp(run, run.begin).strftime("%Y-%m-%d %H:%M")
            who = run.user_id.name or self.env._("Scheduled action")
            kind = dict(self._fields["kind"]._description_selection(self.env))[run.kind]
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
                run.user_id._bus_send("fleet_databases.run", run._progress())

    def _progress(self):
        return {
            "id": self.id,
            "kind": self.kind,
            "total": self.total,
            "done": self.done,
            "failed": self.failed,
            "remaining": self.remaining,
            "ended": bool(self.end),
            "summary": self.summary,
        }

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
        """The databases that failed in this run."""
        self.ensure_one()
        failed = (
            self.line_ids.filtered_domain(_FAILED).project_id
            | self.change_ids.filtered_domain(_FAILED).project_id
        )
        action = self.env["ir.actions.actions"]._for_xml_id(
            "fleet_databases.project_project_action_databases"
        )
        return {**action, "name": self.env._("Failed databases"), "domain": [("id", "in", failed.ids)]}

    def action_retry(self):
        """Do again what failed in this run, and only that."""
        self.ensure_one()
        if self._changes_users():
            return self.change_ids.filtered_domain(_FAILED)._again()
        if self.kind == "discover":
            return self.env["project.project"].action_database_pull_from_odoo_com()
        return self.line_ids.filtered_domain(_FAILED).project_id.action_database_synchronize()

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
        oldest = fields.Datetime.now() - timedelta(days=settings(self.env).keep_days)
        # What was changed in clients' databases is kept for good.
        self.search([("begin", "<", oldest), ("kind", "not in", ("invite", "remove"))]).unlink()

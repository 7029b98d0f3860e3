import json
from datetime import timedelta
from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ..settings import setting
from ..words import reasons
from .run_kind import RunKind

_lt = LazyTranslate(__name__)

FAILED = [("state", "=", "failed")]
_UNKNOWN = RunKind(_lt("Something else"), _lt("Working on %s"), "line_ids", "_synchronize_again")


class DatabasesRun(models.Model):
    """Something that is done on many databases: who or what started it, and the outcome for each of them.

    Only the hub itself writes runs; people read them.
    """

    _name = "databases.run"
    _inherit = ["databases.waves"]
    _description = "Run"
    _order = "id desc"

    kind = fields.Selection("_selection_kind", required=True, default="synchronize", readonly=True)
    user_id = fields.Many2one("res.users", "Started by", readonly=True, help="Empty: the scheduled action.")
    begin = fields.Datetime(required=True, default=fields.Datetime.now, readonly=True)
    end = fields.Datetime(readonly=True)
    line_ids = fields.One2many("databases.run.line", "run_id", "Databases", readonly=True)
    reason = fields.Selection(reasons, readonly=True, help="Why the run as a whole failed.")
    detail = fields.Char(readonly=True)
    unread = fields.Integer(readonly=True, help="Entries of the Odoo.com account that could not be read.")

    _open_index = models.Index('(user_id) WHERE "end" IS NULL')

    @api.model
    def _kinds(self):
        """Extend by adding kinds.

        :return: word -> :class:`~.run_kind.RunKind`
        """
        return {
            "synchronize": RunKind(
                _lt("Synchronize"), _lt("Synchronizing databases: %s"), "line_ids", "_synchronize_again"
            ),
            "discover": RunKind(
                _lt("Pull from Odoo.com"),
                _lt("Reading databases from Odoo.com: %s"),
                "line_ids",
                "_discover_again",
                summary="_discovered",
            ),
        }

    def _kind(self):
        """The kind of this run; a general one if the addon that defined the kind is not installed any more."""
        return self._kinds().get(self.kind, _UNKNOWN)

    @api.model
    def _selection_kind(self):
        return [
            (word, self.env._(kind.title))  # pylint: disable=gettext-variable
            for word, kind in self._kinds().items()
        ]

    def _rows(self):
        """The outcomes of this run: its lines or its tasks."""
        return self[self._kind().rows]

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
        """Begin a run of these databases. Without ``user`` it belongs to the scheduled action. What that one has begun,
        or is about to, becomes a part of the run of a person, and is not told twice."""
        run = self.create({"user_id": user and user.id})
        taken = run._take_over(databases) if user else databases.browse()
        run._wait_for(databases - taken)
        return run

    def _take_over(self, databases):
        """:return: the databases that a run of the scheduled action waited for; now this run does"""
        lines = self.env["databases.run.line"].search(
            [
                ("project_id", "in", databases.ids),
                ("state", "=", "waiting"),
                ("run_id.user_id", "=", False),
            ]
        )
        before = lines.run_id
        lines.run_id = self
        before.filtered(lambda run: not run.line_ids).unlink()
        return lines.project_id

    def _add(self, databases):
        """Let the run wait for these databases too, if it does not yet."""
        waiting = self.env["databases.run.line"].search_fetch(
            [("run_id", "=", self.id), ("state", "=", "waiting")], ["project_id"]
        )
        self._wait_for(databases - waiting.project_id)

    def _wait_for(self, databases):
        self.env["databases.run.line"].create(
            [{"run_id": self.id, "project_id": database.id} for database in databases]
        )

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

    def _awaited(self):
        """The databases that the run waits for and that can be asked."""
        waiting = self.line_ids.filtered(lambda line: line.state == "waiting").project_id
        return waiting.filtered_domain(waiting._database_pullable_domain())

    def action_open_failed(self):
        """Show what failed in this run: the databases, or whatever else its rows are about."""
        self.ensure_one()
        rows = self._rows().filtered_domain(FAILED)
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
        return getattr(self._rows().filtered_domain(FAILED), self._kind().retry)()

    def action_download(self):
        """Download the outcome for each user in each database as a CSV file, through Odoo's own export."""
        self.ensure_one()
        names = ("create_date", "user_id/name", "action", "database", "address", "shown_login", "name")
        names += ("remote_id", "state", "effect", "reason", "detail", "ended")
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
        # Keep runs whose tasks still wait.
        old = old.filtered(lambda run: run.end or not run.is_of_tasks)
        for rows in self._fields_of_rows():
            old[rows].unlink()
        old.unlink()

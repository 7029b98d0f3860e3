import json
from datetime import timedelta
from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.tools import format_datetime
from odoo.tools.translate import LazyTranslate

from ..settings import setting
from ..words import reasons
from .run_kind import RunKind

_lt = LazyTranslate(__name__)

FAILED = [("state", "=", "failed")]
# What is saved, and what is clicked just after it, are one run.
SAME_MOMENT = timedelta(seconds=10)
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
            begin = format_datetime(self.env, run.begin, tz=str(self.env.tz), dt_format="short")
            who = run.user_id.name or self.env._("Scheduled action")
            kind = self.env._(run._kind().title)  # pylint: disable=gettext-variable
            run.display_name = f"{kind} · {begin} · {who}"

    # Runs

    @api.model
    def _open(self, databases, user=None):
        """Begin a run of these databases. Without ``user`` it belongs to the scheduled action. What that one has begun,
        or is about to, becomes a part of the run of a person, and is not told twice. Whoever clicks twice gets one
        run, which waits for what is asked again."""
        if user and (same := self._open_of(databases, user)):
            same._add(databases)
            return same
        run = self.create({"user_id": user and user.id})
        taken = run._take_over(databases) if user else databases.browse()
        run._wait_for(databases - taken)
        return run

    def _take_over(self, databases):
        """:return: the databases that a run of the scheduled action waited for, or asked a moment ago; now this run
        waits for them"""
        lines = self.env["databases.run.line"].search(
            [
                ("project_id", "in", databases.ids),
                ("run_id.user_id", "=", False),
                ("run_id.kind", "=", "synchronize"),
                "|",
                ("state", "=", "waiting"),
                ("run_id.begin", ">=", fields.Datetime.now() - SAME_MOMENT),
            ]
        )
        before = lines.run_id
        kept = lines.union(*[same[0] for same in lines.grouped("project_id").values()]) if lines else lines
        (lines - kept).unlink()
        kept.run_id = self
        kept._wait_again()
        before.filtered(lambda run: not run.line_ids).unlink()
        return kept.project_id

    @api.model
    def _open_of(self, databases, user):
        """:return: the run in which this person has all of these databases synchronized at the moment, and no others"""
        mine = self.search([("user_id", "=", user.id), ("kind", "=", "synchronize"), ("end", "=", False)])
        return mine.filtered(lambda run: set(run.line_ids.project_id.ids) == set(databases.ids))[:1]

    @api.model
    def _open_of_the_schedule(self):
        """:return: the run of the scheduled action to which more databases can be added"""
        of_schedule = [("user_id", "=", False), ("kind", "=", "synchronize")]
        now_or_just = ["|", ("end", "=", False), ("begin", ">=", fields.Datetime.now() - SAME_MOMENT)]
        return self.search([*of_schedule, *now_or_just], limit=1)

    def _add(self, databases):
        """Let the run wait for these databases too, if it does not yet."""
        known = self.env["databases.run.line"].search_fetch(
            [("run_id", "=", self.id), ("project_id", "in", databases.ids)], ["project_id", "state"]
        )
        known._wait_again()
        self._wait_for(databases - known.project_id)
        if databases and self.end:
            self.end = False

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
        """Do again what failed in this run, and only that.

        :return: action that shows the new run
        """
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

    def _shown(self):
        """Action that shows this run. Without a run, because nothing here can be asked, it says that."""
        if not self:
            return self._notification()
        run = self.sudo(False)
        # The browser must not get the context of this code, which says that the hub itself writes.
        return run._get_records_action(name=run.display_name, context={})

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

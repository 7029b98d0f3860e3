from odoo import api, fields, models

from ..left_out_words import kept, sentences
from ..words import reason, reasons


class DatabasesRunLine(models.Model):
    _name = "databases.run.line"
    _description = "One database of a synchronization run"
    _order = "run_id desc, id"
    _rec_name = "project_id"

    _subject = "project_id"

    run_id = fields.Many2one("databases.run", required=True, index=True, ondelete="cascade")
    project_id = fields.Many2one("project.project", "Database", required=True, index=True, ondelete="cascade")
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "Done"), ("failed", "Failed"), ("skipped", "Skipped")],
        required=True,
        default="waiting",
        help="Skipped: it was being synchronized already, or it can no longer be asked.",
    )
    reason = fields.Selection(reasons)
    detail = fields.Char()
    note = fields.Char(help="What was found out.")
    left_out = fields.Json(readonly=True, exportable=False)
    left_out_message = fields.Char("Could not be read or shown", compute="_compute_left_out_message")
    duration = fields.Float("Duration (s)", digits=(8, 2), aggregator="avg")

    _waiting_index = models.Index("(project_id) WHERE state = 'waiting'")

    @api.depends("left_out")
    @api.depends_context("lang")
    def _compute_left_out_message(self):
        for line in self:
            line.left_out_message = sentences(self.env, line.left_out)

    @api.model
    def _awaited(self, databases):
        """Those of the databases that a run waits for."""
        return self.search_fetch(
            [("project_id", "in", databases.ids), ("state", "=", "waiting")], ["project_id"]
        ).project_id

    @api.model
    def _record(self, results):
        """Write down the results of these databases in every run that waits for them.

        :param results: list of :class:`~...remote.values.Result`
        :return: the runs
        """
        by_database = {result.target_id: result for result in results}
        lines = self.search_fetch(
            [("project_id", "in", list(by_database)), ("state", "=", "waiting")], ["run_id", "project_id"]
        )
        for line in lines:
            result = by_database[line.project_id.id]
            line.write(
                {
                    "state": "failed" if result.error else "done",
                    "reason": reason(self.env, result.error),
                    "detail": result.error and result.error.detail,
                    "duration": result.duration,
                    "left_out": kept(result.left_out),
                }
            )
        return lines.run_id

    def _synchronize_again(self):
        return self.project_id._database_run_for_me()._shown()

    def _discover_again(self):
        return self.project_id._database_pull_for_me()._shown()

    def _wait_again(self):
        """Wait for the next results of these databases; what came before is forgotten."""
        self.filtered(lambda line: line.state != "waiting").write(
            {"state": "waiting", "reason": False, "detail": False, "duration": 0, "left_out": False}
        )

from odoo import Command, api, fields, models

from ..models.connection_words import STEPS


class DatabasesConnectionTest(models.TransientModel):
    _name = "databases.connection.test"
    _inherit = ["databases.wizard.mixin"]
    _description = "Connection test"

    line_ids = fields.One2many("databases.connection.test.line", "test_id", readonly=True)
    project_id = fields.Many2one(
        "project.project", compute="_compute_project_id", help="Where it is only one."
    )

    @api.depends("line_ids.project_id")
    def _compute_project_id(self):
        for test in self:
            projects = test.line_ids.project_id
            test.project_id = projects if len(projects) == 1 else False

    @api.model
    def _show(self, lines):
        """Action that shows steps.

        :param lines: list of dict, the values of the lines
        """
        test = self.create({"line_ids": [Command.create(line) for line in lines]})
        return test._get_records_action(name=self.env._("Connection Test"), target="new")

    def action_again(self):
        return self.line_ids.project_id.action_database_test_connection()


class DatabasesConnectionTestLine(models.TransientModel):
    _name = "databases.connection.test.line"
    _inherit = ["databases.wizard.mixin"]
    _description = "Step of a connection test"
    _order = "id"

    test_id = fields.Many2one("databases.connection.test", required=True, ondelete="cascade")
    project_id = fields.Many2one("project.project", "Database", required=True, ondelete="cascade")
    step = fields.Selection(STEPS, required=True)
    state = fields.Selection(
        [
            ("ok", "Works"),
            ("warning", "Warning"),
            ("failed", "Fails"),
            ("skipped", "Not tried"),
        ],
        required=True,
    )
    message = fields.Char()

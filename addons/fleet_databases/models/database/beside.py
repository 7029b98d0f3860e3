from collections import Counter

from odoo import api, fields, models

_ADMIN = "fleet_databases.group_databases_admin"


class ProjectProject(models.Model):
    """What there is beside a database: its users, the runs in which it took part, the changes of its users."""

    _inherit = "project.project"

    database_nb_runs = fields.Integer("Runs", compute="_compute_database_nb_beside", groups=_ADMIN)
    database_nb_changes = fields.Integer(
        "Changes of users", compute="_compute_database_nb_beside", groups=_ADMIN
    )

    @api.depends_context("uid")
    def _compute_database_nb_beside(self):
        of_these = [("project_id", "in", self.ids)]
        changes = self.env["databases.user.change"]
        counts = dict(changes._read_group(of_these, ["project_id"], ["__count"]))
        runs = Counter()
        for rows in self._database_rows_of_runs().values():
            # A run has rows of one kind.
            runs.update(dict(rows._read_group(of_these, ["project_id"], ["run_id:count_distinct"])))
        for project in self:
            project.database_nb_changes = counts.get(project, 0)
            project.database_nb_runs = runs[project]

    def _database_rows_of_runs(self):
        """:return: field of the runs -> model of the rows in it, of those that are about databases"""
        runs = self.env["databases.run"]
        rows = {name: runs[name] for name in runs._fields_of_rows()}
        return {name: model for name, model in rows.items() if "project_id" in model._fields}

    def _database_runs_domain(self):
        return fields.Domain.OR(
            [(f"{name}.project_id", "in", self.ids)] for name in self._database_rows_of_runs()
        )

    def action_database_open_users(self):
        """:return: action that shows the users of this database"""
        return self._database_open_beside("databases_user_action", [("project_id", "=", self.id)])

    def action_database_open_runs(self):
        """:return: action that shows the runs in which this database took part"""
        return self._database_open_beside("databases_run_action", self._database_runs_domain())

    def action_database_open_changes(self):
        """:return: action that shows the changes of users of this database"""
        return self._database_open_beside("databases_user_change_action", [("project_id", "=", self.id)])

    def _database_open_beside(self, action, domain):
        self.ensure_one()
        self.check_access("read")
        opened = self.env["ir.actions.actions"]._for_xml_id(f"fleet_databases.{action}")
        return {**opened, "domain": list(domain), "context": {}}

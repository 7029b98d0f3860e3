from odoo import models


class ProjectProject(models.Model):
    """A database has a form of its own; that of Project is for what projects have in common."""

    _inherit = "project.project"

    def get_formview_id(self, access_uid=None):
        if self.database_hosting:
            return self.env.ref("fleet_databases.project_project_view_form_database").id
        return super().get_formview_id(access_uid)

    def action_database_open(self):
        """:return: action that shows this database in its own form"""
        self.ensure_one()
        self.check_access("read")
        return self.get_formview_action()

    def action_database_open_project(self):
        """:return: action that shows this database in the form of Project"""
        self.ensure_one()
        self.check_access("read")
        return {**self.get_formview_action(), "views": [(self.env.ref("project.edit_project").id, "form")]}

from odoo import models
from odoo.exceptions import UserError

from ...remote.values import Job
from ...remote.work.connection_steps import ADDRESS, ConnectionTest, Step
from ..connection_words import described


class ProjectProject(models.Model):
    """Finds out at which step the connection to a database fails."""

    _inherit = "project.project"

    def action_database_test_connection(self):
        """Try the connection to these databases step by step, with the questions of a synchronization. Commits.

        :return: action that shows the steps, and which databases can't be asked
        """
        self._database_check_are_ours()
        if not self.filtered_domain(self._database_pullable_domain()):
            raise UserError(self.env._("There is no database here that can be asked now"))
        databases = self.filtered("database_hosting")
        # What is asked once a week is tested, too.
        databases.write({"database_api_key_asked": False})
        questions = databases._database_questions()
        jobs = [Job(target, ConnectionTest(questions[target.id])) for target in databases._database_targets()]
        results = self.env["databases.engine"]._results(jobs)
        lines = []
        for database in databases:
            result = results.get(database.id)
            steps = {} if not result else result.answers or {ADDRESS: Step(error=result.error)}
            told = described(self.env, steps, database._database_trust())
            lines += [{"project_id": database.id, **line} for line in told]
        return self.env["databases.connection.test"]._show(lines)

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from odoo.addons.fleet_databases.models.database.parts import Part
from odoo.addons.fleet_databases.remote.errors import BY_A_PERSON, RemoteError
from odoo.addons.fleet_databases.remote.shape import count
from odoo.addons.fleet_databases.remote.values import Query

_lt = LazyTranslate(__name__)
_COMPANIES = "example_companies"


class NoStreet(RemoteError):
    kind = "example_no_street"
    retry = BY_A_PERSON


class ProjectProject(models.Model):
    """One more question, and what becomes of the answer."""

    _inherit = "project.project"

    database_example_companies = fields.Integer("Companies", copy=False, readonly=True)

    @api.model
    def _database_parts(self):
        part = Part(_COMPANIES, store="_database_store_companies", question="_database_companies_question")
        return [*super()._database_parts(), part]

    def _database_companies_question(self):
        return Query(_COMPANIES, "res.company", "search_count", {"domain": []}, read=count, optional=True)

    def _database_store_companies(self, results):
        for database in self:
            database.database_example_companies = results[database.id].answers[_COMPANIES] or 0

    def _database_connection_changed(self, changed):
        super()._database_connection_changed(changed)
        self.filtered(lambda project: changed[project]).database_example_companies = 0

    @api.model
    def _database_error_words(self):
        words = _lt("No street"), _lt("Nobody knows where to send the letter. Add a street to: %(detail)s")
        return {**super()._database_error_words(), NoStreet.kind: words}

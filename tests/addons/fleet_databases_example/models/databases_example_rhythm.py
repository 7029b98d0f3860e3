from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.fleet_databases.models.run.claim import Claim
from odoo.addons.fleet_databases.remote.values import Job, Place


class DatabasesExampleRhythm(models.AbstractModel):
    """A second rhythm: contacts are visited every five minutes, beside the daily synchronization."""

    _name = "databases.example.rhythm"
    _inherit = ["databases.rhythm"]
    _description = "Visits"

    _records = "res.partner"
    _due_order = "example_next_visit, id"
    _record_claim = Claim("example_visit_until", "example_visit_claim")

    @api.model
    def _due_domain(self):
        return [("example_next_visit", "<=", fields.Datetime.now()), *self._record_claim.free()]

    @api.model
    def _jobs(self, partners):
        return [Job(Place(partner.id), lambda _limits: {"visits": 1}) for partner in partners]

    @api.model
    def _store(self, partners, results):
        for partner in partners:
            partner.write(
                {
                    "example_visits": partner.example_visits + results[partner.id].answers.get("visits", 0),
                    "example_next_visit": fields.Datetime.now() + timedelta(minutes=5),
                }
            )

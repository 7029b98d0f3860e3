from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.fleet_databases.models.run.claim import Claim
from odoo.addons.fleet_databases.remote.values import Job, Place


class ResPartner(models.Model):
    """What a task is about, and what a rhythm goes through: each has two fields that say who works on a record."""

    _inherit = "res.partner"

    example_letter_until = fields.Datetime(copy=False, readonly=True)
    example_letter_claim = fields.Char(copy=False, readonly=True)
    example_visit_until = fields.Datetime(copy=False, readonly=True)
    example_visit_claim = fields.Char(copy=False, readonly=True)
    example_next_visit = fields.Datetime(copy=False)
    example_visits = fields.Integer(copy=False, readonly=True)

    def action_example_write(self):
        """Write a letter to each of these. The run shows how far it is."""
        self.env["project.project"]._database_check_is_admin()
        return self.env["databases.letter"]._write_to(self)


class DatabasesExampleRhythm(models.AbstractModel):
    """A second rhythm: contacts are visited every five minutes, beside the daily synchronization."""

    _name = "databases.example.rhythm"
    _inherit = ["databases.rhythm"]
    _description = "Visits"

    _records = "res.partner"
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
            partner.example_visits += results[partner.id].answers.get("visits", 0)
        partners.example_next_visit = fields.Datetime.now() + timedelta(minutes=5)

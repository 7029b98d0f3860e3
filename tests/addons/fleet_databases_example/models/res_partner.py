from odoo import fields, models
from odoo.exceptions import UserError


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
        if not self:
            raise UserError(self.env._("Choose whom to write to."))
        self.env["project.project"]._database_check_is_admin()
        return self.env["databases.letter"]._write_to(self)

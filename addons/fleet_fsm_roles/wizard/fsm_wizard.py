from odoo import models


class FsmWizard(models.TransientModel):
    _inherit = "fsm.wizard"

    def action_convert_person(self, partner):
        """A user's contact is marked when the worker is created, and may not be changed besides."""
        if partner._closed_to_person():
            self.env["fsm.person"].create({"partner_id": partner.id})
            return None
        return super().action_convert_person(partner)

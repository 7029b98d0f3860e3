from odoo import api, models


class PortalShare(models.TransientModel):
    _inherit = "portal.share"

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        audience = self.env.registry["databases.audience.mixin"]
        for wizard in wizards:
            if isinstance(wizard.resource_ref, audience):
                wizard.resource_ref._database_check_sharing()
        return wizards

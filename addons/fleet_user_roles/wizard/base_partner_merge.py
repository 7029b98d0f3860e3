from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Merging moves users to another contact, with another e-mail address."""
        if len(partner_ids) > 1:
            self.env["res.partner"].browse(partner_ids)._check_not_of_administrators()
        return super()._merge(partner_ids, dst_partner, extra_checks)

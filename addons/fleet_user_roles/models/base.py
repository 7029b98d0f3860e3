from odoo import api, models


class Base(models.AbstractModel):
    _inherit = "base"

    @api.model
    def load(self, fields, data):
        """An import that comes to nothing is taken back, but the request goes on: Odoo's caches must not keep the
        rights that people had for a moment."""
        told = super().load(fields, data)
        if not told["ids"] and self.env.registry.cache_invalidated:
            self.env["res.users"]._forget_rights()
        return told

from odoo import models


class Base(models.AbstractModel):
    """A property may say what it is, as a field does."""

    _inherit = "base"

    def _additional_allowed_keys_properties_definition(self):
        return (*super()._additional_allowed_keys_properties_definition(), "help")

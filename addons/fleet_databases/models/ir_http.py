from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def color_scheme(self):
        """The one that this browser has asked for, see ``static/src/color_scheme``."""
        return "dark" if request and request.cookies.get("color_scheme") == "dark" else super().color_scheme()

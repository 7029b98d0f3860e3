from odoo import models


class ResUsersApikeysDescription(models.TransientModel):
    _inherit = "res.users.apikeys.description"

    def check_access_make_key(self):
        self.env["res.users.apikeys"]._check_not_shared()
        return super().check_access_make_key()

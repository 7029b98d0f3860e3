from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _closed_to_person(self):
        """:return: those of these contacts that the person may not change, as Odoo has it for contacts of employees"""
        if self.env.su or self.env["res.users"].has_access("write"):
            return self.browse()
        contacts_sudo = self.sudo()  # whether there is a user, and of which kind
        closed_sudo = contacts_sudo.filtered(
            lambda contact: any(user._is_internal() and user != self.env.user for user in contact.user_ids)
        )
        return closed_sudo.sudo(False)

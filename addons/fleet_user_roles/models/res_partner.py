from odoo import models
from odoo.exceptions import AccessError


class ResPartner(models.Model):
    """The contact of an administrator has the address to which a link to a new password goes."""

    _inherit = "res.partner"

    def write(self, vals):
        if "email" in vals:
            changing = self.filtered(lambda contact: (contact.email or "") != (vals["email"] or ""))
            changing._check_not_of_administrators()
        if vals.get("signup_type") and not self.env.su:
            self._check_not_of_administrators()
        return super().write(vals)

    def _get_signup_url(self):
        if not self.env.su:
            self._check_not_of_administrators()
        return super()._get_signup_url()

    def _check_not_of_administrators(self):
        """:raises AccessError: one of these is the contact of another administrator, and the person is none"""
        if not self:
            return
        users_sudo = self.env["res.users"]._other_administrators_sudo()
        if theirs := self & users_sudo.partner_id:
            raise AccessError(
                self.env._(
                    "%(contacts)s: only an administrator may change how administrators are reached.",
                    contacts=", ".join(theirs.mapped("name")),
                )
            )

from odoo import models

BACKEND_GROUPS = ("fleet_backend_group.group_backend", "fleet_backend_group.group_backend_ui")


class ResGroups(models.Model):
    _inherit = "res.groups"

    def _get_user_type_groups(self):
        """Backend users are types of their own, so Odoo keeps them apart from its own types and from each other."""
        return super()._get_user_type_groups() | self._get_backend_groups()

    def _get_backend_groups(self):
        """:return: the two user types of this addon; empty while they are being installed"""
        id_of = self.env["ir.model.data"]._xmlid_to_res_id
        ids = [id_of(xmlid, raise_if_not_found=False) for xmlid in BACKEND_GROUPS]
        groups_sudo = self.sudo()  # which groups are types is no secret, as in core
        return groups_sudo.browse(filter(None, ids))

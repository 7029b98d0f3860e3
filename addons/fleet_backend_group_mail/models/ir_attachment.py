from odoo import fields, models

# Whose views of a record have a chatter.
CHATTER_GROUPS = "base.group_user,fleet_backend_group.group_backend_ui"


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    access_token = fields.Char(groups=CHATTER_GROUPS)

from odoo import fields, models

from .ir_attachment import CHATTER_GROUPS


class MailActivityMixin(models.AbstractModel):
    _inherit = "mail.activity.mixin"

    activity_ids = fields.One2many(groups=CHATTER_GROUPS)
    activity_state = fields.Selection(groups=CHATTER_GROUPS)
    activity_user_id = fields.Many2one(groups=CHATTER_GROUPS)
    activity_type_id = fields.Many2one(groups=CHATTER_GROUPS)
    activity_date_deadline = fields.Date(groups=CHATTER_GROUPS)
    my_activity_date_deadline = fields.Date(groups=CHATTER_GROUPS)
    activity_summary = fields.Char(groups=CHATTER_GROUPS)

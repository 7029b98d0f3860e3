from odoo import fields, models

from .ir_attachment import CHATTER_GROUPS


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    message_follower_ids = fields.One2many(groups=CHATTER_GROUPS)
    message_partner_ids = fields.Many2many(groups=CHATTER_GROUPS)
    message_attachment_count = fields.Integer(groups=CHATTER_GROUPS)

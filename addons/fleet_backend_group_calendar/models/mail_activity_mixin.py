from odoo import fields, models

from odoo.addons.fleet_backend_group_mail.models.ir_attachment import CHATTER_GROUPS


class MailActivityMixin(models.AbstractModel):
    _inherit = "mail.activity.mixin"

    activity_calendar_event_id = fields.Many2one(groups=CHATTER_GROUPS)

from odoo import models

from ..own_hand import by_mail


class MailThread(models.AbstractModel):
    """What a mail makes has values that a project manager has given to the address it was sent to, and is made as the
    superuser or as whom the mail names as its sender."""

    _inherit = "mail.thread"

    def _message_route_process(self, message, message_dict, routes):
        return super(MailThread, by_mail(self))._message_route_process(message, message_dict, routes)

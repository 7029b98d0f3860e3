from odoo import models

from ..own_hand import by_mail


class MailThread(models.AbstractModel):
    """A mail may create a record: with values that a project manager has stored for its address, and in the name of the
    superuser or of the sender that the mail names. So nobody proves to be an administrator by it."""

    _inherit = "mail.thread"

    def _message_route_process(self, message, message_dict, routes):
        return super(MailThread, by_mail(self))._message_route_process(message, message_dict, routes)

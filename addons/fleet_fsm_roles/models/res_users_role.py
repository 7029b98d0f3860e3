from odoo import fields, models

from odoo.addons.base.models.ir_mail_server import MailDeliveryException


class ResUsersRole(models.Model):
    _inherit = "res.users.role"

    needs_worker = fields.Boolean(
        string="Field-Service Worker",
        help="Users with this role are field-service workers: orders can be assigned to them.",
    )
    needs_employee = fields.Boolean(
        string="Employee",
        help="Users with this role are employees: they log own hours and expenses.",
    )

    def write(self, vals):
        done = super().write(dict(vals))
        if {"needs_worker", "needs_employee"} & vals.keys():
            self.line_ids.user_id._keep_in_step()
        return done

    def _create_user(self, values, invite=True):
        """Create a user who can start working in this role.

        :param values: values of ``res.users``; with ``partner_id``, the user gets that contact and what stands on it
        :param invite: by mail; otherwise the user gets a temporary password
        :return: the user, and the mail address that was invited or else False, or the temporary password
        """
        self.ensure_one()
        # The invitation goes out last: a mail can't be taken back when something fails.
        user = self.env["res.users"].with_context(no_reset_password=True).create(values)
        user = user.with_context(no_reset_password=False)
        self._assign(user)
        return user, self._invite(user) if invite else user._give_temporary_password()

    def _invite(self, user):
        if not user.email:
            return False
        try:
            user.with_context(create_user=True)._action_reset_password(signup_type="signup")
        except MailDeliveryException:
            # As when Odoo itself creates a user: the user stays, and can be invited once mail works.
            user.partner_id.signup_cancel()
            return False
        return user.email

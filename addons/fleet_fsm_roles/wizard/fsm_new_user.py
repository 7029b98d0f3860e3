from odoo import api, fields, models
from odoo.tools import email_normalize, single_email_re

from ..models.res_users_temporary_password import HOURS


class FsmNewUser(models.TransientModel):
    _name = "fsm.new.user"
    _description = "New User with a Role"

    name = fields.Char(required=True)
    login = fields.Char(required=True, help="Mostly the mail address.")
    email = fields.Char(compute="_compute_email", store=True, compute_sudo=False, readonly=False)
    role_id = fields.Many2one("res.users.role", required=True)
    role_comment = fields.Text(related="role_id.comment", related_sudo=False, string="What it is for")
    needs_worker = fields.Boolean(related="role_id.needs_worker", related_sudo=False)
    needs_employee = fields.Boolean(related="role_id.needs_employee", related_sudo=False)
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        required=True,
        default=lambda self: self.env.lang,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Existing Contact",
        compute="_compute_partner_id",
        store=True,
        compute_sudo=False,
        readonly=False,
        domain=[("user_ids", "=", False), ("is_company", "=", False)],
        help="The user gets this contact, with the worker and the employee who stand on it. Empty: a new contact.",
    )
    first_login = fields.Selection(
        [
            ("mail", "Invitation by mail"),
            ("password", "Temporary password, shown once and changed at the first login"),
        ],
        default="mail",
        required=True,
    )
    makes_administrator = fields.Boolean(compute="_compute_makes_administrator", compute_sudo=False)
    has_several_langs = fields.Boolean(compute="_compute_has_several_langs")

    @api.depends("login")
    def _compute_email(self):
        for wizard in self:
            if wizard.login and single_email_re.match(wizard.login):
                wizard.email = wizard.login

    @api.depends("email")
    def _compute_partner_id(self):
        """Somebody who has this address already should not become a second contact."""
        for wizard in self:
            address = email_normalize(wizard.email)
            wizard.partner_id = address and self.env["res.partner"].search(
                [("email_normalized", "=", address), ("user_ids", "=", False), ("is_company", "=", False)],
                order="fsm_person desc, id",
                limit=1,
            )

    @api.depends("role_id")
    def _compute_makes_administrator(self):
        making = self.role_id._making_administrators()
        for wizard in self:
            wizard.makes_administrator = wizard.role_id in making

    @api.onchange("role_id")
    def _onchange_role_id(self):
        if self.makes_administrator:
            self.first_login = "mail"

    def _compute_has_several_langs(self):
        self.has_several_langs = len(self.env["res.lang"].get_installed()) > 1

    def action_create_user(self):
        self.partner_id.check_access("read")
        by_mail = self.first_login == "mail"
        user, result = self.role_id._create_user(self._user_values(), invite=by_mail)
        message = self._told_invitation(user, result) if by_mail else self._told_password(user, result)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if result and by_mail else "warning",
                "sticky": not by_mail,
                "message": message,
                "next": {
                    "type": "ir.actions.act_window",
                    "res_model": "res.users",
                    "res_id": user.id,
                    "views": [(self.env.ref("base.view_users_form").id, "form")],
                },
            },
        }

    def _told_invitation(self, user, invited):
        if invited:
            return self.env._("%(address)s got an invitation by mail.", address=invited)
        if user.email:
            return self.env._(
                "The mail to %(address)s could not be sent. Invite again from here.", address=user.email
            )
        return self.env._(
            "There is no mail address to invite. Set a password for %(name)s with Change Password.",
            name=user.name,
        )

    def _told_password(self, user, password):
        return self.env._(
            "The temporary password of %(login)s is %(password)s. Note it now: it is shown this once, and has to be "
            "changed at the first login, within %(hours)s hours.",
            login=user.login,
            password=password,
            hours=HOURS,
        )

    def _user_values(self):
        values = {"name": self.name, "login": self.login, "email": self.email, "lang": self.lang}
        if self.partner_id:
            values["partner_id"] = self.partner_id.id
        return values

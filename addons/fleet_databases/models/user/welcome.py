from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...remote.work.accounts import CREATE, REACTIVATE
from .login_address import login_address


class DatabasesUserChange(models.Model):
    """Tells people who were invited where their accounts are, and how to set a password: no database does."""

    _inherit = "databases.user.change"

    is_welcome = fields.Boolean(compute="_compute_is_welcome", help="An account was made or re-activated.")

    @api.depends("state", "effect", "project_id")
    def _compute_is_welcome(self):
        for change in self:
            change.is_welcome = (
                change.state == "done" and change.effect in (CREATE, REACTIVATE) and change.project_id
            )

    def action_welcome_mail(self):
        """Write to the person of this change about all of their accounts that this run has made or re-activated.

        :return: action that opens the mail before it is sent
        """
        self.ensure_one()
        self.project_id._database_check_are_ours()
        own = self._of_one_person()
        if not own:
            raise UserError(self.env._("This run has made no account for this person."))
        partner = self._welcomed_partner()
        told = own.with_context(lang=partner.lang or self.env.lang)
        replies = self.env.user.email_formatted
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Welcome Mail"),
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                # It hangs on the change, not on the contact, whose readers need not know the databases.
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_partner_ids": partner.ids,
                **({"default_reply_to": replies} if replies else {"default_reply_to_mode": "update"}),
                "default_subject": told.env._("Your accounts"),
                "default_body": Markup("<br/>").join(told._welcome_lines()),
            },
        }

    def _of_one_person(self):
        """The accounts that the run of this change has made or re-activated for the same person."""
        own = self.run_id.change_ids.filtered("is_welcome")
        return own.filtered(lambda change: change.login.lower() == self.login.lower()).sorted("database")

    def _welcomed_partner(self):
        """The contact of the person: of the user here, else of the address."""
        address = login_address(self.login)
        users = self.env["res.users"]._by_address({address} - {False})
        if user := users.get(address):
            return user.partner_id
        if not address:
            raise UserError(self.env._("“%s” is no e-mail address.", self.shown_login))
        partners_sudo = self.env["res.partner"].sudo()  # who may invite people may write to them
        return partners_sudo.find_or_create(self.login).with_env(self.env)

    def _welcome_lines(self):
        """What one person is told about these accounts: list of plain texts."""
        first = self[:1]
        lines = [self.env._("Hello %s,", first.name or first.shown_login), ""]
        lines.append(self.env._("you have an account in:"))
        logins = self._logins_there()
        for change in self:
            database = change.project_id
            told = self.env._(
                "%(database)s: %(address)s (database name: %(name)s), login %(login)s",
                database=database.name,
                address=database.database_url,
                name=database.database_name,
                login=logins.get((database.id, change.remote_id), change.login),
            )
            lines.append(f"- {told}")
        lines += [
            "",
            self.env._(
                "To set a password, open the address, choose “Log in” and “Reset Password”, and enter "
                "the login. You get a mail with a link."
            ),
        ]
        return lines

    def _logins_there(self):
        """:return: (id of the database, id there) -> login, of those accounts of these changes that are known"""
        known = self.env["databases.user"].search(
            [("project_id", "in", self.project_id.ids), ("remote_id", "in", self.mapped("remote_id"))]
        )
        return {(user.project_id.id, user.remote_id): user.login for user in known if user.remote_id}


class DatabasesRun(models.Model):
    _inherit = "databases.run"

    welcome = fields.Text(
        "To be told", compute="_compute_welcome", help="What those who were invited need to know."
    )

    @api.depends("change_ids.is_welcome")
    @api.depends_context("lang")
    def _compute_welcome(self):
        for run in self:
            people = run.change_ids.filtered("is_welcome").grouped(lambda change: change.login.lower())
            told = ["\n".join(changes.sorted("database")._welcome_lines()) for changes in people.values()]
            run.welcome = "\n\n".join(told)

from odoo import api, fields, models

from ..tools.remote_users import shown_login

_TO_DO = ("create", "reactivate", "remove", "unknown")


class DatabasesUserWizardLine(models.TransientModel):
    _name = "databases.user.wizard.line"
    _inherit = ["databases.wizard.mixin"]
    _description = "What will be done with one user in one database"
    _order = "project_id, login, remote_id"

    wizard_id = fields.Many2one("databases.user.wizard", required=True, ondelete="cascade")
    project_id = fields.Many2one("project.project", "Database", required=True, ondelete="cascade")
    login = fields.Char("Login, as it is there", required=True)
    shown_login = fields.Char("Login", compute="_compute_shown_login")
    remote_id = fields.Integer("Id there")
    name = fields.Char()
    why = fields.Selection(
        [
            ("login", "Has the login"),
            ("login_case", "Has the login in other letters"),
            ("email", "Has the e-mail address"),
        ],
        "Found because",
        help="Why this account is, or may be, this person's.",
    )
    effect = fields.Selection(
        [
            ("create", "Will be created"),
            ("reactivate", "Will be re-activated"),
            ("remove", "Will be deactivated"),
            ("unknown", "Not known yet: looked at when it is done"),
            ("present", "Already there"),
            ("portal", "Is a portal user there: skipped"),
            ("absent", "Not there"),
            ("inactive", "Is deactivated already"),
            ("renamed", "Is another account now: skipped"),
            ("ambiguous", "Several accounts fit: do it there by hand"),
            ("by_hand", "Has to be invited there by hand: before Odoo 12"),
            ("own_key", "The hub's own user there: kept"),
            ("last_admin", "The last administrator there: kept"),
            ("no_email", "The login here is no e-mail address: skipped"),
            ("same_address", "Another user here has the same address: skipped"),
            ("no_right", "No right to change users there: skipped"),
            ("failed", "Can't be asked: skipped"),
        ],
        "What will happen",
        required=True,
    )
    is_to_do = fields.Boolean(compute="_compute_is_to_do")
    message = fields.Char()
    rights = fields.Char("Rights there", help="Which ones the person will have in the client's database.")

    @api.depends("login")
    def _compute_shown_login(self):
        for line in self:
            line.shown_login = line.login and shown_login(line.login)

    @api.depends("effect")
    def _compute_is_to_do(self):
        for line in self:
            line.is_to_do = line.effect in _TO_DO

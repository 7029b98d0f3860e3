from odoo import api, fields, models
from odoo.exceptions import UserError


class ResUsersRoleLog(models.Model):
    """What happened to the roles of users: who gave which role to whom, when, until when, and why.

    Nobody edits or deletes it, not even the superuser. Roles and users may go; their names stand here.
    """

    _name = "res.users.role.log"
    _description = "Change of a user's role"
    _order = "id desc"
    _rec_name = "role"

    create_date = fields.Datetime("When", readonly=True)
    action = fields.Selection(
        [
            ("given", "Given"),
            ("begun", "Begun"),
            ("changed", "Changed"),
            ("expired", "Expired"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
    )
    role_id = fields.Many2one(
        "res.users.role", "Current role", readonly=True, index=True, ondelete="set null"
    )
    role = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Current user", readonly=True, index=True, ondelete="set null")
    user = fields.Char(required=True, readonly=True, help="Name and login.")
    author_id = fields.Many2one("res.users", "Current author", readonly=True, ondelete="set null")
    author = fields.Char("By", required=True, readonly=True)
    date_from = fields.Date("From", readonly=True)
    date_to = fields.Date("Until", readonly=True)
    reason = fields.Char("Why", readonly=True)
    old_role = fields.Char("Role before", readonly=True)
    old_user = fields.Char("User before", readonly=True)
    old_date_from = fields.Date("From before", readonly=True)
    old_date_to = fields.Date("Until before", readonly=True)
    old_reason = fields.Char("Why before", readonly=True)

    def write(self, vals):
        if self:
            raise UserError(self.env._("The log of role changes can't be edited."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The log of role changes can't be deleted."))

    @api.model
    def _record(self, action, lines, reason=None, before=None):
        """Write down what happened to these role lines, one row for each.

        :param reason: why, instead of the reason that stands on the line
        :param before: line -> what :meth:`_told` told of it before it changed
        """
        log_sudo = self.sudo()  # only this addon writes it
        log_sudo.create(
            [
                {
                    "action": action,
                    "role_id": line.role_id.id,
                    "user_id": line.user_id.id,
                    "author_id": self.env.uid,
                    "author": self.env.user.name,
                    **self._told(line),
                    **({"reason": reason} if reason else {}),
                    **{f"old_{name}": value for name, value in (before or {}).get(line, {}).items()},
                }
                for line in lines
            ]
        )

    @api.model
    def _told(self, line):
        return {
            "role": line.role_id.name,
            "user": f"{line.user_id.name} ({line.user_id.login})",
            "date_from": line.date_from,
            "date_to": line.date_to,
            "reason": line.reason,
        }

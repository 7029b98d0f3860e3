import logging
from datetime import timedelta

from markupsafe import Markup
from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from . import one_step
from .res_users_administrators import judged_by_rights_before

_logger = logging.getLogger(__name__)

# What makes another assignment out of a line, when it changes.
_ASSIGNMENT = ("role_id", "user_id", "date_from", "date_to", "reason")
# So many days before its end a role is announced: if nothing is set, and at most.
_USUAL_DAYS, MOST_DAYS = 14, 366


class ResUsersRoleLine(models.Model):
    """A role of a user, from a day to a day. Every change of one is logged and takes effect at once."""

    _inherit = "res.users.role.line"

    reason = fields.Char("Why")
    given_by_id = fields.Many2one("res.users", "Given by", readonly=True, ondelete="set null")
    in_force = fields.Boolean(readonly=True, help="Whether it counted when the groups of the user were set.")
    announced_end = fields.Date(readonly=True, help="The end that was announced.")
    activity_id = fields.Many2one("mail.activity", readonly=True, ondelete="set null")

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for line in self:
            if line.date_from and line.date_to and line.date_from > line.date_to:
                raise ValidationError(
                    self.env._(
                        "The role %(role)s of %(user)s would end before it begins.",
                        role=line.role_id.name,
                        user=line.user_id.name,
                    )
                )

    @api.model_create_multi
    @judged_by_rights_before
    def create(self, vals_list):
        lines = super().create(
            [{**self._without_technical(vals), "given_by_id": self.env.uid} for vals in vals_list]
        )
        lines.role_id._lock()
        lines._check_giver()
        lines._put_in_force()
        self.env["res.users.role.log"]._record("given", lines)
        lines._take_effect(lines.user_id)
        return lines

    @judged_by_rights_before
    def write(self, vals):
        vals = self._without_technical(vals)
        changing = self._changed_by(vals)
        if not changing:
            return super().write(vals)
        users = changing.user_id
        changing._check_giver()
        changing.role_id._lock()
        log = self.env["res.users.role.log"]
        before = {line: log._told(line) for line in changing}
        done = super().write(vals)
        changing.role_id._lock()
        changing._check_giver()
        changing._take_back_announcement()
        changing._mark({"given_by_id": self.env.uid, "announced_end": False})
        changing._put_in_force()
        log._record("changed", changing, before=before)
        changing._take_effect(users | changing.user_id)
        return done

    @judged_by_rights_before
    def unlink(self):
        users = self.user_id
        self.role_id._lock()
        # Whoever calls may say why they withdraw it, as in the dialog: it is a text beside their name.
        self.env["res.users.role.log"]._record("withdrawn", self, self.env.context.get("role_reason"))
        self._take_back_announcement()
        done = super().unlink()
        self._roles_changed(users)
        return done

    def _take_effect(self, users):
        """These lines were written: let their users, now and before, follow. What is part of a larger step does so
        when that is complete: only what is so in the end has to be possible."""
        if not one_step.is_part(self.env):
            self._check_possible()
            self._roles_changed(users)

    def _check_possible(self):
        """
        :raises ValidationError: one of these lines and another role of its user exclude each other, today or some day
        """
        lines_sudo = self.sudo()  # for a check
        lines_sudo.user_id._lock_roles()
        added = {user: lines._dates_by_group() for user, lines in lines_sudo.grouped("user_id").items()}
        for user, clash in lines_sudo.user_id._role_clashes(added).items():
            if clash.is_refused:
                raise ValidationError(user._clash_message(clash))

    def _dates_by_group(self):
        """:return: id of the group of each of these roles -> (from, until); lines of one user"""
        return {line.role_id.group_id.id: (line.date_from, line.date_to) for line in self}

    @api.model
    def _roles_changed(self, users):
        users_sudo = users.sudo()  # whoever may change a line may have its effect
        users_sudo._roles_changed()

    @api.model
    def _without_technical(self, vals):
        technical = ("given_by_id", "in_force", "announced_end", "activity_id")
        return {name: value for name, value in vals.items() if name not in technical}

    def _changed_by(self, vals):
        """:return: the lines for which these values make another assignment"""
        names = [name for name in _ASSIGNMENT if name in vals]
        cache = self.new(vals)
        return self.filtered(lambda line: any(_plain(line[name]) != _plain(cache[name]) for name in names))

    def _mark(self, vals):
        """Write what only this addon knows of a line."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    def _put_in_force(self):
        """Remember which lines count today, where a person has just changed them."""
        for counts, lines in self.grouped("is_enabled").items():
            lines._mark({"in_force": counts})

    def _follow_dates(self):
        """Log what began or ended by its dates since the last time."""
        moved = self.filtered(lambda line: line.is_enabled != line.in_force)
        for counts, lines in moved.grouped("is_enabled").items():
            lines._mark({"in_force": counts})
            self.env["res.users.role.log"]._record("begun" if counts else "expired", lines)

    def _check_giver(self):
        """Only administrators give a role that makes administrators, and only they give a role to themselves.

        This holds in superuser mode, too: the dependency enters it for everybody who may change access rights.
        """
        self.user_id._check_is_person()
        if self.env["res.users"]._acts_as_administrator():
            return
        if self.role_id._making_administrators():
            raise AccessError(
                self.env._(
                    "Only an administrator may give the role %(roles)s: it contains administrator rights.",
                    roles=", ".join(self.role_id._making_administrators().mapped("name")),
                )
            )
        if self.env.user in self.user_id:
            raise AccessError(self.env._("Nobody but an administrator may give a role to themselves."))

    def _told(self):
        """:return: list of dicts: these lines as they stand in a file"""
        return [
            {
                "id": line.user_id.id,
                "login": line.user_id.login,
                "from": fields.Date.to_string(line.date_from) or None,
                "until": fields.Date.to_string(line.date_to) or None,
                "why": line.reason or None,
            }
            for line in self
        ]

    def _announce_ends(self):
        """Give whoever gave a role an activity, some days before it ends, once for each end."""
        today = fields.Date.context_today(self)
        days = self._announce_days()
        ending = self.filtered(
            lambda line: (
                line.is_enabled
                and line.date_to
                and line.date_to != line.announced_end
                and line.date_to <= today + timedelta(days=days)
            )
        )
        for line in ending:
            # Roles of others ended in the same transaction, and stay ended.
            try:
                with self.env.cr.savepoint():
                    line._announce_end()
            except (UserError, IntegrityError):
                _logger.exception("The end of role line %s could not be announced", line.id)

    @api.model
    def _announce_days(self):
        """:return: the setting; whatever is no number of days counts as not set"""
        parameters_sudo = self.env["ir.config_parameter"].sudo()  # a setting
        written = str(parameters_sudo.get_param("fleet_user_roles.announce_days", _USUAL_DAYS))
        return min(int(written), MOST_DAYS) if written.isdecimal() else _USUAL_DAYS

    def _announce_end(self):
        self.ensure_one()
        told = self._in_charge()
        line = self.with_context(lang=told.lang)
        note = line.env._(
            "The role %(role)s of %(user)s ends after this day.",
            role=line.role_id.name,
            user=line.user_id.name,
        )
        activity = line.user_id.partner_id.activity_schedule(
            "fleet_user_roles.mail_activity_type_role_ends",
            date_deadline=self.date_to,
            summary=line.env._("%(role)s ends", role=line.role_id.name),
            note=Markup("%s") % note,
            user_id=told.id,
        )
        self._mark({"announced_end": self.date_to, "activity_id": activity.id})

    def _in_charge(self):
        """:return: who gave the role, or an administrator if they are not there any more"""
        giver = self.given_by_id
        if giver.active and giver.has_group("base.group_erp_manager"):
            return giver
        system = self.env.ref("base.group_system")
        return self.env["res.users"].search([("all_group_ids", "in", system.ids)], order="id", limit=1)

    def _take_back_announcement(self):
        """The end that was announced is not the end any more."""
        activities_sudo = self.sudo().activity_id  # the activity may be somebody else's
        activities_sudo.filtered("active").unlink()


def _plain(value):
    return value._origin.id if isinstance(value, models.BaseModel) else value or False

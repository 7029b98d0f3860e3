from babel.dates import format_timedelta

from odoo import api, fields, models
from odoo.tools.misc import babel_locale_parse


class ProjectProject(models.Model):
    """What a person wants to know first of a database: whether it works, in one line."""

    _inherit = "project.project"

    database_state = fields.Selection(
        [
            ("works", "Works"),
            ("failed", "Failed"),
            ("running", "Being synchronized"),
            ("new", "Never synchronized"),
            ("none", "Not synchronized"),
        ],
        "State of the database",
        compute="_compute_database_state",
    )
    database_state_line = fields.Char("State in one line", compute="_compute_database_state")

    @api.depends(
        "active",
        "database_hosting",
        "database_claimed_until",
        "database_synchro_error",
        "database_nb_synchro_errors",
        "database_last_synchro",
        "database_next_synchro",
    )
    @api.depends_context("lang")
    def _compute_database_state(self):
        for project in self:
            project.database_state = project._database_state_now()
            parts = project._database_state_parts(project.database_state)
            project.database_state_line = " · ".join(part for part in parts if part)

    def _database_state_now(self):
        if not self.database_hosting or self.database_hosting == "other" or not self.active:
            return "none"
        if self.database_claimed_until and self.database_claimed_until > fields.Datetime.now():
            return "running"
        if self.database_synchro_error:
            return "failed"
        return "works" if self.database_last_synchro else "new"

    def _database_state_parts(self, state):
        """:return: list of texts, some of them empty"""
        match state:
            case "works":
                return [self.env._("Works"), self._database_told_when(), self._database_asked_when()]
            case "failed":
                return [
                    self._database_failed_how(),
                    self._database_told_when(),
                    self._database_asked_when() or self.env._("not tried again by itself"),
                ]
            case "running":
                return [self.env._("Being synchronized now"), self._database_told_when()]
            case "new":
                return [self.env._("Never synchronized yet"), self._database_asked_when()]
        if not self.active:
            return [self.env._("Archived: not synchronized")]
        return [self.env._("A link outside Odoo: not synchronized")] if self.database_hosting else []

    def _database_failed_how(self):
        reasons = dict(self._fields["database_synchro_error"]._description_selection(self.env))
        reason = reasons.get(self.database_synchro_error, self.database_synchro_error)
        if self.database_nb_synchro_errors > 1:
            return self.env._(
                "%(reason)s, %(count)s times in a row", reason=reason, count=self.database_nb_synchro_errors
            )
        return reason

    def _database_told_when(self):
        if not self.database_last_synchro:
            return self.env._("no numbers yet") if self.database_synchro_error else ""
        return self.env._("numbers from %s", self._database_relative(self.database_last_synchro))

    def _database_asked_when(self):
        moment = self.database_next_synchro
        if not moment:
            return ""
        if moment <= fields.Datetime.now():
            return self.env._("next: as soon as possible")
        return self.env._("next: %s", self._database_relative(moment))

    def _database_relative(self, moment):
        """:return: such as “2 hours ago”, in the person's language"""
        locale = babel_locale_parse(self.env.lang or "en_US")
        return format_timedelta(moment - fields.Datetime.now(), add_direction=True, locale=locale)

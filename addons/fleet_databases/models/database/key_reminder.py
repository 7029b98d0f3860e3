from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.misc import format_date

from ..own_hand import with_own_hand

# So many days ahead people are reminded of the end of a key.
_REMINDERS = (30, 7, 1)
_ACTIVITY = "fleet_databases.mail_activity_type_renew_key"


class ProjectProject(models.Model):
    """Who is reminded that an API key ends."""

    _inherit = "project.project"

    database_api_key_reminded = fields.Integer(
        "Reminded of the key", copy=False, readonly=True, help="How many days ahead, the last time."
    )

    @api.model
    def _database_remind_of_keys(self):
        """The scheduled action: an activity for each database whose key ends soon. Commits."""
        self = with_own_hand(self)  # noqa: PLW0642
        now = fields.Datetime.now()
        ahead = now + timedelta(days=max(_REMINDERS))
        ending = []
        for database in self.search(
            [*self._database_pullable_domain(), ("database_api_key_end", "<=", ahead)]
        ):
            left = database.database_api_key_end - now
            days = min(days for days in _REMINDERS if left <= timedelta(days=days))
            if database.database_api_key_reminded != days:
                ending.append((database, days))
        self.env["databases.engine"]._write_down(ending, self._database_remind, lambda _item, _why: None)

    @api.model
    def _database_remind(self, ending):
        """:param ending: list of (database, days left at most)"""
        for database, days in ending:
            database._database_forget_reminder()
            person = database._database_person_of_key()
            spoken = database.with_context(lang=person.lang)
            end = format_date(spoken.env, spoken.database_api_key_end)
            spoken.activity_schedule(
                _ACTIVITY, summary=spoken.env._("The API key ends on %s", end), user_id=person.id
            )
            database.database_api_key_reminded = days

    def _inverse_database_api_key(self):
        result = super()._inverse_database_api_key()
        self._database_forget_reminder()
        return result

    def _database_key_ends(self, end):
        other = self.filtered(lambda database: database.database_api_key_end != end)
        other._database_forget_reminder()
        return super()._database_key_ends(end)

    def _database_forget_reminder(self):
        self.activity_unlink([_ACTIVITY])
        self.filtered("database_api_key_reminded").database_api_key_reminded = False

    def _database_person_of_key(self):
        """Who is to renew the key: the one responsible for the database, who entered the key, or any administrator of
        Databases; only those may."""
        administrators = self.env.ref("fleet_databases.group_databases_admin").all_user_ids.filtered("active")
        key_sudo = self.env["databases.key"].sudo()  # only who entered it
        entered_by = key_sudo._rows(self.ids)[:1].create_uid
        for person in (self.user_id, entered_by):
            if person in administrators:
                return person
        return administrators[:1]

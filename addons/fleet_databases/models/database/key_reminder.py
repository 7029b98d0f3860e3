from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.misc import format_date

from ..own_hand import with_own_hand

# People are reminded so many days before a key ends.
_REMINDERS = (30, 7, 1)
_ACTIVITY = "fleet_databases.mail_activity_type_renew_key"


class ProjectProject(models.Model):
    """Reminds people that an API key ends."""

    _inherit = "project.project"

    database_api_key_reminded = fields.Integer(
        "Reminded of the key",
        copy=False,
        readonly=True,
        exportable=False,
        help="How many days ahead, the last time.",
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
        engine = self.env["databases.engine"]
        engine._write_down(
            ending, self._database_remind, lambda _item, error: engine._not_stored("reminders", error)
        )

    @api.model
    def _database_remind(self, ending):
        """:param ending: list of (database, days left at most)"""
        databases = self.browse().union(*[database for database, _days in ending])
        databases._database_forget_reminder()
        people = databases._database_people_of_keys()
        for person, of_person in databases.grouped(people.get).items():
            spoken = of_person.with_context(lang=person.lang)
            for end, alike in spoken.grouped(_day).items():
                summary = spoken.env._("The API key ends on %s", end)
                alike.activity_schedule(_ACTIVITY, summary=summary, user_id=person.id)
        for days, alike in databases.grouped(dict(ending).get).items():
            alike.database_api_key_reminded = days

    def _database_connection_changed(self, changed):
        super()._database_connection_changed(changed)
        self.filtered(lambda database: "database_api_key" in changed[database])._database_forget_reminder()
        self.database_api_key_reminded = False

    def _database_key_ends(self, end):
        other = self.filtered(lambda database: database.database_api_key_end != end)
        other._database_forget_reminder()
        return super()._database_key_ends(end)

    def _database_forget_reminder(self):
        self.activity_unlink([_ACTIVITY])
        self.filtered("database_api_key_reminded").database_api_key_reminded = False

    def _database_people_of_keys(self):
        """Who has to renew the keys: the project manager of the database, else the person who entered the key, else the
        first administrator of Databases. Only administrators of Databases may renew keys, so others are left out.

        :return: database -> user
        """
        administrators = self.env.ref("fleet_databases.group_databases_admin").all_user_ids.filtered("active")
        keys_sudo = self.env["databases.key"].sudo()  # we only read who entered them
        entered_by = {row.project_id: row.create_uid for row in keys_sudo._rows(self.ids)}
        people = {}
        for database in self:
            possible = (database.user_id, entered_by.get(database, administrators.browse()))
            people[database] = next(
                (person for person in possible if person in administrators), administrators[:1]
            )
        return people


def _day(database):
    """The day on which the key of a database ends, in the language of the person."""
    return format_date(database.env, database.database_api_key_end)

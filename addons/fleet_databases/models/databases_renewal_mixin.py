from dataclasses import replace
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..remote.errors import MethodNotFound
from ..remote.renewal import Renewal, Revocation, prove
from ..remote.values import Job
from .actions import form, notification
from .failure import sentence
from .own_hand import with_own_hand

# So many days ahead people are reminded of the end of a key.
_REMINDERS = (30, 7, 1)
_ACTIVITY = "fleet_databases.mail_activity_type_renew_key"
# Odoo allows 90 days for keys of ordinary users (res.groups.api_key_duration), by its own clock.
_VALID = timedelta(days=89)


class DatabasesRenewalMixin(models.AbstractModel):
    """The renewal of an API key: who is reminded of it, and how it is done."""

    _name = "databases.renewal.mixin"
    _inherit = ["databases.key.mixin"]
    _description = "Renewal of an API key"

    database_api_key_reminded = fields.Integer(
        "Reminded of the key", copy=False, readonly=True, help="How many days ahead, the last time."
    )

    # Reminders

    @api.model
    def _remind_of_keys(self):
        """The scheduled action: an activity for each database whose key ends soon. Commits."""
        self = with_own_hand(self)  # noqa: PLW0642
        now = fields.Datetime.now()
        ahead = now + timedelta(days=max(_REMINDERS))
        ending = []
        for database in self.search([*self._pullable_domain(), ("database_api_key_end", "<=", ahead)]):
            left = database.database_api_key_end - now
            days = min(days for days in _REMINDERS if left <= timedelta(days=days))
            if database.database_api_key_reminded != days:
                ending.append((database, days))
        self.env["databases.engine"]._write_down(ending, self._remind, lambda _item, _why: None)

    @api.model
    def _remind(self, ending):
        """:param ending: list of (database, days left at most)"""
        for database, days in ending:
            database._forget_reminder()
            person = database._person_of_key()
            spoken = database.with_context(lang=person.lang)
            end = format_date(spoken.env, spoken.database_api_key_end)
            spoken.activity_schedule(
                _ACTIVITY, summary=spoken.env._("The API key ends on %s", end), user_id=person.id
            )
            database.database_api_key_reminded = days

    def _inverse_database_api_key(self):
        result = super()._inverse_database_api_key()
        self._forget_reminder()
        return result

    def _key_ends(self, end):
        other = self.filtered(lambda database: database.database_api_key_end != end)
        other._forget_reminder()
        return super()._key_ends(end)

    def _forget_reminder(self):
        self.activity_unlink([_ACTIVITY])
        self.filtered("database_api_key_reminded").database_api_key_reminded = False

    def _person_of_key(self):
        """Who is to renew the key: the one responsible for the database, who entered the key, or any administrator of
        Databases; only those may."""
        administrators = self.env.ref("fleet_databases.group_databases_admin").all_user_ids.filtered("active")
        key_sudo = self.env["databases.key"].sudo()  # only who entered it
        entered_by = key_sudo._rows(self.ids)[:1].create_uid
        for person in (self.user_id, entered_by):
            if person in administrators:
                return person
        return administrators[:1]

    # Renewal

    def action_renew_key(self):
        """Replace the API key by a new one, where the database has the calls for it; elsewhere, guide the person.
        Commits.

        :return: action that tells what came of it
        """
        self.ensure_one()
        self._check_can_be_asked()
        if self.database_api_key_state != "set":
            return self._guide_renewal(False)
        # Two renewals at once would leave a key over there that nobody knows.
        if not self.env["databases.engine"]._claimed(self._claim):
            raise UserError(self.env._("This database is being asked right now. Try again in a moment."))
        claim = self.database_claim
        [target] = self._targets()
        renewal = Renewal(self.env._("Hub of %s", self.env.company.name), fields.Datetime.now() + _VALID)
        result = self._asked_alone(target, renewal)
        if not result.error:
            return self._renewed(target, result.answers["key"])
        self._release(claim)
        if isinstance(result.error, MethodNotFound):
            return self._guide_renewal(self.env._("This Odoo does not let the hub make a key by itself."))
        return self._guide_renewal(sentence(self.env, result.error.kind, result.error.detail))

    def _guide_renewal(self, why):
        renewal = self.env["databases.key.renewal"].create({"project_id": self.id, "why": why})
        return form(renewal, renewal.display_name, target="new")

    def _renewed(self, target, new):
        """Store a proved key, and only then take the old one away. Commits."""
        unstored = []
        self.env["databases.engine"]._write_down(
            [(target, new)], self._store_new, lambda _new, why: unstored.append(why)
        )
        if unstored:
            self._release(self.database_claim)
            told = [sentence(self.env, unstored[0].kind, unstored[0].detail)]
            if self._asked_alone(target, Revocation(new.key)).error:
                told.append(self.env._("The new key could not be taken away again; delete it over there."))
            raise UserError(" ".join(told))
        result = self._asked_alone(replace(target, key=new.key), Revocation(target.key))
        until = format_date(self.env, new.end)
        if not result.error:
            message = self.env._("A new API key is in use, until %s. The old one is gone.", until)
            return notification(message, "success")
        message = self.env._(
            "A new API key is in use, until %(until)s. The old one could not be taken away; do it over there: %(why)s",
            until=until,
            why=sentence(self.env, result.error.kind, result.error.detail),
        )
        return notification(message, "warning")

    def _store_new(self, proved):
        """:param proved: a list of one pair, a target and its new key"""
        [(target, new)] = proved
        self._check_is_still(target)
        self.database_api_key = new.key
        self.database_api_key_asked = fields.Datetime.now()
        self._key_ends(new.end)

    def _use_key(self, token):
        """Replace the API key by one that a person has made. It has to open the database first. Commits.

        :param token: the new key, encrypted as :meth:`_encrypted_key` does
        :return: action that tells it
        :raises UserError: it does not open the database; then the old one stays
        """
        self._check_can_be_asked()
        [target] = self._targets()
        keys_sudo = self.env["databases.key"].sudo()  # the check above guards who comes here
        key = keys_sudo._decrypted(self, token)
        result = self._asked_alone(replace(target, key=key), prove)
        if result.error:
            why = sentence(self.env, result.error.kind, result.error.detail)
            raise UserError(
                self.env._("The new key was tried and does not work, so the old one stays. %s", why)
            )
        self._check_is_still(target)
        self.write({"database_api_key": key})
        return notification(
            self.env._("The new API key works and is in use. Delete the old one over there."), "success"
        )

    def _check_is_still(self, target):
        """:raises UserError: the database is no longer where a key was proved, so it would be sent elsewhere"""
        [now] = self._targets()
        if (now.url, now.database, now.login) != (target.url, target.database, target.login):
            raise UserError(
                self.env._("The connection was changed meanwhile, so the new key was not stored.")
            )

    def _encrypted_key(self, key):
        """:return: an API key of this database as text that may be stored"""
        keys_sudo = self.env["databases.key"].sudo()  # nothing is read
        return keys_sudo._encrypted(self, key)

    def _check_can_be_asked(self):
        """
        :raises AccessError: as :meth:`_check_are_ours`
        :raises UserError: it is no database that can be asked
        """
        self._check_are_ours()
        if not self.filtered_domain(self._pullable_domain()):
            raise UserError(self.env._("There is no database here that can be asked now"))

    def _asked_alone(self, target, work):
        [result] = self.env["databases.engine"]._answers([Job(target, work)]).values()
        return result

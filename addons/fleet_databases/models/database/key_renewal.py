from dataclasses import replace
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...remote.errors import MethodNotFound
from ...remote.values import Job
from ...remote.work.renewal import Renewal, Revocation, prove
from ..actions import notification
from ..words import sentence

# Odoo allows 90 days for keys of ordinary users (res.groups.api_key_duration), by its own clock.
_VALID = timedelta(days=89)


class ProjectProject(models.Model):
    """The renewal of an API key."""

    _inherit = "project.project"

    def action_database_renew_key(self):
        """Replace the API key by a new one, if the database has the calls for it; if not, tell the person how to do it.
        Commits.

        :return: action that tells what came of it
        """
        self.ensure_one()
        self._database_check_can_be_asked()
        if self.database_api_key_state != "set":
            return self._database_guide_renewal(False)
        # Of two renewals at the same time, one would leave a key in the client's database that the hub does not know.
        if not self.env["databases.engine"]._try_claim(self._database_try_claim):
            raise UserError(self.env._("This database is being asked right now. Try again in a moment."))
        claim = self.database_claim
        [target] = self._database_targets()
        renewal = Renewal(self.env._("Hub of %s", self.env.company.name), fields.Datetime.now() + _VALID)
        result = self._database_ask(target, renewal)
        if not result.error:
            return self._database_renewed(target, result.answers["key"])
        self._database_release(claim)
        if isinstance(result.error, MethodNotFound):
            return self._database_guide_renewal(
                self.env._("This Odoo does not let the hub make a key by itself.")
            )
        return self._database_guide_renewal(sentence(self.env, result.error.kind, result.error.detail))

    def _database_guide_renewal(self, why):
        renewal = self.env["databases.key.renewal"].create({"project_id": self.id, "why": why})
        return renewal._get_records_action(name=renewal.display_name, target="new")

    def _database_renewed(self, target, new):
        """Store a new key that works, and only then delete the old one. Commits."""
        unstored = []
        self.env["databases.engine"]._write_down(
            [(target, new)], self._database_store_new_key, lambda _new, error: unstored.append(error)
        )
        if unstored:
            self._database_release(self.database_claim)
            why = self.env["databases.engine"]._not_stored("new API key", unstored[0])
            told = [sentence(self.env, why.kind, why.detail)]
            if self._database_ask(target, Revocation(new.key)).error:
                told.append(
                    self.env._(
                        "The new key could not be taken away again; delete it in the client's database."
                    )
                )
            raise UserError(" ".join(told))
        result = self._database_ask(replace(target, key=new.key), Revocation(target.key))
        until = format_date(self.env, new.end)
        if not result.error:
            message = self.env._("A new API key is in use, until %s. The old one is gone.", until)
            return notification(message, "success")
        message = self.env._(
            "A new API key is in use, until %(until)s. The old one could not be taken away; do it in the client's "
            "database: %(why)s",
            until=until,
            why=sentence(self.env, result.error.kind, result.error.detail),
        )
        return notification(message, "warning")

    def _database_store_new_key(self, proved):
        """:param proved: a list of one pair, a target and its new key"""
        [(target, new)] = proved
        self._database_check_is_still(target)
        uid = self.database_api_uid
        self.database_api_key = new.key
        # The new key is the same user's: this was looked at before.
        self.write({"database_api_key_asked": fields.Datetime.now(), "database_api_uid": uid})
        self._database_key_ends(new.end)

    def _database_use_key(self, token):
        """Replace the API key by one that a person has made, if it opens the database. Commits.

        :param token: the new key, encrypted as :meth:`_database_encrypted_key` does
        :return: action that tells it
        :raises UserError: it does not open the database; then the old one stays
        """
        self._database_check_can_be_asked()
        [target] = self._database_targets()
        keys_sudo = self.env["databases.key"].sudo()  # the check above makes sure who may do this
        key = keys_sudo._decrypted(self, token)
        result = self._database_ask(replace(target, key=key), prove)
        if result.error:
            why = sentence(self.env, result.error.kind, result.error.detail)
            raise UserError(
                self.env._("The new key was tried and does not work, so the old one stays. %s", why)
            )
        self._database_check_is_still(target)
        self.write({"database_api_key": key})
        return notification(
            self.env._("The new API key works and is in use. Delete the old one in the client's database."),
            "success",
        )

    def _database_check_is_still(self, target):
        """:raises UserError: the address has changed since the key was tried, so the key would be sent to another
        place"""
        [now] = self._database_targets()
        seen = (target.url, target.database, target.login, target.trust)
        if (now.url, now.database, now.login, now.trust) != seen:
            raise UserError(
                self.env._("The connection was changed meanwhile, so the new key was not stored.")
            )

    def _database_encrypted_key(self, key):
        """:return: an API key of this database as text that may be stored"""
        keys_sudo = self.env["databases.key"].sudo()  # no key is read
        return keys_sudo._encrypted(self, key)

    def _database_check_can_be_asked(self):
        """
        :raises AccessError: as :meth:`_database_check_are_ours`
        :raises UserError: it is no database that can be asked
        """
        self._database_check_are_ours()
        if not self.filtered_domain(self._database_pullable_domain()):
            raise UserError(self.env._("There is no database here that can be asked now"))

    def _database_ask(self, target, work):
        [result] = self.env["databases.engine"]._results([Job(target, work)]).values()
        return result

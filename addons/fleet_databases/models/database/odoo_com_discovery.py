import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..own_hand import with_own_hand
from ..settings import account
from ..words import reason
from .connection import ADDRESS

_logger = logging.getLogger(__name__)


class ProjectProject(models.Model):
    """Databases follow what the Odoo.com account lists."""

    _inherit = "project.project"

    database_uuid = fields.Char("UUID on Odoo.com", copy=False, readonly=True, index="btree_not_null")
    database_is_listed = fields.Boolean(
        "In the Odoo.com account",
        copy=False,
        readonly=True,
        help="The account has listed it under this address, so the account's key opens it.",
    )
    database_missing_since = fields.Datetime(
        "No longer in the Odoo.com account since",
        copy=False,
        readonly=True,
        help="Nothing was archived: the database may have moved to another account.",
    )
    database_left_as_is = fields.Boolean(
        copy=False, readonly=True, help="The Odoo.com account lists it too; that was noted in its chatter."
    )

    _database_uuid_unique = models.UniqueIndex("(database_uuid) WHERE database_uuid IS NOT NULL")

    def _database_connection_changed(self, changed):
        super()._database_connection_changed(changed)
        self._database_ended(changed).database_uuid = False
        # It is not what the Odoo.com account has listed.
        self.filtered(lambda database: changed[database].intersection(ADDRESS)).database_is_listed = False

    def action_database_pull_from_odoo_com(self):
        """Bring the databases of the Odoo.com account up to date. Commits.

        :return: action that tells the person what came of it
        """
        self._database_check_is_admin()
        discovery_sudo = with_own_hand(self.sudo())  # only the hub itself writes runs
        return discovery_sudo._database_pull_from_odoo_com(self.env.user)._notification()

    @api.model
    def _database_pull_from_odoo_com_if_set(self):
        """The scheduled action: not everybody has an account."""
        if account(self.env).login and self._database_account_key_state() != "missing":
            with_own_hand(self)._database_pull_from_odoo_com()

    @api.model
    def _database_pull_from_odoo_com(self, user=None):
        """See :meth:`action_database_pull_from_odoo_com`.

        :param user: who asks; the scheduled action by default
        :return: the run
        """
        runs = self.env["databases.run"]
        rows, unread, error = self._database_ask_account()
        run = runs.create({"kind": "discover", "user_id": user and user.id})
        if error:
            run.write({"reason": reason(self.env, error), "detail": error.detail})
        else:
            run.unread = unread
            run._write_found(self._database_follow_account(rows, unread))
        run.end = fields.Datetime.now()
        self._database_wake_up_synchronization()
        return run

    @api.model
    def _database_follow_account(self, rows, unread=0):
        """Make the databases of the account those that it lists.

        :param rows: list of :class:`~...tools.account_rows.AccountRow`
        :param unread: how many rows could not be read; what they list is not gone
        :return: list of (database, word): ``created``, ``updated``, ``left`` as is, ``missing`` or ``conflict`` (its
            address is taken), or a sentence: why it was not followed; not the unchanged ones
        """
        # Whatever has an address: also what is no database any more.
        known = self.with_context(active_test=False).search([("database_url", "!=", False)])
        by_uuid = {project.database_uuid: project for project in known if project.database_uuid}
        by_url = known.grouped("database_url")
        uuids = {row.uuid for row in rows}
        seen, found = self.browse(), []
        # Those known by their UUID first: one of them may have left its address to another.
        for row in sorted(rows, key=lambda row: row.uuid not in by_uuid):
            there = by_url.get(row.url, self.browse())
            project = by_uuid.get(row.uuid) or there._database_that_may_be(row, uuids) - seen
            seen |= project
            if not project:
                found += self._database_create_from_account(row, there)
            elif project.database_hosting != "saas":
                found += project._database_leave_as_is()
            else:
                found += project._database_follow_row(row)
        self._database_write_listings({row.url for row in rows})
        if unread:
            return found
        gone = (
            known.filtered(lambda project: project.database_is_listed and not project.database_missing_since)
            - seen
        )
        gone.database_missing_since = fields.Datetime.now()
        return found + [(project, "missing") for project in gone]

    @api.model
    def _database_write_listings(self, urls):
        """Put on record which databases the account has listed, in a way that nobody can who only writes to the hub's
        database."""
        databases = self.with_context(active_test=False).search([("database_is_listed", "=", True)])
        keys_sudo = self.env["databases.key"].sudo()  # no key is read
        try:
            with self.env.cr.savepoint():
                keys_sudo._write_listings(databases.filtered(lambda database: database.database_url in urls))
        except UserError as flaw:
            # What was found is kept; without this record, the account's key goes to none of them.
            _logger.warning("It could not be put on record what the Odoo.com account lists: %s", flaw)

    def _database_that_may_be(self, row, uuids):
        """The one of these projects, which have the address of a row, that the row can be about: one that was
        configured by hand, or one whose UUID is not known or no longer listed (it was dropped and made anew).

        :param uuids: all that are listed
        """
        by_hand = self.filtered(lambda project: project.database_hosting != "saas")
        same = self.filtered(lambda project: not row.uuid or project.database_uuid not in uuids)
        return (by_hand or same)[:1]

    def _database_leave_as_is(self):
        if self.database_left_as_is:
            return []
        self.database_left_as_is = True
        self.message_post(
            body=self.env._(
                "Your Odoo.com account lists this database too. As it seems to be configured we have left it as is."
            )
        )
        return [(self, "left")]

    def _database_follow_row(self, row):
        """Update a known Odoo Online database."""
        values = {
            "database_name": row.name,
            "database_url": row.url,
            "database_uuid": row.uuid or self.database_uuid,
            "database_is_listed": True,
            "database_missing_since": False,
        }
        if self.name == self.database_name:
            # Nobody has given it a name of its own.
            values["name"] = row.name
        if row.version and (self.database_synchro_error or not self.database_last_synchro):
            # What a database tells of itself is newer.
            values["database_version"] = row.version
        changed = {name: value for name, value in values.items() if self[name] != value}
        if not changed:
            return []
        if not self.database_is_listed:
            # From now on the key of the account opens it.
            changed["database_next_synchro"] = fields.Datetime.now()
        try:
            found = (
                "updated"
                if self._database_attempt(lambda: self._database_write_from_account(changed))
                else "conflict"
            )
        except UserError as refusal:
            # Its own key can't go along to the other address, say.
            found = self.env._("Not followed: %s", refusal)
        return [(self, found)]

    def _database_write_from_account(self, values):
        self.write(values)
        # Whoever changes an address by hand takes the mark away; here it is the account that says so.
        self.database_is_listed = True
        return True

    @api.model
    def _database_create_from_account(self, row, there):
        """Create the database of a row, unless one of those ``there``, at its address, has the name already."""
        values = {
            "name": row.name,
            "database_hosting": "saas",
            "database_url": row.url,
            "database_name": row.name,
            "database_uuid": row.uuid or False,
            "database_is_listed": True,
            "database_version": row.version or False,
            "database_api_login": account(self.env).login,
        }
        created = self._database_attempt(lambda: self._database_create([values], self._database_template()))
        if created:
            return [(created, "created")]
        return [(project, "conflict") for project in there[:1]]

    @api.model
    def _database_attempt(self, change):
        """Make one change; what can't be stored does not keep the others from it.

        :return: what ``change`` returns, or None
        """
        try:
            with self.env.cr.savepoint():
                return change()
        except (psycopg2.IntegrityError, ValidationError):
            return None

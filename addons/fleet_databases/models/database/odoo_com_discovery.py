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
    """Keeps databases in step with what the Odoo.com account lists."""

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
        copy=False,
        readonly=True,
        exportable=False,
        help="The Odoo.com account lists it too; that was noted in its chatter.",
    )

    _database_uuid_unique = models.UniqueIndex("(database_uuid) WHERE database_uuid IS NOT NULL")

    def _database_connection_changed(self, changed):
        super()._database_connection_changed(changed)
        self._database_ended(changed).database_uuid = False
        # The Odoo.com account has listed the database at another address.
        self.filtered(lambda database: changed[database].intersection(ADDRESS)).database_is_listed = False

    def action_database_pull_from_odoo_com(self):
        """Bring the databases of the Odoo.com account up to date. Commits.

        :return: action that tells the person what came of it
        """
        return self._database_pull_for_me()._notification()

    @api.model
    def _database_pull_for_me(self):
        """See :meth:`action_database_pull_from_odoo_com`.

        :return: the run, as superuser
        """
        self._database_check_is_admin()
        discovery_sudo = with_own_hand(self.sudo())  # only the hub itself writes runs
        return discovery_sudo._database_pull_from_odoo_com(self.env.user)

    @api.model
    def _database_pull_from_odoo_com_if_set(self):
        """The scheduled action. It does nothing for those who have no account."""
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
        """Create and update databases, so that they are those that the account lists.

        :param rows: list of :class:`~...tools.account_rows.AccountRow`
        :param unread: how many rows could not be read; as we don't know their databases, none counts as missing then
        :return: list of (database, word): ``created``, ``updated``, ``left`` (it was left as it is), ``missing`` or
            ``conflict`` (another one has its address), or a sentence that says why it was not updated. Databases that
            did not change are not in it
        """
        # All projects with an address, also those that are not a database any more.
        known = self.with_context(active_test=False).search([("database_url", "!=", False)])
        by_uuid = {project.database_uuid: project for project in known if project.database_uuid}
        by_url = known.grouped("database_url")
        uuids = {row.uuid for row in rows}
        seen, found = self.browse(), []
        # First those with a known UUID: one of them may have moved, and another database may have got its old address.
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
        """Store which databases the account has listed, encrypted: somebody who can only write to the hub's database
        can't forge it."""
        databases = self.with_context(active_test=False).search([("database_is_listed", "=", True)])
        keys_sudo = self.env["databases.key"].sudo()  # no key is read
        try:
            with self.env.cr.savepoint():
                keys_sudo._write_listings(databases.filtered(lambda database: database.database_url in urls))
        except UserError as flaw:
            # What was found is stored all the same. Without this record, the account's key is sent to none of them.
            _logger.warning("It could not be put on record what the Odoo.com account lists: %s", flaw)

    def _database_that_may_be(self, row, uuids):
        """Find the project that a row is about, among these projects, which have the same address. It is one that was
        configured by hand, or one without a UUID, or one whose UUID is not listed any more: that database was dropped
        and created again.

        :param uuids: all that are listed
        """
        by_hand = self.filtered(lambda project: project.database_hosting != "saas")
        same = self.filtered(lambda project: not row.uuid or project.database_uuid not in uuids)
        return (by_hand or same)[:1]

    def _database_leave_as_is(self):
        if self.database_left_as_is:
            return []
        self.database_left_as_is = True
        # In the language of whoever looks after it: a schedule has none.
        self.with_context(lang=self.user_id.lang or self.env.lang)._database_tell_left()
        return [(self, "left")]

    def _database_tell_left(self):
        self.message_post(
            body=self.env._(
                "Your Odoo.com account lists this database too. As it seems to be configured we have left it as is."
            )
        )

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
            # Nobody has changed the name of the project.
            values["name"] = row.name
        if row.version and (self.database_synchro_error or not self.database_last_synchro):
            # Otherwise the database itself has told its version, and that is newer.
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
            # For example, its own key can't be encrypted for the new address.
            found = self.env._("Not followed: %s", refusal)
        return [(self, found)]

    def _database_write_from_account(self, values):
        self.write(values)
        # A changed address removes this mark, but this address comes from the account itself.
        self.database_is_listed = True
        return True

    @api.model
    def _database_create_from_account(self, row, there):
        """Create the database of a row. If it can't be created, tell it of one of the projects ``there``, at its
        address."""
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
        """Make one change. If it can't be stored, the others are still made.

        :return: what ``change`` returns, or None
        """
        try:
            with self.env.cr.savepoint():
                return change()
        except (psycopg2.IntegrityError, ValidationError):
            return None

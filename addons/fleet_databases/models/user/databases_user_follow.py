from odoo import api, models
from odoo.tools import split_every

from ...remote.work.accounts import ABSENT, CREATE, INACTIVE, PRESENT, REACTIVATE, REMOVE
from ...tools.changes import changes
from ...tools.deadline import steps
from ...tools.remote_users import only_address

# After so many rows, we look at the clock.
_ROWS = 500
_NAMES = ("remote_id", "login", "name", "email", "latest_authentication")


class DatabasesUser(models.Model):
    """How the hub's list of users follows what is true in clients' databases."""

    _inherit = "databases.user"

    @api.model
    def _follow_changes(self, outcomes):
        """Repeat here what was changed in the client's database. The next synchronization brings the whole list.

        :param outcomes: ``databases.user.change`` -> :class:`~...remote.work.accounts.AccountOutcome`, without errors
        """
        databases = self.env["project.project"].union(*[change.project_id for change in outcomes])
        known = self.search([("project_id", "in", databases.ids)])
        by_id = {(user.project_id, user.remote_id): user for user in known if user.remote_id}
        # A user without an id comes from before an upgrade, or was invited when there was no time to look.
        by_login = {(user.project_id, user.login): user for user in known if not user.remote_id}
        gone, new = self.browse(), {}
        for change, outcome in outcomes.items():
            account = outcome.account
            login = account.login if account else change.login
            key = change.project_id, account.id if account else change.remote_id
            user = by_id.get(key) or by_login.get((change.project_id, login), self.browse())
            if change.action == "remove":
                if outcome.effect in (REMOVE, ABSENT, INACTIVE):
                    gone |= user
            elif outcome.effect in (CREATE, REACTIVATE, PRESENT) and not user:
                new.setdefault((change.project_id, login), self._values(change, account))
        gone.unlink()
        self.create(list(new.values()))
        databases.filtered("database_last_synchro")._database_follow_numbers()

    @api.model
    def _values(self, change, account):
        """Of a user who was invited.

        :param account: :class:`~...remote.work.accounts.Account`, or None: nobody has looked
        """
        login = account.login if account else change.login
        values = {"project_id": change.project_id.id, "login": login, "name": change.name or login}
        return (
            {**values, "remote_id": account.id, "email": only_address(account.email)} if account else values
        )

    @api.model
    def _follow(self, seen):
        """Store the users of these databases as the databases have told them.

        :param seen: id of the database -> :class:`~...remote.partly.Partly`, see
            :func:`~...tools.remote_users.remote_users`
        :raises TooLong: of :mod:`...tools.deadline`
        """
        told = {
            (database_id, remote_id): values
            for database_id, users in seen.items()
            for remote_id, values in users.kept.items()
        }
        rows = self._known(seen, told)
        known = {key: {name: row[name] for name in _NAMES} for key, row in rows.items()}
        difference = changes(known, told)
        for updates in steps(split_every(_ROWS, difference.update.items())):
            for key, values in updates:
                rows[key].write(values)
        gone = _gone(difference.remove, seen)
        for keys in steps(split_every(_ROWS, gone)):
            self.browse(rows[key].id for key in keys).unlink()
        new = [
            {**values, "project_id": database_id}
            for (database_id, _remote_id), values in difference.create.items()
        ]
        for vals_list in steps(split_every(_ROWS, new, list)):
            self.create(vals_list)
            # Otherwise values are computed and written later, when nobody looks at the clock any more.
            self.flush_model()

    @api.model
    def _known(self, seen, told):
        """The users that are stored of some databases. Those without an id are found by their login, once.

        :return: (id of the database, id there) -> user; the second is a text where it is not known
        """
        rows = self.search_fetch([("project_id", "in", list(seen))], ["project_id", *_NAMES])
        known = {(row.project_id.id, row.remote_id): row for row in rows if row.remote_id}
        without = rows.filtered(lambda row: not row.remote_id)
        keys = {
            (key[0], values["login"]): key for key, values in told.items() if without and key not in known
        }
        for row in without:
            database_id = row.project_id.id
            known[keys.pop((database_id, row.login), (database_id, f"row {row.id}"))] = row
        return known


def _gone(untold, seen):
    """Those of the users that were not told who are not there any more. Users of whom something could not be read are
    still there; if it is not even known of whom, nobody is gone."""
    unread = {
        (database_id, remote_id)
        for database_id, users in seen.items()
        if users.left_out
        for remote_id, _said in users.left_out.rows
    }
    return {key for key in untold if key not in unread and (key[0], None) not in unread}

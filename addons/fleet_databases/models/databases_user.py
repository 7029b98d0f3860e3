from odoo import api, fields, models
from odoo.tools import email_normalize

from ..tools.changes import changes


class DatabasesUser(models.Model):
    _name = "databases.user"
    _description = "User of a remote database"
    _order = "name, login, id"

    project_id = fields.Many2one("project.project", "Database", required=True, index=True, ondelete="cascade")
    login = fields.Char(required=True, index=True)
    name = fields.Char(required=True)
    latest_authentication = fields.Datetime("Last connection")
    local_user_id = fields.Many2one(
        "res.users", "Local user", compute="_compute_local_user_id", help="Who has this e-mail address here."
    )

    _login_unique = models.UniqueIndex("(project_id, login)", "A database has each login only once.")

    @api.depends("login")
    def _compute_local_user_id(self):
        addresses = {user: email_normalize(user.login) for user in self}
        names = [address for address in set(addresses.values()) if address]
        local_users = self.env["res.users"].search(
            ["|", ("email_normalized", "in", names), ("login", "in", names)], order="id desc"
        )
        by_address = {address: user.id for user in local_users for address in user._addresses()}
        for user, address in addresses.items():
            user.local_user_id = by_address.get(address)

    def action_remove(self):
        """Look what removing these users would do, and ask whether to.

        :return: action that shows the preview
        """
        return self.env["databases.user.wizard"]._remove(self)

    @api.model
    def _of(self, local_user):
        """Where a local user appears: an address of theirs is a login there. ``admin`` is somebody else everywhere."""
        return self.search([("login", "in", local_user._addresses())])

    @api.model
    def _follow_changes(self, changes):
        """Follow what was changed over there, until the next synchronization brings the whole list.

        :param changes: ``databases.user.change`` with an outcome
        """
        known = {
            (row.project_id, row.login): row
            for row in self.search([("project_id", "in", changes.project_id.ids)])
        }
        for change in changes:
            row = known.get((change.project_id, change.login))
            if change.effect in ("remove", "absent") and row:
                row.unlink()
            elif change.effect in ("create", "reactivate") and not row:
                self.create(
                    {
                        "project_id": change.project_id.id,
                        "login": change.login,
                        "name": change.name or change.login,
                    }
                )

    @api.model
    def _follow(self, seen):
        """Make the users of these databases those that they have.

        :param seen: id of the database -> login -> values
        """
        rows = {
            (row.project_id.id, row.login): row for row in self.search([("project_id", "in", list(seen))])
        }
        known = {
            key: {"login": row.login, "name": row.name, "latest_authentication": row.latest_authentication}
            for key, row in rows.items()
        }
        difference = changes(
            known,
            {
                (database_id, login): values
                for database_id, users in seen.items()
                for login, values in users.items()
            },
        )
        for key, values in difference.update.items():
            rows[key].write(values)
        self.browse(rows[key].id for key in difference.remove).unlink()
        self.create(
            [
                {**values, "project_id": database_id}
                for (database_id, _login), values in difference.create.items()
            ]
        )

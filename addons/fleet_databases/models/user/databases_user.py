from odoo import api, fields, models
from odoo.tools import split_every

from ...tools.changes import changes
from ...tools.deadline import steps
from .login_address import login_address

# After so many rows, we look at the clock.
_ROWS = 500


class DatabasesUser(models.Model):
    _name = "databases.user"
    _description = "User of a remote database"
    _order = "name, login, id"

    project_id = fields.Many2one("project.project", "Database", required=True, index=True, ondelete="cascade")
    login = fields.Char(required=True, index=True)
    address = fields.Char(
        "E-mail address",
        compute="_compute_address",
        store=True,
        index="btree_not_null",
        help="If the login is one.",
    )
    name = fields.Char(required=True)
    latest_authentication = fields.Datetime("Last connection")
    local_user_id = fields.Many2one(
        "res.users", "Local user", compute="_compute_local_user_id", help="Who has this login here, too."
    )

    _login_unique = models.UniqueIndex("(project_id, login)", "A database has each login only once.")

    @api.depends("login")
    def _compute_address(self):
        for user in self:
            user.address = login_address(user.login)

    @api.depends("address")
    def _compute_local_user_id(self):
        people = self.env["res.users"]._by_address(set(self.mapped("address")) - {False})
        shown = self.env["res.users"].union(*people.values())._filtered_access("read").filtered("active")
        for user in self:
            user.local_user_id = people.get(user.address, shown.browse()) & shown

    def action_remove(self):
        """Show what removing these users would do, and ask for a confirmation.

        :return: action that shows the preview
        """
        return self.env["databases.user.wizard"]._remove(self)

    @api.model
    def _at(self, addresses):
        """The users in all databases whose login is one of these e-mail addresses."""
        return self.search([("address", "in", list(addresses))])

    @api.model
    def _follow_changes(self, logins):
        """Repeat here what was changed in the client's database. The next synchronization brings the whole list.

        :param logins: ``databases.user.change`` with an outcome -> the login in the client's database
        """
        databases = self.env["project.project"].union(*[change.project_id for change in logins])
        known = {
            (row.project_id, row.login): row for row in self.search([("project_id", "in", databases.ids)])
        }
        gone, new = self.browse(), {}
        for change, login in logins.items():
            key = change.project_id, login
            if change.action == "remove":
                if change.effect in ("remove", "absent"):
                    gone |= known.get(key, gone)
            elif change.effect != "portal" and key not in known:
                values = {"project_id": change.project_id.id, "login": login, "name": change.name or login}
                new.setdefault(key, values)
        gone.unlink()
        self.create(list(new.values()))
        databases.filtered("database_last_synchro")._database_follow_numbers()

    @api.model
    def _follow(self, seen):
        """Store the users of these databases as the databases have told them.

        :param seen: id of the database -> login -> values
        :raises TooLong: of :mod:`...tools.deadline`
        """
        names = ["project_id", "login", "name", "latest_authentication"]
        rows = {
            (row.project_id.id, row.login): row
            for row in self.search_fetch([("project_id", "in", list(seen))], names)
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
        for updates in steps(split_every(_ROWS, difference.update.items())):
            for key, values in updates:
                rows[key].write(values)
        for keys in steps(split_every(_ROWS, difference.remove)):
            self.browse(rows[key].id for key in keys).unlink()
        new = [
            {**values, "project_id": database_id}
            for (database_id, _login), values in difference.create.items()
        ]
        for vals_list in steps(split_every(_ROWS, new, list)):
            self.create(vals_list)
            # Otherwise values are computed and written later, when nobody looks at the clock any more.
            self.flush_model()

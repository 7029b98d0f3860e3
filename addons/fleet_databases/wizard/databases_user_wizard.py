from odoo import Command, api, fields, models
from odoo.exceptions import UserError

_TO_DO = ("create", "reactivate", "remove", "unknown")


class DatabasesUserWizard(models.TransientModel):
    _name = "databases.user.wizard"
    _inherit = ["databases.wizard.mixin"]
    _description = "Invite or remove users"

    action = fields.Selection([("invite", "Invite"), ("remove", "Remove")], required=True, default="invite")
    project_ids = fields.Many2many(
        "project.project",
        string="Databases",
        domain=lambda self: self.env["project.project"]._database_pullable_domain(),
        context={"active_test": True},
    )
    user_ids = fields.Many2many(
        "res.users", string="Users", domain=[("share", "=", False)], context={"active_test": False}
    )
    remote_user_ids = fields.Many2many(
        "databases.user", string="Users in the clients' databases", help="For those who are not users here."
    )
    elsewhere = fields.Integer(compute="_compute_elsewhere")
    out_of_reach = fields.Integer(
        compute="_compute_elsewhere",
        help="They appear there too, but it is archived, or of a company that is not yours.",
    )
    line_ids = fields.One2many("databases.user.wizard.line", "wizard_id", readonly=True)
    to_do = fields.Integer(compute="_compute_to_do")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        chosen = self.env[self.env.context.get("active_model", self._name)].browse(
            self.env.context.get("active_ids", [])
        )
        if chosen._name == "project.project":
            databases = chosen.filtered_domain(chosen._database_pullable_domain())
            values.setdefault("project_ids", [Command.set(databases.ids)])
        elif chosen._name == "databases.user":
            values |= {
                "remote_user_ids": [Command.set(chosen.ids)],
                "project_ids": [Command.set(chosen.project_id.ids)],
            }
        return values

    @api.depends("action", "project_ids", "user_ids", "remote_user_ids")
    def _compute_elsewhere(self):
        for wizard in self:
            wide = wizard._of_all_companies()
            places = wide._places() if wizard.action == "remove" else wide.remote_user_ids.browse()
            reachable = wide._reachable(places)
            wizard.elsewhere = len(reachable - wide.project_ids._origin)
            everywhere_sudo = places.sudo()  # we only show how many more there are, not which
            everywhere_sudo |= everywhere_sudo.search([("address", "in", list(wide._addresses()))])
            wizard.out_of_reach = len(everywhere_sudo.project_id - reachable)

    @api.depends("line_ids.effect")
    def _compute_to_do(self):
        for wizard in self:
            wizard.to_do = len(wizard.line_ids.filtered("is_to_do"))

    @api.model
    def _offboard(self, users):
        """Start to remove local users from all databases where they appear.

        :return: action that shows the places
        """
        values = {"action": "remove", "user_ids": [Command.set(users.ids)]}
        return self._of_all_companies().create(values).action_everywhere()

    @api.model
    def _remove(self, remote_users):
        """Start to remove users from their databases.

        :return: action that shows what would be done
        """
        wizard = self.create(
            {
                "action": "remove",
                "remote_user_ids": [Command.set(remote_users.ids)],
                "project_ids": [Command.set(remote_users.project_id.ids)],
            }
        )
        return wizard.action_preview()

    def action_everywhere(self):
        """Remove the chosen users from every database where they appear."""
        self = self._of_all_companies()  # noqa: PLW0642
        places = self._places()
        self.write(
            {
                "project_ids": [Command.set(self._reachable(places).ids)],
                "remote_user_ids": [Command.set((self.remote_user_ids and places).ids)],
            }
        )
        return self.action_preview()

    def action_preview(self):
        """Find out in each database what would be done. Commits."""
        self.ensure_one()
        self = self._of_all_companies()  # noqa: PLW0642
        if not (self.user_ids or self.remote_user_ids):
            raise UserError(self.env._("Choose users first."))
        if not self.project_ids:
            raise UserError(self.env._("They appear in no database that can be asked, or none is chosen."))
        changes, missing = self._changes()
        preview = self.env["databases.user.change"]._preview(self.action, changes)
        lines = [self._line(change, *preview[change[0].id, change[1]]) for change in changes]
        lines += [self._line((database, user.login, user.name), "no_email") for database, user in missing]
        self.line_ids = [Command.clear(), *map(Command.create, lines)]
        return self._reopen()

    def action_apply(self):
        """Do what the preview says. Commits.

        :return: action that shows the run
        """
        self.ensure_one()
        self = self._of_all_companies()  # noqa: PLW0642
        changes = [(line.project_id, line.login, line.name) for line in self.line_ids if line.is_to_do]
        if not changes:
            raise UserError(self.env._("There is nothing to do."))
        return self.env["databases.user.change"]._request(self.action, changes)

    def action_choose(self):
        """Go back to the choice of users and databases."""
        self.line_ids = [Command.clear()]
        return self._reopen()

    def _addresses(self):
        """The e-mail addresses of the people who were chosen."""
        own = set(self.user_ids._origin._addresses().values())
        return own | {address for address in self.remote_user_ids.mapped("address") if address}

    def _places(self):
        """The users of the people who were chosen, in all clients' databases."""
        return self.remote_user_ids | self.remote_user_ids._at(self._addresses())

    @api.model
    def _reachable(self, places):
        """The databases of ``places`` that can be asked."""
        databases = places.project_id
        return databases.filtered_domain(databases._database_pullable_domain())

    def _changes(self):
        """What was chosen, as (database, login, name), each once; and (database, user) of people without an address."""
        changes, missing = {}, []
        addresses = self.user_ids._addresses()
        databases, logins = self.project_ids._origin, self._logins_there(addresses.values())
        for user in self.user_ids:
            address = addresses.get(user)
            for database in databases:
                found = logins.get((database, address)) or ([address] if address else [])
                if not found:
                    missing.append((database, user))
                changes |= {(database, login): user.name for login in found}
        for row in self.remote_user_ids:
            if row.project_id in self.project_ids:
                changes[row.project_id, row.login] = row.name
        return [(database, login, name) for (database, login), name in changes.items()], missing

    def _logins_there(self, addresses):
        """:return: (database, address) -> the logins of this person there, which may differ from the address in upper
        and lower case. Only removals need them; for invitations it is empty"""
        if self.action != "remove":
            return {}
        rows = self.env["databases.user"]._at(addresses)
        grouped = rows.grouped(lambda row: (row.project_id, row.address))
        return {place: of_place.mapped("login") for place, of_place in grouped.items()}

    def _line(self, change, effect, message=False):
        database, login, name = change
        return {"project_id": database.id, "login": login, "name": name, "effect": effect, "message": message}

    def _reopen(self):
        # The context contains all companies of this administrator. The browser keeps those chosen in the menu.
        name = self.env._("Invite Users") if self.action == "invite" else self.env._("Remove Users")
        return self._get_records_action(name=name, target="new", context={})


class DatabasesUserWizardLine(models.TransientModel):
    _name = "databases.user.wizard.line"
    _inherit = ["databases.wizard.mixin"]
    _description = "What will be done with one user in one database"
    _order = "project_id, login"

    wizard_id = fields.Many2one("databases.user.wizard", required=True, ondelete="cascade")
    project_id = fields.Many2one("project.project", "Database", required=True, ondelete="cascade")
    login = fields.Char(required=True)
    name = fields.Char()
    effect = fields.Selection(
        [
            ("create", "Will be created"),
            ("reactivate", "Will be re-activated"),
            ("remove", "Will be deactivated"),
            ("unknown", "Not known yet: looked at when it is done"),
            ("present", "Already there"),
            ("portal", "Is a portal user there: skipped"),
            ("absent", "Not there"),
            ("own_key", "The hub's own user there: kept"),
            ("last_admin", "The last administrator there: kept"),
            ("no_email", "The login here is no e-mail address: skipped"),
            ("no_right", "No right to change users there: skipped"),
            ("failed", "Can't be asked: skipped"),
        ],
        "What will happen",
        required=True,
    )
    is_to_do = fields.Boolean(compute="_compute_is_to_do")
    message = fields.Char()

    @api.depends("effect")
    def _compute_is_to_do(self):
        for line in self:
            line.is_to_do = line.effect in _TO_DO

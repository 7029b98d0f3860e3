from odoo import Command, api, fields, models
from odoo.exceptions import UserError


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
    is_everywhere = fields.Boolean(help="All accounts of the people who were chosen are looked for.")
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
            everywhere_sudo |= everywhere_sudo._at(wide._addresses())
            wizard.out_of_reach = len(everywhere_sudo.project_id - reachable)

    @api.depends("line_ids.effect")
    def _compute_to_do(self):
        for wizard in self:
            wizard.to_do = len(wizard.line_ids.filtered("is_to_do"))

    @api.model
    def _invite(self, users, databases):
        """Start to invite local users to these databases.

        :return: action that shows both
        """
        chosen = {"user_ids": [Command.set(users.ids)], "project_ids": [Command.set(databases.ids)]}
        return self.create({"action": "invite", **chosen})._reopen()

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
        databases = self._reachable(self._places())
        self.write({"project_ids": [Command.set(databases.ids)], "is_everywhere": True})
        return self.action_preview()

    def action_preview(self):
        """Find out in each database what would be done. Commits."""
        self.ensure_one()
        self = self._of_all_companies()  # noqa: PLW0642
        if not (self.user_ids or self.remote_user_ids):
            raise UserError(self.env._("Choose users first."))
        if not self.project_ids:
            raise UserError(self.env._("They appear in no database that can be asked, or none is chosen."))
        changes = self._changes()
        previews = self.env["databases.user.change"]._preview(self.action, changes) if changes else []
        lines = [*self._lines(previews), *self._lines_without_address()]
        self.line_ids = [Command.clear(), *map(Command.create, lines)]
        return self._reopen()

    def action_apply(self):
        """Do what the preview says. Commits.

        :return: action that shows the run
        """
        self.ensure_one()
        self = self._of_all_companies()  # noqa: PLW0642
        to_do = self.line_ids.filtered("is_to_do")
        changes = [(line.project_id, line.login, line.name, line.remote_id) for line in to_do]
        if not changes:
            raise UserError(self.env._("There is nothing to do."))
        return self.env["databases.user.change"]._request(self.action, changes)

    def action_choose(self):
        """Go back to the choice of users and databases."""
        self.write({"line_ids": [Command.clear()], "is_everywhere": False})
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
        """What was chosen, as a preview takes it, each once: first the accounts, then the people whose accounts are to
        be looked for."""
        databases = self.project_ids._origin
        accounts = self.remote_user_ids._origin.filtered(lambda user: user.project_id in databases)
        changes = {
            (user.project_id, user.remote_id or user.login): (user.login, user.name, user.remote_id)
            for user in accounts
        }
        people = {address: user.name for user, address in self.user_ids._origin._addresses().items()}
        if self.is_everywhere:
            people = {user.address: user.name for user in self.remote_user_ids if user.address} | people
        for address, name in people.items():
            for database in databases:
                changes.setdefault((database, address), (address, name, 0))
        return [(database, *change) for (database, _key), change in changes.items()]

    def _lines(self, previews):
        """A line for each account, which may have been chosen itself, and be found as a person's. If it is one person's
        and left alone for another, it is removed."""
        lines, seen = [], set()
        for asked, effect, why, message, rights in sorted(
            previews, key=lambda preview: preview.effect != "remove"
        ):
            account = asked.database, asked.remote_id
            if asked.remote_id and account in seen:
                continue
            seen.add(account)
            lines.append(
                {
                    "project_id": asked.database.id,
                    "login": asked.login,
                    "name": asked.name,
                    "remote_id": asked.remote_id,
                    "effect": effect,
                    "why": why,
                    "message": message,
                    "rights": rights,
                }
            )
        return lines

    def _lines_without_address(self):
        """Lines of the people who are known nowhere: their login is no address, or another one's here, too."""
        users = self.user_ids._origin
        addresses = users._addresses()
        effects = {
            user: "same_address" if user._login_address() else "no_email"
            for user in users
            if user not in addresses
        }
        return [
            {"project_id": database.id, "login": user.login, "name": user.name, "effect": effect}
            for user, effect in effects.items()
            for database in self.project_ids._origin
        ]

    def _reopen(self):
        # The context contains all companies of this administrator. The browser keeps those chosen in the menu.
        name = self.env._("Invite Users") if self.action == "invite" else self.env._("Remove Users")
        return self._get_records_action(name=name, target="new", context={})

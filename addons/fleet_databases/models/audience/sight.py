from markupsafe import Markup

from odoo import api, fields, models

_USER, _ADMIN = "fleet_databases.group_databases_user", "fleet_databases.group_databases_admin"


class ProjectProject(models.Model):
    """Who sees a database and why, told to administrators."""

    _inherit = "project.project"

    database_audience = fields.Html(
        "Who sees it",
        compute="_compute_database_audience",
        sanitize=False,
        exportable=False,
        groups=_ADMIN,
    )

    @api.depends_context("uid", "lang")
    def _compute_database_audience(self):
        item = Markup("<li><strong>%s</strong> — %s</li>")
        for project in self:
            seen_by = project._database_seen_by()
            told = [item % (user.name, ", ".join(reasons)) for user, reasons in seen_by.items()]
            project.database_audience = told and Markup("<ul>%s</ul>") % Markup().join(told)

    def _database_seen_by(self):
        """Who may see this database, and why. It is the record rules that decide: see
        :meth:`_database_hidden_domain`, and the companies of each.

        :return: active user -> list of the reasons in words
        """
        self.ensure_one()
        people_sudo = self.env["res.users"].sudo()  # an administrator of Databases may not see all of them
        users = people_sudo.search([("all_group_ids", "in", self.env.ref(_USER).id)], order="name, id")
        if self.company_id:
            users = users.filtered(lambda user: self.company_id in user.company_ids)
        hidden = self._database_hidden_from_each(users)
        addresses = users._addresses()
        return {
            user: self._database_seen_why(user, addresses.get(user))
            for user in users
            if self not in hidden[user]
        }

    def _database_seen_why(self, user, address):
        accounts = self.database_user_ids.filtered(lambda account: address and account.address == address)
        reasons = [self.env._("administrator of Databases")] if user.has_group(_ADMIN) else []
        reasons += [self.env._("has an account there as %s", account.shown_login) for account in accounts]
        return [*reasons, self.env._("is responsible")] if user == self.user_id else reasons

from odoo import api, fields, models

_USER, _ADMIN = "fleet_databases.group_databases_user", "fleet_databases.group_databases_admin"


class ProjectProject(models.Model):
    """A database is not shared with others: only people with a login there see it. The names of analytic accounts don't
    show its name either."""

    _name = "project.project"
    _inherit = ["databases.audience.mixin", "project.project"]

    database_is_hidden = fields.Boolean(
        "Hidden database",
        compute="_compute_database_is_hidden",
        search="_search_database_is_hidden",
        compute_sudo=True,
        exportable=False,
        help="The person is neither an administrator of Databases, nor a user of Databases with a login there.",
    )

    @api.depends("database_hosting", "database_user_ids.address")
    @api.depends_context("uid")
    def _compute_database_is_hidden(self):
        hidden = self._database_hidden_from(self.env.user)
        for project in self:
            project.database_is_hidden = project._origin in hidden

    def _search_database_is_hidden(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._database_hidden_domain() if True in value else ~self._database_hidden_domain()

    def _database_hidden_from(self, user):
        """Those of these databases that ``user`` may not see."""
        return self._database_hidden_from_each(user)[user]

    def _database_hidden_from_each(self, users):
        """:return: user -> as :meth:`_database_hidden_from`"""
        found, hidden = {}, {}
        for user in users:
            projects_sudo = self.with_user(user).sudo()  # the user may not see them
            projects_sudo = projects_sudo.with_context(active_test=False)
            domain = projects_sudo._database_hidden_domain()
            if domain not in found:
                # Many users have the same domain, such as all who see no database.
                found[domain] = projects_sudo.search(fields.Domain("id", "in", self.ids) & domain)
            hidden[user] = found[domain].with_env(self.env)
        return hidden

    @api.model
    def _database_hidden_domain(self):
        """The databases that the person may not see."""
        user = self.env.user
        if user.has_group(_ADMIN):
            return fields.Domain.FALSE
        return self._database_without_account_domain(user.has_group(_USER) and user._addresses().get(user))

    @api.model
    def _database_without_account_domain(self, address):
        """The databases in which nobody has this address, which a person may not have."""
        databases = fields.Domain("database_hosting", "!=", False)
        if not address:
            return databases
        of_user = fields.Domain("address", "=", address)
        return databases & fields.Domain("database_user_ids", "not any", of_user)

    def _database_narrow_audience(self):
        super()._database_narrow_audience()
        about = self._database_only().with_context(active_test=False)
        if not about:
            return
        about.collaborator_ids.unlink()
        for model in ("project.task", "project.update", "project.milestone"):
            about.env[model].search([("project_id", "in", about.ids)])._database_narrow_audience()
        about._database_name_accounts()

    def _check_project_sharing_access(self):
        return not self._database_only() and super()._check_project_sharing_access()

    def action_open_share_project_wizard(self):
        self._database_check_sharing()
        return super().action_open_share_project_wizard()

    def write(self, vals):
        written = super().write(vals)
        if {"account_id", "name"} & vals.keys():
            self._database_only()._database_name_accounts()
        if not vals.get("database_hosting", True):
            self._database_return_accounts()
        return written

    @api.model
    def _get_values_analytic_account_batch(self, project_vals_list):
        accounts = super()._get_values_analytic_account_batch(project_vals_list)
        for vals, account in zip(project_vals_list, accounts, strict=True):
            if vals.get("database_hosting"):
                account.update(name=self.env._("Database"), partner_id=False)
        return accounts

    def _database_name_accounts(self):
        """Hide the names of databases in analytic accounts, which everybody can read who books on them: such an account
        gets a name with the number of the database. An account that also belongs to an ordinary project keeps its
        name."""
        others = [("account_id", "in", self.account_id.ids), ("database_hosting", "=", False)]
        ordinary = self.with_context(active_test=False).search(others).account_id
        for database in self.filtered(lambda database: database.account_id - ordinary):
            account = database.account_id.with_context(tracking_disable=True)
            if self._database_account_names(account) & {database.name, self.env._("Database")}:
                account.partner_id = False
                for code in self._database_languages():
                    account.with_context(lang=code).name = self._database_number(database)

    def _database_return_accounts(self):
        """Give the accounts of projects that are not databases any more the name of the project again."""
        projects_sudo = self.sudo()  # whoever changes a project may not be allowed to see its account
        for project in projects_sudo.filtered("account_id"):
            account = project.account_id.with_context(tracking_disable=True)
            if self._database_account_names(account) == {self._database_number(project)}:
                account.partner_id = project.partner_id
                for code in self._database_languages():
                    account.with_context(lang=code).name = project.with_context(lang=code).name

    def _database_account_names(self, account):
        return {account.with_context(lang=code).name for code in self._database_languages()}

    def _database_languages(self):
        return [code for code, _name in self.env["res.lang"].get_installed()]

    def _database_number(self, database):
        return self.env._("Database %s", database.id)

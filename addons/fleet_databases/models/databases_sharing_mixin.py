from odoo import api, models


class DatabasesSharingMixin(models.AbstractModel):
    """A database is not shared: who has a login there sees it, and it costs nobody's account of hours its name."""

    _name = "databases.sharing.mixin"
    _description = "What a project gives away that a remote database keeps"

    def _database_narrow_audience(self):
        super()._database_narrow_audience()
        about = self._of_databases().with_context(active_test=False)
        if not about:
            return
        about.collaborator_ids.unlink()
        for model in ("project.task", "project.update", "project.milestone"):
            about.env[model].search([("project_id", "in", about.ids)])._database_narrow_audience()
        about._database_name_accounts()

    def _check_project_sharing_access(self):
        return not self._of_databases() and super()._check_project_sharing_access()

    def action_open_share_project_wizard(self):
        self._database_check_sharing()
        return super().action_open_share_project_wizard()

    def write(self, vals):
        written = super().write(vals)
        if {"account_id", "name"} & vals.keys():
            self._of_databases()._database_name_accounts()
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
        """Analytic accounts are read by everybody who books on them: those that have the name of a database get its
        number for a name. One that is an ordinary project's, too, keeps it."""
        others = [("account_id", "in", self.account_id.ids), ("database_hosting", "=", False)]
        ordinary = self.with_context(active_test=False).search(others).account_id
        for database in self.filtered(lambda database: database.account_id - ordinary):
            account = database.account_id.with_context(tracking_disable=True)
            if self._database_account_names(account) & {database.name, self.env._("Database")}:
                account.partner_id = False
                for code in self._database_languages():
                    account.with_context(lang=code).name = self._database_number(database)

    def _database_return_accounts(self):
        """The accounts of what is an ordinary project again get its name back."""
        projects_sudo = self.sudo()  # who changes a project need not see its account
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

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
        number for a name."""
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        for database in self.filtered("account_id"):
            account = database.account_id.with_context(tracking_disable=True)
            names = {account.with_context(lang=code).name for code in languages}
            if names & {database.name, self.env._("Database")}:
                account.partner_id = False
                for code in languages:
                    account.with_context(lang=code).name = self.env._("Database %s", database.id)

from odoo import fields, models


class RatingRating(models.Model):
    _inherit = "rating.rating"

    database_is_hidden = fields.Boolean(
        "Of a hidden database",
        compute="_compute_database_is_hidden",
        search="_search_database_is_hidden",
        compute_sudo=True,
    )

    def _compute_database_is_hidden(self):
        hidden = self.filtered_domain(self._hidden_domain())
        for rating in self:
            rating.database_is_hidden = rating in hidden

    def _search_database_is_hidden(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._hidden_domain() if True in value else ~self._hidden_domain()

    def _hidden_domain(self):
        """Ratings of a database that the person may not see, and of its tasks."""
        projects_sudo = self.env["project.project"].sudo()  # which of all projects the person may not see
        hidden = (
            projects_sudo.with_context(active_test=False).search(projects_sudo._database_hidden_domain()).ids
        )
        own = fields.Domain("res_model", "=", "project.project") & fields.Domain("res_id", "in", hidden)
        parents = fields.Domain("parent_res_model", "=", "project.project") & fields.Domain(
            "parent_res_id", "in", hidden
        )
        return own | parents

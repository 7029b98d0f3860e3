from odoo import api, models

from ...tools.kpi import KPIS, is_draft_entries
from ..big_integer import BigInteger


class ProjectProject(models.Model):
    """How much there is to do in a database, as one number to sort by."""

    _inherit = "project.project"

    database_work = BigInteger(
        "Work to do",
        compute="_compute_database_work",
        store=True,
        help="Draft entries and bank lines of all journals, and late tax returns.",
    )
    database_bank_work = BigInteger(
        "Bank lines to reconcile",
        compute="_compute_database_work",
        store=True,
        help="The part of the work to do that is in bank journals.",
    )

    @api.depends(KPIS, "database_nb_late")
    def _compute_database_work(self):
        for project in self:
            entries = {
                name: value
                for name, value in (project[KPIS]._values or {}).items()
                if is_draft_entries(name) and isinstance(value, int)
            }
            project.database_work = project.database_nb_late + sum(entries.values())
            project.database_bank_work = entries.get("account_journal_type_bank", 0)

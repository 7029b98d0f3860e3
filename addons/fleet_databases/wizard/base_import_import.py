from odoo import models


class BaseImportImport(models.TransientModel):
    _inherit = "base_import.import"

    def execute_import(self, fields, columns, options, dryrun=False):
        result = super().execute_import(fields, columns, options, dryrun=dryrun)
        if (
            not dryrun
            and self.res_model == "project.project"
            and result.get("ids")
            and not result.get("nextrow")
        ):
            # It may hold API keys, and would keep them in clear text until Odoo clears it away.
            self.file = False
        return result

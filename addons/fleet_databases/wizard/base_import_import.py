from odoo import models

_HIDDEN = "•••"


class BaseImportImport(models.TransientModel):
    """An imported file may contain API keys: they are neither shown nor kept."""

    _inherit = "base_import.import"

    def parse_preview(self, options, count=10):
        told = super().parse_preview(options, count=count)
        if self.res_model == "project.project" and "error" in told:
            told["preview"] = None  # the beginning of the file
        elif self.res_model == "project.project":
            for column, path in (told.get("matches") or {}).items():
                if path == ["database_api_key"]:
                    told["preview"][column] = [_HIDDEN]
        return told

    def execute_import(self, fields, columns, options, dryrun=False):
        result = super().execute_import(fields, columns, options, dryrun=dryrun)
        is_over = result.get("ids") and not result.get("nextrow")
        if is_over and not dryrun and self.res_model == "project.project":
            # Odoo deletes the file itself, but only after an hour or more.
            self.file = False
        return result

"""Keeps API keys out of the log: at debug level, Odoo logs every call and every statement with its parameters."""

import logging

_TAKING_KEYS = {
    "project.project",
    "databases.settings",
    "databases.key.renewal",
    # An imported file may contain API keys.
    "base_import.import",
    # A key can't be a default value, but somebody may try it.
    "ir.default",
}


class _WithoutParameters(logging.Filter):
    def filter(self, record):
        # The text is "call %s.%s(%s)": records, a method, and its parameters.
        if record.args and getattr(record.args[0], "_name", None) in _TAKING_KEYS:
            record.args = (*record.args[:2], "…")
        return True


class _WithoutFiles(logging.Filter):
    def filter(self, record):
        # An imported file may contain API keys.
        return "base_import_import" not in record.getMessage()


logging.getLogger("odoo.service.model").addFilter(_WithoutParameters())
logging.getLogger("odoo.sql_db").addFilter(_WithoutFiles())

"""At debug level Odoo logs every call and every statement with its parameters: those that may hold API keys stay out of
it."""

import logging

_TAKING_KEYS = {
    "project.project",
    "databases.settings",
    "databases.key.renewal",
    # A file that is imported.
    "base_import.import",
    # A key can't be a default; somebody may try.
    "ir.default",
}


class _WithoutParameters(logging.Filter):
    def filter(self, record):
        # "call %s.%s(%s)", of records, a method and its parameters
        if record.args and getattr(record.args[0], "_name", None) in _TAKING_KEYS:
            record.args = (*record.args[:2], "…")
        return True


class _WithoutFiles(logging.Filter):
    def filter(self, record):
        # A file that is imported may hold API keys.
        return "base_import_import" not in record.getMessage()


logging.getLogger("odoo.service.model").addFilter(_WithoutParameters())
logging.getLogger("odoo.sql_db").addFilter(_WithoutFiles())

"""At debug level Odoo logs every call with its parameters: those of models that take API keys stay out of it."""

import logging

_TAKING_KEYS = {"project.project", "databases.settings", "databases.key.renewal"}


class _WithoutParameters(logging.Filter):
    def filter(self, record):
        # "call %s.%s(%s)", of records, a method and its parameters
        if record.args and getattr(record.args[0], "_name", None) in _TAKING_KEYS:
            record.args = (*record.args[:2], "…")
        return True


logging.getLogger("odoo.service.model").addFilter(_WithoutParameters())

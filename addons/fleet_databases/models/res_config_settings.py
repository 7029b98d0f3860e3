from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .settings import HIGHEST, Settings, parameter

_FIELDS = [f"databases_{name}" for name in Settings._fields]


def _setting(name, label, help_text):
    """An Integer behind the system parameter of a setting."""
    return fields.Integer(
        label, config_parameter=parameter(name), default=Settings._field_defaults[name], help=help_text
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    databases_workers = _setting(
        "workers", "Databases at the same time", "How many databases are asked at once."
    )
    databases_per_host = _setting(
        "per_host",
        "Databases at the same time on one server",
        "One server often serves many databases: it is not asked for more of them at once.",
    )
    databases_timeout = _setting(
        "timeout", "Patience (s)", "How long a call may last before it counts as failed."
    )
    databases_hours = _setting(
        "hours", "Synchronize every (hours)", "How old the numbers of a database may become."
    )
    databases_keep_days = _setting(
        "keep_days", "Keep runs (days)", "After these, the records of runs are deleted."
    )

    @api.constrains(*_FIELDS)
    def _check_databases_settings(self):
        for config in self:
            for name, highest in HIGHEST._asdict().items():
                field = config._fields[f"databases_{name}"]
                if not 1 <= config[field.name] <= highest:
                    raise ValidationError(
                        self.env._(
                            "“%(setting)s” has to be between 1 and %(highest)s.",
                            setting=field._description_string(self.env),
                            highest=highest,
                        )
                    )

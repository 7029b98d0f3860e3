from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..models.settings import HIGHEST, REACH, Settings, account, reach, settings, write


def _number(name, label, help_text):
    """An Integer for one of the numbers of the settings."""
    return fields.Integer(
        label, required=True, default=lambda self: getattr(settings(self.env), name), help=help_text
    )


def _permission(name, label, help_text):
    """A Boolean for one of the fields of Reach."""
    return fields.Boolean(label, default=lambda self: getattr(reach(self.env), name), help=help_text)


class DatabasesSettings(models.TransientModel):
    """The settings of Databases, for its administrators: Odoo's own settings are for those of the whole system."""

    _name = "databases.settings"
    _description = "Settings of Databases"

    odoo_com_login = fields.Char(
        "API user", default=lambda self: account(self.env).login, help="The login of your Odoo.com account."
    )
    odoo_com_key = fields.Char(
        "API key",
        help="It can be replaced, and is never shown again.",
        compute="_compute_odoo_com_key",
        inverse="_inverse_odoo_com_key",
        exportable=False,
    )
    odoo_com_key_state = fields.Selection(
        [("set", "Set"), ("missing", "Missing"), ("unreadable", "Enter it again")],
        compute="_compute_odoo_com_key_state",
    )
    template_id = fields.Many2one(
        "project.project",
        "Project template",
        domain=[("is_template", "=", True)],
        default=lambda self: self.env["project.project"]._database_template(),
        help="What new databases are made from: tasks, stages, tags, and what to fetch.",
    )
    workers = _number("workers", "Databases at the same time", "How many databases are asked at once.")
    per_host = _number(
        "per_host",
        "Databases at the same time on one server",
        "One server often serves many databases: it is not asked for more of them at once.",
    )
    timeout = _number(
        "timeout", "Timeout of a call (s)", "How long a call may last before it counts as failed."
    )
    hours = _number("hours", "Synchronize every (hours)", "How old the numbers of a database may become.")
    keep_days = _number(
        "keep_days", "Keep runs (days)", "After these, the records of synchronizations are deleted."
    )
    oldest_version = _number(
        "oldest_version", "Oldest current version", "Databases of a version before it count as outdated."
    )

    own_network = _permission(
        "own_network",
        "This machine and private networks",
        "Where the databases are in your own network. Otherwise whoever enters an address could have the hub look "
        "around in it.",
    )
    plain_http = _permission(
        "plain_http",
        "Addresses without encryption (http://)",
        "The API key can be read by whoever is between the hub and the database.",
    )
    proxies = _permission(
        "proxies",
        "Through the proxies of the environment",
        "HTTPS_PROXY and NO_PROXY of the machine of the hub. Names are then looked up by the proxy.",
    )

    @api.model
    def default_get(self, fields):
        # Odoo asks for no right to read defaults, and these are the settings in force.
        self.env["project.project"]._database_check_is_admin()
        return super().default_get(fields)

    def _compute_display_name(self):
        self.display_name = self.env._("Settings")

    def _compute_odoo_com_key(self):
        self.odoo_com_key = False

    def _inverse_odoo_com_key(self):
        for record in self:
            if record.odoo_com_key:
                self.env["project.project"]._database_replace_account_key(record.odoo_com_key.strip())

    def _compute_odoo_com_key_state(self):
        self.odoo_com_key_state = self.env["project.project"]._database_account_key_state()

    @api.constrains(*Settings._fields)
    def _check_numbers(self):
        for record in self:
            for name, highest in HIGHEST._asdict().items():
                if not 1 <= record[name] <= highest:
                    raise ValidationError(
                        self.env._(
                            "“%(setting)s” has to be between 1 and %(highest)s.",
                            setting=record._fields[name]._description_string(self.env),
                            highest=highest,
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        created = super().create(vals_list)
        created._write_parameters()
        return created

    def write(self, vals):
        written = super().write(vals)
        self._write_parameters()
        return written

    def _write_parameters(self):
        """What is saved here is in force. The browser reads the record right after it has saved it: not the key."""
        self.invalidate_recordset(["odoo_com_key"])
        project = self.env["project.project"]
        project._database_check_is_admin()
        for record in self:
            if record.template_id != project._database_template():
                record.template_id.check_access("read")
            stored = {name: record[name] for name in (*Settings._fields, *REACH)}
            keys_sudo = self.env["databases.key"].sudo()  # that of the account, which follows its login
            with keys_sudo._bound_anew([False]):
                write(
                    self.env,
                    {**stored, "odoo_com_login": record.odoo_com_login, "template": record.template_id.id},
                )

    def action_check(self):
        """Ask Odoo.com whether it accepts the user and the key. Commits."""
        return self.env["project.project"]._database_check_account()

    def action_pull(self):
        return self.env["project.project"].action_database_pull_from_odoo_com()

    def action_forget_key(self):
        """Take the key of the account away."""
        self.env["project.project"]._database_replace_account_key(False)

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..models.settings import setting, write
from ..tools.agent import may_be_sent

# The attributes of a field that is a setting: see ..models.settings.
_ATTRIBUTES = ("config_parameter", "lowest", "highest")


class DatabasesSettings(models.TransientModel):
    """The settings of Databases, for its administrators. Only administrators of the system may change Odoo's
    settings."""

    _name = "databases.settings"
    _description = "Settings of Databases"

    odoo_com_login = fields.Char(
        "API user",
        config_parameter="fleet_databases.odoo_com_login",
        help="The login of your Odoo.com account.",
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
        config_parameter="fleet_databases.template",
        help="What new databases are made from: tasks, stages, tags, and what to fetch.",
    )
    workers = fields.Integer(
        "Databases at the same time",
        required=True,
        config_parameter="fleet_databases.workers",
        default=32,
        lowest=1,
        highest=500,
        help="How many databases are asked at once.",
    )
    per_host = fields.Integer(
        "Databases at the same time on one server",
        required=True,
        config_parameter="fleet_databases.per_host",
        default=4,
        lowest=1,
        highest=500,
        help="One server often serves many databases: it is not asked for more of them at once. A server is the IP "
        "address and the port that is connected to.",
    )
    front_ends = fields.Char(
        "Shared front ends",
        config_parameter="fleet_databases.front_ends",
        help="Hosts of which one IP address serves many servers, such as a cloud of your provider: each name below "
        "them counts as a server of its own. Odoo Online and Odoo.sh are known.",
    )
    contact = fields.Char(
        "How to reach you",
        config_parameter="fleet_databases.contact",
        help="The e-mail or internet address that whoever runs a client's server reads in its log. Empty: that of the "
        "main company.",
    )
    timeout = fields.Integer(
        "Timeout of a call (s)",
        required=True,
        config_parameter="fleet_databases.timeout",
        default=15,
        lowest=1,
        # With more, a call could last longer than the claim of its database.
        highest=60,
        help="How long a call may last before it counts as failed.",
    )
    hours = fields.Integer(
        "Synchronize every (hours)",
        required=True,
        config_parameter="fleet_databases.hours",
        default=24,
        lowest=1,
        highest=24 * 365,
        help="How old the numbers of a database may become.",
    )
    keep_days = fields.Integer(
        "Keep runs (days)",
        required=True,
        config_parameter="fleet_databases.keep_days",
        default=30,
        lowest=1,
        highest=365 * 10,
        help="After these, the records of synchronizations are deleted.",
    )
    oldest_version = fields.Integer(
        "Oldest current version",
        required=True,
        config_parameter="fleet_databases.oldest_version",
        default=17,
        lowest=1,
        highest=999,
        help="Databases of a version before it count as outdated.",
    )

    own_network = fields.Boolean(
        "This machine and private networks",
        config_parameter="fleet_databases.own_network",
        help="Where the databases are in your own network. Otherwise whoever enters an address could have the hub look "
        "around in it.",
    )
    plain_http = fields.Boolean(
        "Addresses without encryption (http://)",
        config_parameter="fleet_databases.plain_http",
        help="The API key can be read by whoever is between the hub and the database.",
    )
    proxies = fields.Boolean(
        "Through the proxies of the environment",
        config_parameter="fleet_databases.proxies",
        help="HTTPS_PROXY and NO_PROXY of the machine of the hub. Names are then looked up by the proxy.",
    )

    def _valid_field_parameter(self, field, name):
        return name in _ATTRIBUTES or super()._valid_field_parameter(field, name)

    @api.model
    def default_get(self, fields):
        # Odoo checks no right before it gives default values, but here these are the current settings.
        self.env["project.project"]._database_check_is_admin()
        return {**super().default_get(fields), **self._in_force(self._settings() & set(fields))}

    @api.model
    def _settings(self):
        """The names of the fields that are settings, as a set."""
        return {name for name, field in self._fields.items() if hasattr(field, "config_parameter")}

    @api.model
    def _in_force(self, names):
        """:return: name of a setting -> current value, as create() takes it"""
        return {name: self._fields[name].convert_to_write(setting(self.env, name), self) for name in names}

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

    @api.constrains(lambda self: self._settings())
    def _check_numbers(self):
        for field in (self._fields[name] for name in self._settings()):
            if field.type != "integer":
                continue
            for record in self:
                if not field.lowest <= record[field.name] <= field.highest:
                    raise ValidationError(
                        self.env._(
                            "“%(setting)s” has to be between %(lowest)s and %(highest)s.",
                            setting=field._description_string(self.env),
                            lowest=field.lowest,
                            highest=field.highest,
                        )
                    )

    @api.constrains("contact")
    def _check_contact(self):
        for record in self:
            if record.contact and not may_be_sent(record.contact):
                raise ValidationError(
                    self.env._(
                        "“How to reach you” is sent with each question, so it has to be short, without accents, "
                        "special letters and brackets, such as it@agency.example"
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
        """Store the settings. The browser reads the record again after it has saved it, but must not get the key."""
        self.invalidate_recordset(["odoo_com_key"])
        project = self.env["project.project"]
        project._database_check_is_admin()
        for record in self:
            if record.template_id != project._database_template():
                record.template_id.check_access("read")
            keys_sudo = self.env["databases.key"].sudo()  # the key of the account is encrypted for its login
            with keys_sudo._bound_anew([False]):
                write(self.env, record._convert_to_write({name: record[name] for name in self._settings()}))

    def action_check(self):
        """Ask Odoo.com whether it accepts the user and the key. Commits."""
        return self.env["project.project"]._database_check_account()

    def action_pull(self):
        return self.env["project.project"].action_database_pull_from_odoo_com()

    def action_forget_key(self):
        """Delete the key of the account."""
        self.env["project.project"]._database_replace_account_key(False)

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL

from ..remote.values import Query, Target
from ..tools import address
from ..tools.remote_users import FIELDS as REMOTE_USER_FIELDS

_USER, _ADMIN = "fleet_databases.group_databases_user", "fleet_databases.group_databases_admin"
_CONNECTION = {"database_hosting", "database_url", "database_name", "database_api_login", "database_api_key"}
_KPIS = "database_kpi_properties"


class ProjectProject(models.Model):
    """A project is a database when it has a hosting type."""

    _name = "project.project"
    _inherit = ["project.project", "databases.synchronization.mixin"]

    # An address belongs to one database, so the copy of a database is an ordinary project.
    database_hosting = fields.Selection(
        [("saas", "Odoo Online"), ("paas", "Odoo.sh"), ("premise", "On Premise"), ("other", "Outside Odoo")],
        "Hosting",
        copy=False,
        index="btree_not_null",
    )
    database_url = fields.Char("Address", copy=False, help="Such as https://erp.example.com")
    database_name = fields.Char(
        "Database name", copy=False, help="The name that the database selector of that server shows."
    )
    database_api_login = fields.Char(
        "API login", copy=False, groups=_USER, help="The user of the client's database who made the API key."
    )
    database_api_key = fields.Char(
        "API key",
        compute="_compute_database_api_key",
        inverse="_inverse_database_api_key",
        groups=_ADMIN,
        exportable=False,
    )
    database_kpi_definition_id = fields.Many2one(
        "properties.base.definition",
        "KPI definition",
        compute="_compute_database_kpi_definition_id",
        search="_search_database_kpi_definition_id",
    )
    database_kpi_properties = fields.Properties(
        "KPIs", definition="database_kpi_definition_id.properties_definition", copy=False
    )
    database_counts_drafts = fields.Boolean(
        "Draft entries counted by the hub",
        copy=False,
        readonly=True,
        help="This Odoo does not tell its KPIs: it was not updated since they came, in September 2025.",
    )
    database_nb_documents = fields.Integer("Documents", copy=False, readonly=True)
    database_user_ids = fields.One2many("databases.user", "project_id", "Database users", readonly=True)
    database_nb_users = fields.Integer("Users", compute="_compute_database_nb_users", store=True)

    # One server may serve many databases under one address, told apart by their name.
    _database_address_unique = models.UniqueIndex(
        "(database_url, COALESCE(database_name, ''))",
        "Another database has this address and this database name already. It may be archived.",
    )

    def _compute_database_api_key(self):
        keys_sudo = self.env["databases.key"].sudo()  # the field's groups guard who comes here
        keys = {row.project_id.id: row.key for row in keys_sudo.search([("project_id", "in", self.ids)])}
        for project in self:
            project.database_api_key = keys.get(project.id, False)

    def _inverse_database_api_key(self):
        keys_sudo = self.env["databases.key"].sudo()  # the field's groups guard who comes here
        keys = {project.id: project.database_api_key for project in self}
        keys_sudo.search([("project_id", "in", self.ids)]).unlink()
        keys_sudo.create([{"project_id": id_, "key": key} for id_, key in keys.items() if key])

    def _compute_database_kpi_definition_id(self):
        self.database_kpi_definition_id = self._kpi_definition()

    def _search_database_kpi_definition_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        return fields.Domain.TRUE if self._kpi_definition().id in value else fields.Domain.FALSE

    def _field_to_sql(self, alias, fname, query=None):
        # Every project has the same definition: exporting and grouping by KPI read it like a column.
        if fname == "database_kpi_definition_id":
            return SQL("%s", self._kpi_definition().id)
        return super()._field_to_sql(alias, fname, query)

    def _kpi_definition(self):
        """Where the KPIs of all databases are defined."""
        return self.env["properties.base.definition"]._get_definition_for_property_field(self._name, _KPIS)

    @api.depends("database_user_ids")
    def _compute_database_nb_users(self):
        counts = dict(
            self.env["databases.user"]._read_group(
                [("project_id", "in", self.ids)], ["project_id"], ["__count"]
            )
        )
        for project in self:
            project.database_nb_users = counts.get(project, 0)

    @api.constrains("database_hosting", "database_url")
    def _check_database_url(self):
        for project in self:
            if not project.database_url:
                if project.database_hosting:
                    raise ValidationError(self.env._("Enter the address of the database “%s”.", project.name))
                continue
            match address.flaw(project.database_url):
                case "scheme":
                    raise ValidationError(
                        self.env._("The address of “%s” has to start with https:// or http://", project.name)
                    )
                case "host":
                    raise ValidationError(
                        self.env._(
                            "The address of “%s” has no valid host, such as erp.example.com", project.name
                        )
                    )
                case "credentials":
                    raise ValidationError(
                        self.env._(
                            "The address of “%s” contains a user name or a password. Take it out: "
                            "there are fields for the API login and the API key.",
                            project.name,
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_may_change([name for name, value in vals.items() if value])
        projects = super().create([self._with_connection(vals) for vals in vals_list])
        if any(_CONNECTION & vals.keys() for vals in vals_list):
            self._wake_up_synchronization()
        return projects

    def write(self, vals):
        self._check_may_change(vals)
        written = super().write(self._with_connection(vals))
        if _CONNECTION & vals.keys():
            self._wake_up_synchronization()
        return written

    def _check_may_change(self, names):
        """Whoever changes the address of a database decides who receives its key: not every project manager may."""
        allowed = self.env.su or self.env.user.has_group(_ADMIN)
        if not allowed and any(name.startswith("database_") for name in names):
            raise AccessError(self.env._("Only an administrator of Databases may change a database."))

    def _with_connection(self, vals):
        """A copy of ``vals``, with the address written in the one way that makes duplicates recognizable. Whoever
        changes the connection wants to know whether it works now."""
        vals = dict(vals)
        if _CONNECTION & vals.keys():
            # What is being asked over the old connection is no longer of interest.
            vals |= {
                "database_next_synchro": fields.Datetime.now(),
                "database_claimed_until": False,
                "database_claim": False,
            }
        url = vals.get("database_url")
        if not url or address.flaw(url):
            return vals
        hosting = vals.get("database_hosting") or self[:1].database_hosting
        # Odoo needs no path: what stands there was copied from a browser.
        normalized = address.normalized(url) if hosting == "other" else address.origin(url)
        return {**vals, "database_url": normalized}

    @api.model
    def _pullable_domain(self):
        """Projects that are databases which can be asked."""
        return [("database_hosting", "not in", (False, "other")), ("active", "=", True)]

    def _target(self, timeout):
        """How to reach this database, as a frozen value that threads can carry."""
        self.ensure_one()
        return Target(
            id=self.id,
            url=address.origin(self.database_url),
            database=self.database_name or "",
            login=self.database_api_login or "",
            key=self.database_api_key or "",
            protocol=self.database_protocol or "",
            timeout=timeout,
        )

    @api.model
    def _pull_queries(self):
        """What to ask every database. Extend by appending; the answers reach :meth:`_apply`.

        No language is sent along: Odoo 19 refuses a call in a language that is not installed there.

        :return: list of :class:`~..remote.values.Query`
        """
        draft_entries = (
            Query(
                "draft_groups",
                "account.move",
                "read_group",
                {"domain": [["state", "=", "draft"]], "fields": ["journal_id"], "groupby": ["journal_id"]},
                otherwise=(),
            ),
            Query(
                "journals",
                "account.journal",
                "search_read",
                {"domain": [], "fields": ["type"], "context": {"active_test": False}},
                otherwise=(),
            ),
        )
        return [
            Query("kpis", "kpi.provider", "get_kpi_summary", otherwise=draft_entries),
            Query(
                "users",
                "res.users",
                "search_read",
                {"domain": [["share", "=", False]], "fields": list(REMOTE_USER_FIELDS)},
            ),
        ]

    def _apply(self, readings):
        result = super()._apply(readings)
        definition_sudo = self._kpi_definition().sudo()  # it belongs to Odoo: only system administrators may
        types = definition_sudo._add_kpis(kpi for reading in readings.values() for kpi in reading.kpis)
        for database in self:
            reading = readings[database.id]
            database._write_changes(
                {
                    "database_nb_documents": reading.documents,
                    "database_counts_drafts": reading.counts_drafts,
                    _KPIS: database._kpi_values(reading.kpis, types),
                }
            )
        self.env["databases.user"]._follow({id_: reading.users for id_, reading in readings.items()})
        return result

    def _kpi_values(self, kpis, types):
        """The properties of this database. A KPI that is no longer told is 0: otherwise its last number would
        stay for ever (Odoo leaves journal types without entries out).

        :param types: property name -> type
        """
        vanished = {
            name: 0 if types[name] == "integer" else False for name in self[_KPIS]._values if name in types
        }
        return vanished | {kpi.property_name: kpi.value for kpi in kpis if kpi.property_name in types}

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..remote.errors import NotUnderstood
from ..remote.pull import pull_all
from ..remote.values import Query, Target
from ..tools import address
from ..tools.changes import changes
from ..tools.kpi import draft_kpis, summary_kpis
from ..tools.remote_users import FIELDS as REMOTE_USER_FIELDS
from ..tools.remote_users import remote_users
from ..tools.shape import ShapeError
from .failure import REASONS, sentence

_USER, _ADMIN = "fleet_databases.group_databases_user", "fleet_databases.group_databases_admin"
_KEY, _KPIS = "database_api_key", "database_kpi_properties"


class ProjectProject(models.Model):
    """A project is a database when it has a hosting type."""

    _inherit = "project.project"

    # An address belongs to one database, so the copy of a database is an ordinary project.
    database_hosting = fields.Selection(
        [("saas", "Odoo Online"), ("paas", "Odoo.sh"), ("premise", "On Premise"), ("other", "Outside Odoo")],
        "Hosting", copy=False, index="btree_not_null",
    )
    database_url = fields.Char("Address", copy=False, help="Such as https://erp.example.com")
    database_name = fields.Char(
        "Database name", copy=False, help="The name that the database selector of that server shows."
    )
    database_api_login = fields.Char(
        "API login", copy=False, groups=_USER, help="The user of the client's database who made the API key."
    )
    database_api_key = fields.Char("API key", copy=False, groups=_ADMIN)
    database_version = fields.Char("Odoo version", copy=False, readonly=True)
    database_protocol = fields.Selection(
        [("json2", "JSON-2"), ("xmlrpc", "XML-RPC")], "Protocol", copy=False, readonly=True,
        help="What the database spoke last time.",
    )
    database_kpi_definition_id = fields.Many2one(
        "properties.base.definition", "KPI definition", compute="_compute_database_kpi_definition_id",
        search="_search_database_kpi_definition_id",
    )
    database_kpi_properties = fields.Properties(
        "KPIs", definition="database_kpi_definition_id.properties_definition", copy=False
    )
    database_nb_documents = fields.Integer("Documents", copy=False, readonly=True)
    database_user_ids = fields.One2many("databases.user", "project_id", "Database users", readonly=True)
    database_nb_users = fields.Integer("Users", compute="_compute_database_nb_users", store=True)
    database_last_synchro = fields.Datetime("Last synchronization", copy=False, readonly=True)
    database_nb_synchro_errors = fields.Integer(
        "Failures in a row", default=0, copy=False, readonly=True, help="One success sets it back to zero."
    )
    database_synchro_error = fields.Selection(REASONS, "Last failure", copy=False, readonly=True)
    database_synchro_error_detail = fields.Char("Detail of the last failure", copy=False, readonly=True)
    database_synchro_message = fields.Char("What to do", compute="_compute_database_synchro_message")

    # One server may serve many databases under one address, told apart by their name.
    _database_address_unique = models.UniqueIndex(
        "(database_url, COALESCE(database_name, ''))",
        "Another database has this address and this database name already. It may be archived.",
    )

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
            self.env["databases.user"]._read_group([("project_id", "in", self.ids)], ["project_id"], ["__count"])
        )
        for project in self:
            project.database_nb_users = counts.get(project, 0)

    @api.depends("database_synchro_error", "database_synchro_error_detail")
    @api.depends_context("lang")
    def _compute_database_synchro_message(self):
        for project in self:
            kind = project.database_synchro_error
            project.database_synchro_message = kind and sentence(
                self.env, kind, project.database_synchro_error_detail
            )

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
                        self.env._("The address of “%s” has no valid host, such as erp.example.com", project.name)
                    )
                case "credentials":
                    raise ValidationError(
                        self.env._(
                            "The address of “%s” contains a user name or a password. Take it out: "
                            "there are fields for the API login and the API key.", project.name,
                        )
                    )

    # Odoo logs a statement that fails together with its values. So the key is written by a statement of its own,
    # which the unique address can't refuse.

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._with_normalized_address(vals) for vals in vals_list]
        keys = [vals.pop(_KEY, False) for vals in vals_list]
        projects = super().create(vals_list)
        for project, key in zip(projects, keys, strict=True):
            if key:
                project.database_api_key = key
        return projects

    def write(self, vals):
        vals = self._with_normalized_address(vals)
        key = {_KEY: vals.pop(_KEY)} if _KEY in vals else {}
        written = super().write(vals)
        if key:
            self.flush_recordset()
            super().write(key)
        return written

    def _with_normalized_address(self, vals):
        """A copy of ``vals`` with the address written in the one way that makes duplicates recognizable."""
        url = vals.get("database_url")
        if not url or address.flaw(url):
            return dict(vals)
        hosting = vals.get("database_hosting") or self[:1].database_hosting
        # Odoo needs no path: what stands there was copied from a browser.
        normalized = address.normalized(url) if hosting == "other" else address.origin(url)
        return {**vals, "database_url": normalized}

    def action_synchronize(self):
        """Pull version, KPIs and users of these databases now, many at a time, and store what came.

        Commits: before it waits, and after each database. What failed is told by ``database_synchro_error``;
        the last good numbers stay.

        :raises AccessError: the person may not change these projects
        """
        self.check_access("write")
        databases = self.filtered(lambda project: project.database_hosting not in (False, "other"))
        targets, queries = [database._target() for database in databases], self._pull_queries()
        commit = self.env["ir.cron"]._commit_progress
        commit()
        for result in pull_all(targets, queries):
            # Somebody may have deleted it while the network was being waited for.
            self.browse(result.target_id).exists()._store(result)
            commit(1)

    def _target(self):
        """How to reach this database, as a frozen value that threads can carry."""
        self.ensure_one()
        return Target(
            id=self.id,
            url=address.origin(self.database_url),
            database=self.database_name or "",
            login=self.database_api_login or "",
            key=self.database_api_key or "",
            protocol=self.database_protocol or "",
        )

    @api.model
    def _pull_queries(self):
        """What to ask every database. Extend by appending; the answers reach :meth:`_apply` by name.

        No language is sent along: Odoo 19 refuses a call in a language that is not installed there.

        :return: list of :class:`~..remote.values.Query`
        """
        draft_entries = (
            Query(
                "draft_groups", "account.move", "read_group",
                {"domain": [["state", "=", "draft"]], "fields": ["journal_id"], "groupby": ["journal_id"]},
                otherwise=(),
            ),
            Query(
                "journals", "account.journal", "search_read",
                {"domain": [], "fields": ["type"], "context": {"active_test": False}}, otherwise=(),
            ),
        )
        return [
            Query("kpis", "kpi.provider", "get_kpi_summary", otherwise=draft_entries),
            Query(
                "users", "res.users", "search_read",
                {"domain": [["share", "=", False]], "fields": list(REMOTE_USER_FIELDS)},
            ),
        ]

    def _store(self, result):
        """Write down one result: its answers, or its failure."""
        error = result.error
        if not error:
            try:
                with self.env.cr.savepoint():
                    self._apply(result)
                return
            except ShapeError as shape_error:
                error = NotUnderstood(str(shape_error))
        for database in self:
            database.write({
                "database_synchro_error": error.kind,
                "database_synchro_error_detail": error.detail,
                "database_nb_synchro_errors": database.database_nb_synchro_errors + 1,
            })

    def _apply(self, result):
        """Store what a database answered. Extend with ``super()``.

        :param result: :class:`~..remote.values.Result` without error
        :raises ShapeError: an answer has not the expected shape; nothing is kept then
        """
        for database in self:
            answers = result.answers
            if "kpis" in answers:
                kpis = summary_kpis(answers["kpis"])
            else:
                kpis = draft_kpis(answers.get("draft_groups", []), answers.get("journals", []))
            users = remote_users(answers["users"])
            database.write({
                "database_version": result.version,
                "database_protocol": result.protocol,
                "database_last_synchro": fields.Datetime.now(),
                "database_nb_synchro_errors": 0,
                "database_synchro_error": False,
                "database_synchro_error_detail": False,
                "database_nb_documents": sum(kpi.value for kpi in kpis if kpi.counts_documents),
                _KPIS: database._kpi_values([kpi for kpi in kpis if not kpi.counts_documents]),
            })
            database._apply_users(users)

    def _kpi_values(self, kpis):
        """The properties of this database. A KPI that is no longer told is 0: otherwise its last number would
        stay for ever (Odoo leaves journal types without entries out)."""
        definition_sudo = self._kpi_definition().sudo()  # else only for who may change the settings of the whole Odoo
        definition_sudo._add_kpis(kpis)
        [known] = self.read([_KPIS], load=None)
        values = {
            prop["name"]: 0 if prop["type"] == "integer" else False for prop in known[_KPIS] if "value" in prop
        }
        return values | {kpi.property_name: kpi.value for kpi in kpis}

    def _apply_users(self, seen):
        """Make the users of this database those that it has.

        :param seen: login -> values
        """
        users = {user.login: user for user in self.database_user_ids}
        known = {
            login: {"login": login, "name": user.name, "latest_authentication": user.latest_authentication}
            for login, user in users.items()
        }
        difference = changes(known, seen)
        for login, values in difference.update.items():
            users[login].write(values)
        self.env["databases.user"].browse(users[login].id for login in difference.remove).unlink()
        self.env["databases.user"].create([{**values, "project_id": self.id} for values in difference.create])

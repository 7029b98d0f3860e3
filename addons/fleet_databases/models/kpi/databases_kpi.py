from odoo import api, fields, models

from ...tools.kpi import KPIS, RETURN_STATUSES, Kpi

# Every column is one for all databases: one client that makes up new KPIs each day must not fill the list. Further ones
# are in the form only, and so many there are at most.
_MAX_COLUMNS = 100
_MAX_KPIS = 1000
_MAX_STATUSES = 30


class DatabasesKpi(models.Model):
    """What a number, a status or a text of the clients' databases is. An addon adds one by shipping a record."""

    _name = "databases.kpi"
    _description = "KPI"
    _order = "sequence, id"

    sequence = fields.Integer(default=100)
    name = fields.Char(required=True, translate=True)
    description = fields.Char(
        translate=True, help="What exactly it counts, in the words of the client's Odoo. Shown as a tooltip."
    )
    unit = fields.Char(translate=True, help="Such as GB. A count has none.")
    worse = fields.Selection(
        [("more", "More is worse"), ("less", "Less is worse")],
        "Bad direction",
        help="Which direction is bad. Empty: neither.",
    )
    is_column = fields.Boolean(
        "Shown",
        default=True,
        help="In the list and the cards of databases, for everybody. The form shows all.",
    )
    list_ids = fields.One2many("databases.kpi.list", "kpi_id", "What lies behind it")
    code = fields.Char(
        "Id in the clients' databases", required=True, readonly=True, help="The same in all of them."
    )
    type = fields.Selection(
        [("integer", "Number"), ("selection", "Status"), ("char", "Text")],
        required=True,
        default="integer",
        readonly=True,
    )
    field_name = fields.Char(
        "Field", readonly=True, help="Of a number that has a field of its own in the project."
    )
    told_field_name = fields.Char(
        "Told by",
        readonly=True,
        help="The field that says whether a database has told a number that has a field of its own. Empty: it has told "
        "the number when it was synchronized.",
    )
    column_name = fields.Char(
        "Technical name",
        compute="_compute_column_name",
        store=True,
        help="Its field in the project, or its property there.",
    )
    other_statuses = fields.Json(
        "Other statuses", readonly=True, help="What databases have told besides the statuses of tax returns."
    )
    is_told = fields.Boolean(
        "Told", readonly=True, help="Some database has told it. Before, it has no column."
    )

    _column_unique = models.UniqueIndex("(column_name)", "There is such a KPI already.")

    @api.depends("code", "type", "field_name")
    def _compute_column_name(self):
        for kpi in self:
            told = Kpi(kpi.code or "", kpi.type, "", False)
            kpi.column_name = kpi.field_name or told.property_name

    @api.model_create_multi
    def create(self, vals_list):
        kpis = super().create(vals_list)
        kpis._forget_columns()
        return kpis

    def write(self, vals):
        written = super().write(vals)
        self._forget_columns()
        return written

    def unlink(self):
        self._forget_columns()
        return super().unlink()

    def _forget_columns(self):
        """Views and the definition of the properties are made from these records."""
        self.env.registry.clear_cache("templates")
        self.env["properties.base.definition"].invalidate_model(["database_kpi_definition"])

    @api.model
    def _load_records_create(self, vals_list):
        # A client may have told a KPI before an addon ships its record.
        told = {kpi.column_name: kpi for kpi in self.search([("field_name", "=", False)])}
        kpis = self.browse()
        for vals in vals_list:
            column = Kpi(vals.get("code") or "", vals.get("type", "integer"), "", 0).property_name
            if column in told and not vals.get("field_name"):
                told[column]._load_records_write(vals)
                kpis += told[column]
            else:
                kpis += super()._load_records_create([vals])
        return kpis

    @api.model
    def _told(self):
        """The KPIs of which some database may have a number."""
        told = ["|", ("field_name", "!=", False), ("is_told", "=", True)]
        names = ["type", "column_name", "field_name", "told_field_name", "is_column", "other_statuses"]
        return self.search_fetch(told, names)

    def _told_by(self, database):
        """
        :param database: has answered before
        :return: id of the KPI -> what the database told the last time, int or text
        """
        properties = database[KPIS]._values or {}
        values = {kpi.id: kpi._read_from(database, properties) for kpi in self}
        # Zero is a number.
        return {id_: value for id_, value in values.items() if value is not False and value is not None}

    def _read_from(self, database, properties):
        if not self.field_name:
            return properties.get(self.column_name)
        if self.field_name not in database._fields:
            # Its addon is on its way out.
            return None
        if self.told_field_name and not database[self.told_field_name]:
            return None
        return database[self.field_name]

    @api.model
    def _columns(self, told):
        """Make sure that there is a record for each KPI that was told, and that it knows each status.

        :param told: iterable of :class:`~...tools.kpi.Kpi`
        :return: property name -> record, of all that ever were told; KPIs for which there is no room are not among them
        """
        told = list(told)
        columns = {kpi.column_name: kpi for kpi in self._told() if not kpi.field_name}
        if new := {kpi.property_name: kpi for kpi in told if kpi.property_name not in columns}:
            columns |= self._begin_telling(new, columns)
        self._learn_statuses(told, columns)
        return columns

    @api.model
    def _begin_telling(self, new, known):
        """
        :param new: property name -> Kpi that no database has told before
        :param known: property name -> record, of those that were told
        :return: property name -> record, of the new ones; those that an addon ships have room always
        """
        self.env["properties.base.definition"]._begin_adding_kpis()
        shipped = self.search([("column_name", "in", list(new))])
        shipped.is_told = True
        told = {kpi.column_name: kpi for kpi in shipped}
        unknown = [kpi for column, kpi in new.items() if column not in told]
        records = [*known.values(), *shipped]
        columns = _MAX_COLUMNS - sum(kpi.is_column for kpi in records)
        made = self.create(
            [
                {
                    "code": kpi.id,
                    "type": kpi.type,
                    "name": kpi.name,
                    "is_told": True,
                    "is_column": place < columns,
                }
                for place, kpi in enumerate(unknown[: max(0, _MAX_KPIS - len(records))])
            ]
        )
        return told | {kpi.column_name: kpi for kpi in made}

    @api.model
    def _learn_statuses(self, told, columns):
        """A status that nobody knows is shown as its text. So it has to be one of the choices of its property."""
        for kpi in told:
            column = columns.get(kpi.property_name)
            if not column or kpi.type != "selection" or not kpi.value:
                continue
            others = column.other_statuses or []
            if not column._knows_status(kpi.value) and len(others) < _MAX_STATUSES:
                column.other_statuses = [*others, kpi.value]

    def _knows_status(self, status):
        return status in RETURN_STATUSES or status in (self.other_statuses or [])

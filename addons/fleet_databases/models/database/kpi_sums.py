import re

from odoo import models
from odoo.tools import SQL

from ...tools.kpi import KPIS

_SUM = re.compile(rf"{KPIS}\.(?P<column>[a-z0-9_]+):sum")


class ProjectProject(models.Model):
    """Groups of databases know the sum of each number. Odoo sums fields, not properties: the number of a property is
    read from its row in ``databases.kpi.current``, in the same statement. So groups are sorted by it, too."""

    _inherit = "project.project"

    def _read_group_select(self, aggregate_spec, query):
        if summed := _SUM.fullmatch(aggregate_spec):
            return SQL("SUM(%s)", self._database_number_to_sql(summed["column"], query))
        return super()._read_group_select(aggregate_spec, query)

    def _database_number_to_sql(self, column_name, query):
        """What the databases of a query have told of a KPI; NULL for those that have told nothing.

        :param column_name: of a ``databases.kpi``; of another name, nobody has told anything
        """
        current_sudo = self.env["databases.kpi.current"].sudo()  # the query says which databases may be seen
        kpi_sudo = self.env["databases.kpi"].sudo()._search([("column_name", "=", column_name)])  # as above
        alias = query.make_alias(self._table, f"{KPIS}__{column_name}")
        condition = SQL(
            "%s = %s AND %s = %s",
            current_sudo._field_to_sql(alias, "project_id", query),
            SQL.identifier(self._table, "id"),
            current_sudo._field_to_sql(alias, "kpi_id", query),
            kpi_sudo.subselect(),
        )
        query.add_join("LEFT JOIN", alias, current_sudo._table, condition)
        return current_sudo._field_to_sql(alias, "value", query)

import logging
from itertools import islice

from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools.kpi import RETURN_STATUSES

_lt = LazyTranslate(__name__)
_logger = logging.getLogger(__name__)

# Every KPI is a column for all databases: one client that makes up new ones each day must not fill the list.
_MAX_KPIS = 100

# The remote side names its KPIs in the language of the user behind the key: these have one name for all databases.
_KPI_NAMES = {
    "account_journal_type.sale": _lt("Sales"),
    "account_journal_type.purchase": _lt("Purchases"),
    "account_journal_type.cash": _lt("Cash"),
    "account_journal_type.bank": _lt("Bank"),
    "account_journal_type.credit": _lt("Credit Card"),
    "account_journal_type.general": _lt("Misc."),
}
_STATUS_NAMES = {
    "late": _lt("Late"),
    "to_do": _lt("To do"),
    "to_submit": _lt("To submit"),
    "done": _lt("Done"),
    "longterm": _lt("Long term"),
}


class PropertiesBaseDefinition(models.Model):
    _inherit = "properties.base.definition"

    def _add_kpis(self, kpis):
        """Make sure that there is a property for each KPI. Existing ones keep the name that a person gave them.

        :param kpis: iterable of :class:`~...tools.kpi.Kpi`
        :return: property name -> type, of all properties; KPIs for which there is no room are not among them
        """
        self.ensure_one()
        definition = self.properties_definition or []
        types = {prop["name"]: prop["type"] for prop in definition}
        missing = {kpi.property_name: kpi for kpi in kpis if kpi.property_name not in types}
        if len(types) + len(missing) > _MAX_KPIS:
            _logger.warning("More than %s different KPIs: further ones have no column", _MAX_KPIS)
            missing = dict(islice(missing.items(), max(0, _MAX_KPIS - len(types))))
        if missing:
            self.properties_definition = definition + [
                self._kpi_property(name, kpi) for name, kpi in missing.items()
            ]
        return types | {name: kpi.type for name, kpi in missing.items()}

    def _kpi_property(self, name, kpi):
        label = _KPI_NAMES.get(kpi.id)
        prop = {
            "name": name,
            "type": kpi.type,
            "view_in_cards": True,
            "string": self.env._(label) if label else kpi.name,  # pylint: disable=gettext-variable
        }
        if kpi.type == "selection":
            prop["selection"] = [
                [status, self.env._(_STATUS_NAMES[status])]  # pylint: disable=gettext-variable
                for status in RETURN_STATUSES
            ]
        return prop

from lxml import etree

from odoo import SUPERUSER_ID, api
from odoo.tools import file_open

_CALLED_UNTIL_NOW = {
    "kpi_sale": "Sales",
    "kpi_purchase": "Purchases",
    "kpi_bank": "Bank",
    "kpi_cash": "Cash",
    "kpi_credit": "Credit Card",
    "kpi_general": "Misc.",
}


def migrate(cr, version):
    """Until now the name of a KPI was that of a journal type, which doesn't say what is counted, and nothing described
    it. A name that a person gave stays."""
    env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
    with file_open("fleet_databases/data/databases_kpi.xml", "rb") as shipped:
        records = etree.parse(shipped).iterfind("record")
    for record in records:
        xml_id = record.get("id")
        kpi = env.ref(f"fleet_databases.{xml_id}", raise_if_not_found=False)
        if not kpi:
            continue
        kpi.description = record.findtext("field[@name='description']")
        if kpi.name == _CALLED_UNTIL_NOW.get(xml_id):
            kpi.name = record.findtext("field[@name='name']")
    # The work to do has rows, too, without waiting for the next answer of each database.
    answered = [("database_hosting", "!=", False), ("database_last_synchro", "!=", False)]
    databases = env["project.project"].with_context(active_test=False).search(answered)
    databases._database_follow_numbers()

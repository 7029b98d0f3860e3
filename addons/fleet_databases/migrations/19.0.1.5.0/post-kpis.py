from odoo import SUPERUSER_ID, api

from odoo.addons.fleet_databases.tools.kpi import Kpi


def migrate(cr, version):
    """Until now KPIs were properties alone, with one name for all languages."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    definition = env["project.project"]._database_kpi_definition()
    known = {kpi.column_name: kpi for kpi in env["databases.kpi"].search([("field_name", "=", False)])}
    for sequence, prop in enumerate(definition.properties_definition or [], 10):
        name = prop.get("string") or prop["name"]
        kpi = known.get(prop["name"]) or _new(env, prop, name)
        kpi.write({"sequence": sequence, "is_told": True})
        if name != kpi.name:
            # A person gave it, for everybody.
            for lang, _label in env["res.lang"].get_installed():
                kpi.with_context(lang=lang).name = name
    definition.properties_definition = False
    databases = (
        env["project.project"]
        .with_context(active_test=False)
        .search([("database_hosting", "!=", False), ("database_last_synchro", "!=", False)])
    )
    databases._database_follow_numbers()


def _new(env, prop, name):
    """The id of a KPI was not stored, and the name of its property does not always tell it: the column stays, and where
    the id is not known its name takes the place."""
    slug = prop["name"].removesuffix(f"__{prop['type']}")
    before, _underscore, after = slug.rpartition("_")
    ids = (slug, f"{before}.{after}")
    code = next((id_ for id_ in ids if Kpi(id_, prop["type"], "", 0).property_name == prop["name"]), slug)
    kpi = env["databases.kpi"].create({"code": code, "type": prop["type"], "name": name})
    kpi.column_name = prop["name"]
    return kpi

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Until now the scheduled action had no code and was switched off; it is not updated by itself."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    cron = env.ref("fleet_databases.ir_cron_pull_from_odoo_com", raise_if_not_found=False)
    if cron:
        cron.write(
            {
                "model_id": env.ref("project.model_project_project").id,
                "code": "model._database_pull_from_odoo_com_if_set()",
                "active": True,
            }
        )
    definition = env["project.project"]._database_kpi_definition()
    definition.properties_definition = [
        {**prop, "view_in_cards": True} for prop in definition.properties_definition or []
    ]

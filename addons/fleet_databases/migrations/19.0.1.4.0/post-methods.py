from odoo import SUPERUSER_ID, api

RENAMED = {
    "ir_cron_pull_from_odoo_com": (
        "model._pull_from_odoo_com_if_set",
        "model._database_pull_from_odoo_com_if_set",
    ),
    "ir_cron_remind_of_keys": ("model._remind_of_keys", "model._database_remind_of_keys"),
}


def migrate(cr, version):
    """Scheduled actions are not updated by themselves, and what they call has other names."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, (before, now) in RENAMED.items():
        if cron := env.ref(f"fleet_databases.{name}", raise_if_not_found=False):
            cron.code = (cron.code or "").replace(before, now)

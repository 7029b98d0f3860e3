from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Until now whoever sees time sheets saw the hours on every database, unless the addon that hides them was there
    from the start: Odoo installs an addon by itself only together with one of those that it depends on."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    modules = env["ir.module.module"]
    if modules.search_count([("name", "=", "hr_timesheet"), ("state", "in", ("installed", "to upgrade"))]):
        modules.search([("name", "=", "fleet_databases_timesheet")]).button_install()

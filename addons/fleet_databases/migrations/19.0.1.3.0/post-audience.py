from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Until now a project that became a database kept its followers, its links and the name of its account."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    env["project.project"].search([("database_hosting", "!=", False)])._database_narrow_audience()

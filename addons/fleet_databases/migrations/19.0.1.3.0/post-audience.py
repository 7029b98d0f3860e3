from odoo import SUPERUSER_ID, api
from odoo.tools import split_every

# So many databases are in memory at a time.
PART = 200


def migrate(cr, version):
    """Until now a project that became a database kept its followers, its links and the name of its account."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    databases = env["project.project"].search([("database_hosting", "!=", False)])
    for some in split_every(PART, databases.ids, databases.browse):
        some._database_narrow_audience()
        env.flush_all()
        env.invalidate_all()

from odoo import SUPERUSER_ID, api
from odoo.tools.sql import column_exists


def migrate(cr, version):
    """Until now the keys were stored in clear text."""
    if not column_exists(cr, "databases_key", "key"):
        return
    cr.execute("SELECT project_id, key FROM databases_key WHERE key IS NOT NULL")
    keys = {project_id or False: key for project_id, key in cr.fetchall()}
    # Unlike deleted rows, a truncated table leaves nothing behind on the disk.
    cr.execute("TRUNCATE databases_key")
    cr.execute("ALTER TABLE databases_key DROP COLUMN key")
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["databases.key"]._replace(keys)

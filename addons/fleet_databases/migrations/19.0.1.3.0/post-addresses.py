from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Until now a login counted as an address that only contained one."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    users = env["databases.user"].search([("login", "like", "@")])
    env.add_to_compute(users._fields["address"], users)
    env.flush_all()

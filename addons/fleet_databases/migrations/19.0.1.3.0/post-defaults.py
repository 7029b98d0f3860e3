from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Until now anybody could store a default value for what a database is, a key in clear text among them."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    defaults = env["ir.default"]
    defaults.search([]).filtered(lambda default: defaults._takes_none(default.field_id)).unlink()

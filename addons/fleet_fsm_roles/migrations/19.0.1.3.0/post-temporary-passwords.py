from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields

from odoo.addons.fleet_fsm_roles.models.res_users_temporary_password import HOURS


def migrate(cr, version):
    """Temporary passwords that were given before they had an end get one."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    given = env["res.users"].search([("password_is_temporary", "=", True)])
    given.temporary_password_until = fields.Datetime.now() + timedelta(hours=HOURS)

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user


class RolesCase(TransactionCase):
    """Ordinary groups, a role of some of them, and each kind of person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = cls.env.ref("base.group_user")
        cls.portal = cls.env.ref("base.group_portal")
        cls.system = cls.env.ref("base.group_system")
        cls.access_rights = cls.env.ref("base.group_erp_manager")
        cls.bricks, cls.roofs, cls.invoices = cls.env["res.groups"].create(
            [{"name": name} for name in ("Bricks", "Roofs", "Invoices")]
        )
        cls.mason = cls.create_role("Mason", cls.employee + cls.bricks)
        cls.roofer = cls.create_role("Roofer", cls.employee + cls.roofs)
        cls.boss = cls.create_role("Boss", cls.system)
        cls.ann = new_test_user(cls.env, "ann", "base.group_user", name="Ann Mason")
        cls.bob = new_test_user(cls.env, "bob", "base.group_user", name="Bob Roofer")
        cls.clerk = new_test_user(cls.env, "clerk", "base.group_erp_manager", name="Access Clerk")
        cls.admin = new_test_user(cls.env, "root-like", "base.group_system", name="Real Administrator")

    @classmethod
    def create_role(cls, name, groups, **values):
        implied = [Command.set(groups.ids)]
        return cls.env["res.users.role"].create({"name": name, "implied_ids": implied, **values})

    def policy(self, policy):
        self.env["ir.config_parameter"].set_param("fleet_user_roles.drift", policy)

    def today_is(self, line, **dates):
        """Let time pass: the dates of a line move, which nobody has written."""
        line.flush_recordset()
        for name, value in dates.items():
            self.env.cr.execute(f"UPDATE res_users_role_line SET {name} = %s WHERE id = %s", (value, line.id))
        line.invalidate_recordset()

    def group_names(self, ids):
        return set(self.env["res.groups"].browse(ids).mapped("name"))

    def actions(self, user):
        log = self.env["res.users.role.log"].search([("user_id", "=", user.id)], order="id")
        return log.mapped("action")

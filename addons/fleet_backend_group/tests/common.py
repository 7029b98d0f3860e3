from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import TransactionCase
from odoo.tools.convert import convert_file

ADDON = "fleet_backend_group"


def load_demo(env, addon=ADDON):
    """The addon's demo records, which the tests work on, whether or not the database has demo data."""
    for name in ("dummy_app.xml", "res_users.xml") if addon == ADDON else ("dummy_app.xml",):
        convert_file(env, addon, f"demo/{name}", {}, mode="init", noupdate=True)


def new_user(env, login, *groups):
    """A user with a password of at least eight letters that is the login twice.

    :param groups: external ids
    """
    return env["res.users"].create(
        {
            "name": login.title(),
            "login": login,
            "password": login * 2,
            "email": f"{login}@example.com",
            "group_ids": [Command.set([env.ref(group).id for group in groups])],
        }
    )


def custom_group(env, name, *implied):
    """A group as an administrator makes it."""
    return env["res.groups"].create(
        {"name": name, "implied_ids": [Command.set([env.ref(group).id for group in implied])]}
    )


class AccessCase(TransactionCase):
    """With a user of each type, and with the Dummy App, whose group is given rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_demo(cls.env)
        cls.bare = cls.env.ref("fleet_backend_group.user_backend")
        cls.ui = cls.env.ref("fleet_backend_group.user_backend_ui")
        cls.dummy = cls.env.ref("fleet_backend_group.user_dummy")
        cls.employee = new_user(cls.env, "employee", "base.group_user")

    def rpc(self, user, model, method, *args, **kwargs):
        """What a call over RPC answers to this user."""
        return call_kw(self.env[model].with_user(user), method, args, kwargs)

    def assert_refused(self, user, model, method, *args, **kwargs):
        with self.assertRaises(UserError):
            self.rpc(user, model, method, *args, **kwargs)

    def grant(self, model):
        """The group of the Dummy App gets a right, and no rule."""
        self.env["ir.model.access"].create(
            {
                "name": f"{model} dummy",
                "model_id": self.env["ir.model"]._get_id(model),
                "group_id": self.env.ref("fleet_backend_group.group_dummy").id,
                "perm_read": True,
                "perm_write": True,
            }
        )

    def rule(self, group, domain, model="x_dummy", **values):
        self.env["ir.rule"].create(
            {
                "name": "Rule",
                "model_id": self.env["ir.model"]._get_id(model),
                "groups": self.env.ref(group).ids,
                "domain_force": domain,
                **values,
            }
        )

from odoo.fields import Command
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

"""What is measured of roles inside a process of Odoo. Each function prints one line of JSON."""

import json
import time
from functools import partial
from operator import itemgetter

from odoo import sql_db

from odoo.addons.base_user_role.models.user import ResUsers as Dependency

GROUPS = (
    "account.group_account_manager",
    "hr.group_hr_manager",
    "project.group_project_manager",
    "stock.group_stock_manager",
)
LOGIN = "benchmark-"


def install(env, names):
    """Install what is missing of these addons."""
    env["ir.module.module"].update_list()
    missing = env["ir.module.module"].search([("name", "in", names), ("state", "!=", "installed")])
    if missing:
        missing.button_immediate_install()


def ours(env, count):
    """Create users and a role; give it to all of them and take it away, three times: what counts is the middle."""
    users = env["res.users"].with_context(no_reset_password=True)
    users = users.create([{"name": f"User {n}", "login": f"{LOGIN}{n}"} for n in range(count)])
    groups = [env.ref(name).id for name in GROUPS]
    role = env["res.users.role"].create({"name": "Benchmark", "implied_ids": groups})
    steps = {"assign": role._assign, "withdraw": role._withdraw}
    runs = [
        {step: measured(env, role, partial(change, users)) for step, change in steps.items()}
        for _time in range(3)
    ]
    middle = {step: sorted((run[step] for run in runs), key=itemgetter("wall"))[1] for step in steps}
    print(json.dumps(middle))


def dependency(env):
    """The same, as the dependency does it: the lines are there, and what is measured is what it makes of them."""
    users = env["res.users"].search([("login", "like", LOGIN)])
    role = env["res.users.role"].search([("name", "=", "Benchmark")])
    env.cr.execute(
        "INSERT INTO res_users_role_line (role_id, user_id) SELECT %s, unnest(%s)", (role.id, users.ids)
    )
    assign = measured(env, role, lambda: Dependency.set_groups_from_roles(users))
    env.cr.execute("DELETE FROM res_users_role_line WHERE role_id = %s", (role.id,))
    withdraw = measured(env, role, lambda: Dependency.set_groups_from_roles(users, force=True))
    print(json.dumps({"assign": assign, "withdraw": withdraw}))


def measured(env, role, change):
    env.cr.commit()
    env.invalidate_all()
    wall, statements = time.monotonic(), sql_db.sql_counter
    change()
    env.cr.commit()
    return {
        "wall": time.monotonic() - wall,
        "statements": sql_db.sql_counter - statements,
        "members": len(role.group_id.user_ids),
    }

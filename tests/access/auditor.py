"""What an auditor may do. Called inside of Odoo, by test_auditor; each function prints one line of JSON."""

import json

import psycopg2

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError

from .inside import stored_models

LETTERS = {"create": "c", "write": "w", "unlink": "d"}
READ = (
    "account.move",
    "account.move.line",
    "sale.order",
    "sale.order.line",
    "purchase.order",
    "purchase.order.line",
    "stock.picking",
    "stock.move",
    "stock.quant",
    "project.project",
    "project.task",
)
MENUS = (
    "account.menu_finance",
    "sale.sale_menu_root",
    "purchase.menu_purchase_root",
    "stock.menu_stock_root",
)
MENUS += ("project.menu_main_pm",)


def auditor(env):
    """The environment of somebody who has this role and no other."""
    user = env["res.users"].create({"name": "Audit Reader", "login": "audit-reader"})
    env.ref("fleet_user_roles.role_auditor")._assign(user)
    env.flush_all()
    return env(user=user)


def written(env):
    """Print model -> letters of what got through, of creating, writing and deleting. Wizards are left out: they keep
    nothing, and what they do is judged like everything else."""
    mine, through = auditor(env), {}
    for name in (name for name in stored_models(env) if not env[name]._transient):
        record = env[name].with_context(active_test=False).search([], limit=1)
        attempts = {
            "create": lambda name=name: mine[name].create({}),
            "write": lambda record=record: record.with_env(mine).write(_same(record)),
            "unlink": lambda record=record: record.with_env(mine).unlink(),
        }
        letters = "".join(
            letter
            for mode, letter in LETTERS.items()
            if _may(mine, name, mode) or ((record or mode == "create") and _is_done(env, attempts[mode]))
        )
        if letters:
            through[name] = letters
    print(json.dumps(through))


def _same(record):
    """A value that changes nothing."""
    for name, field in record._fields.items():
        if field.store and field.type in ("char", "integer", "boolean", "selection") and name != "id":
            return {name: record[name]}
    return {"write_uid": record.write_uid.id}


def _may(env, name, mode):
    """Tell whether there may be records with which somebody may do this."""
    return env[name].has_access(mode) and not env["ir.rule"]._compute_domain(name, mode).is_false()


def _is_done(env, attempt):
    try:
        with env.cr.savepoint(flush=False) as done:
            attempt()
            env.flush_all()
            done.close(rollback=True)
    except AccessError:
        return False
    except (AttributeError, KeyError, UserError, ValidationError, psycopg2.Error):
        env.invalidate_all(flush=False)
        return False  # many models look at values before they look at rights
    env.invalidate_all(flush=False)
    return True


def read(env):
    """Print the models in which an auditor reads other records than there are, or may write those of others, and the
    menus that they miss."""
    partner = env["res.partner"].create({"name": "Customer"})
    product = env["product.product"].create({"name": "Brick", "type": "consu", "is_storable": True})
    sale = {
        "partner_id": partner.id,
        "order_line": [Command.create({"product_id": product.id, "product_uom_qty": 2})],
    }
    env["sale.order"].create({**sale, "user_id": env.ref("base.user_admin").id}).action_confirm()
    order = {"product_id": product.id, "product_qty": 3, "price_unit": 1}
    env["purchase.order"].create(
        {"partner_id": partner.id, "order_line": [Command.create(order)]}
    ).button_confirm()
    stock = env["stock.warehouse"].search([], limit=1).lot_stock_id
    env["stock.quant"]._update_available_quantity(product, stock, 5)
    env["project.project"].create(
        {
            "name": "Private",
            "privacy_visibility": "followers",
            "task_ids": [Command.create({"name": "Private"})],
        }
    )
    lines = [Command.create({"name": "Brick", "quantity": 1, "price_unit": 1})]
    env["account.move"].create(
        {"move_type": "out_invoice", "partner_id": partner.id, "invoice_line_ids": lines}
    )
    mine = auditor(env)
    mine = mine(context={"allowed_company_ids": mine.user.company_ids.ids})
    differing = []
    for name in READ:
        domain = [("company_id", "in", [False, *mine.user.company_ids.ids])]
        if name == "project.task":
            domain += [("project_id", "!=", False)]  # without a project it is somebody's own to-do
        there = env[name].search(domain)
        found = mine[name].search([])
        found.read(["display_name"])
        written = [mode for mode in ("write", "unlink") if there.with_env(mine)._filtered_access(mode)]
        if not there or there - found.with_env(env) or written:
            differing.append([name, len(there), len(found), written])
    mine["project.task"].create({"name": "My own to-do"})
    seen = mine["ir.ui.menu"]._visible_menu_ids()
    print(json.dumps([differing, [menu for menu in MENUS if env.ref(menu).id not in seen]]))

"""Sells work on databases in a process of Odoo where sales are installed, and looks for their names as who sells."""

import contextlib
import json
import threading

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user

from . import looking
from .mark import MARK, hosting, write_about

KINDS = {
    "salesman": "sales_team.group_sale_salesman",
    "all leads": "sales_team.group_sale_salesman_all_leads",
    "in projects": "sales_team.group_sale_salesman_all_leads,project.group_project_user",
    "sales manager": "sales_team.group_sale_manager,project.group_project_manager",
    "billing": "sales_team.group_sale_salesman_all_leads,account.group_account_invoice",
    "employee": "base.group_user",
}
BUTTONS = ("action_view_project_ids", "action_view_milestone", "action_view_timesheet", "action_view_invoice")
LEADING = ("sale.order", "sale.order.line", "project.task", "project.project")


def told(env):
    """Print what people who sell are told of the databases that were sold to, and which models lead to these."""
    # One model of website asks the thread for it.
    threading.current_thread().dbname = env.cr.dbname
    people = {
        kind: new_test_user(env, f"{kind.replace(' ', '.')}@x.example", f"{groups},base.group_allow_export")
        for kind, groups in KINDS.items()
    }
    worker = env["hr.employee"].create({"name": "Worker", "user_id": people["sales manager"].id})
    orders = _sell(env, people["salesman"], worker)
    env.flush_all()
    env.invalidate_all()
    marked = looking.marked(env)
    leading = looking.leading(env, marked)
    rows = []
    for kind, person in people.items():
        its = env(user=person)
        rows += [[kind, *what] for what in looking.read_by(its, marked, leading)]
        for way, answer in _answers(orders.with_env(its)):
            rows += [[kind, way, answer[:300]]] if MARK in answer else []
    print(json.dumps([rows, {model: sorted(names) for model, (_ids, names) in leading.items()}]))


def misused(env):
    """Print what a sales manager reads of a database after naming it, unseen, as what a product makes copies of."""
    threading.current_thread().dbname = env.cr.dbname
    groups = "sales_team.group_sale_manager,product.group_product_manager,project.group_project_user"
    person = new_test_user(env, "manager@x.example", groups)
    worker = env["hr.employee"].create({"name": "Worker", "user_id": person.id})
    database = env["project.project"].create({"name": MARK, **hosting("m")})
    write_about(database, worker)
    own, its = env["project.project"].create({"name": "Own"}), env(user=person)
    refused = []
    for tracking, values in (
        ("project_only", {"project_template_id": database.id}),
        ("task_in_project", {"project_template_id": database.id}),
        ("task_global_project", {"project_id": own.id, "task_template_id": database.task_ids[-1:].id}),
        ("task_in_project", {"task_template_id": database.task_ids[-1:].id}),
    ):
        try:
            with env.cr.savepoint():
                product = its["product.product"].create(
                    {"name": "Copy", "type": "service", "service_tracking": tracking, **values}
                )
                its["sale.order"].create(
                    {
                        "partner_id": env.company.partner_id.id,
                        "order_line": [Command.create({"product_id": product.id})],
                    }
                ).action_confirm()
        except AccessError as error:
            refused.append(str(error))
    env.flush_all()
    env.invalidate_all()
    marked = looking.marked(env)
    print(json.dumps([looking.read_by(its, marked, looking.leading(env, marked)), refused]))


def _sell(env, salesman, worker):
    """Orders that a database came of, that a database was chosen in, and whose work is done in one.

    :return: the orders
    """
    chosen = env["project.project"].create({"name": f"{MARK} chosen", "allow_billable": True, **hosting("c")})
    usual = env["project.project"].create({"name": f"{MARK} usual", "allow_billable": True, **hosting("u")})
    orders = env["sale.order"]
    for tracking, values in (
        ("project_only", {}),
        ("task_in_project", {}),
        ("task_global_project", {"project_id": usual.id}),
    ):
        product = env["product.product"].create(
            {"name": "Hosting", "type": "service", "service_tracking": tracking, **values}
        )
        orders += env["sale.order"].create(
            {
                "partner_id": env["res.partner"].create({"name": "Customer"}).id,
                "user_id": salesman.id,
                "project_id": chosen.id if tracking == "task_in_project" else False,
                "order_line": [Command.create({"product_id": product.id, "product_uom_qty": 1})],
            }
        )
    orders.action_confirm()
    made = (orders.order_line.project_id | orders.project_id) - chosen - usual
    assert made
    for number, project in enumerate(made):
        project.write({"name": f"{MARK} made", **hosting(str(number))})
    for database in made + chosen + usual:
        write_about(database, worker)
        assert database.task_ids
    for line, task in zip(orders.order_line, chosen.task_ids, strict=False):
        task.sale_line_id = line
    orders._create_invoices()
    return orders


def _answers(orders):
    """What the buttons and the reports of orders say to the person."""
    if not orders.has_access("read"):
        return
    env = orders.env
    for order in orders:
        for name in BUTTONS:
            # Some are for one kind of order.
            with contextlib.suppress(AccessError, UserError), env.cr.savepoint():
                yield name, str(getattr(order, name)())
    for report in env["ir.actions.report"].sudo().search([("model", "=", "sale.order")]):
        if report.report_type.startswith("qweb"):
            with contextlib.suppress(AccessError):
                name = report.report_name
                yield name, str(env["ir.actions.report"]._render_qweb_html(name, orders.ids)[0])

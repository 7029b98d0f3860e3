"""Two databases that have a mark in everything that can be written about them, beside people of every kind."""

import contextlib
import threading
from unittest.mock import patch

from odoo.fields import Domain
from odoo.tests import HttpCase, new_test_user
from odoo.tools import SQL

MARK = "zqmark"
TEXTS = ("char", "text", "html", "json", "properties", "reference")
KINDS = {
    "portal": "base.group_portal",
    "employee": "base.group_user",
    "user of Databases": "fleet_databases.group_databases_user,hr_timesheet.group_hr_timesheet_user",
    "project manager": "project.group_project_manager",
    "approver": "hr_timesheet.group_hr_timesheet_approver",
    "timesheets": "hr_timesheet.group_timesheet_manager,hr.group_hr_manager",
    "accountant": "account.group_account_manager,analytic.group_analytic_accounting",
    "stock": "stock.group_stock_manager",
    "expenses": "hr_expense.group_hr_expense_manager",
    "field service": "fieldservice.group_fsm_manager",
    "backend": "fleet_backend_group.group_backend",
}


class Marked(HttpCase):
    """One of the databases was an ordinary project before, which all these people followed."""

    def setUp(self):
        super().setUp()
        # One model of website asks the thread for it.
        self.startPatcher(patch.object(threading.current_thread(), "dbname", self.env.cr.dbname, create=True))
        self.people = {
            kind: new_test_user(
                self.env, f"{kind.replace(' ', '.')}@x.example", f"{groups}{self.export(kind)}"
            )
            for kind, groups in KINDS.items()
        }
        worker = self.people["approver"]
        self.worker = self.env["hr.employee"].create({"name": "Worker", "user_id": worker.id})
        self.became = self.env["project.project"].create(
            {"name": "Was ordinary", "privacy_visibility": "portal"}
        )
        self.write_about(self.became)
        self.became.message_subscribe([person.partner_id.id for person in self.people.values()])
        self.databases = self.became + self.env["project.project"].create(
            {"name": f"{MARK} born", **self.hosting("b")}
        )
        self.became.write({"name": f"{MARK} became", **self.hosting("a")})
        for database in self.databases:
            self.write_about(database)
        self.env.flush_all()

    def export(self, kind):
        return "" if kind in ("portal", "backend") else ",base.group_allow_export"

    def hosting(self, word):
        address = f"https://{word}.{MARK}.example.com"
        return {"database_hosting": "premise", "database_url": address, "database_name": f"{MARK}{word}"}

    def write_about(self, project):
        """All that is written about a project, in its own records and in those that lead to it."""
        env, mark = self.env, MARK if project.database_hosting else "before"
        project.write({"description": f"<p>{mark}</p>", "label_tasks": f"{mark} tasks"})
        task = env["project.task"].create(
            {"name": f"{mark} task", "project_id": project.id, "description": mark}
        )
        env["project.task"].create({"name": f"{mark} part", "project_id": project.id, "parent_id": task.id})
        env["project.milestone"].create({"name": f"{mark} milestone", "project_id": project.id})
        env["project.update"].create(
            {"name": f"{mark} update", "project_id": project.id, "status": "on_track", "description": mark}
        )
        for thread in (project, task):
            thread.message_post(
                body=f"{mark} said", subject=f"{mark} subject", subtype_xmlid="mail.mt_comment"
            )
            thread.activity_schedule("mail.mail_activity_data_todo", summary=f"{mark} to do", user_id=env.uid)
            env["ir.attachment"].create(
                {"name": f"{mark}.txt", "raw": mark.encode(), "res_model": thread._name, "res_id": thread.id}
            )
        env["account.analytic.line"].create(
            {
                "name": f"{mark} hours",
                "project_id": project.id,
                "task_id": task.id,
                "employee_id": self.worker.id,
                "unit_amount": 1,
            }
        )
        env["databases.user"].create(
            {"name": mark, "login": f"{mark}@{mark}.example", "project_id": project.id}
        )
        self.lead_to(project, task)

    def lead_to(self, project, task):
        """Records that others see, and that say which project they are for."""
        env = self.env
        env["project.task"].create(
            {
                "name": "Elsewhere",
                "parent_id": task.id,
                "project_id": env["project.project"].create({"name": "P"}).id,
            }
        )
        incoming = env["stock.picking.type"].search([("code", "=", "incoming")], limit=1)
        env["stock.picking"].create({"picking_type_id": incoming.id, "project_id": project.id})
        location = env["fsm.location"].create(
            {"name": "Place", "owner_id": env.company.partner_id.id, "phone": "1"}
        )
        order = env["fsm.order"].create({"location_id": location.id})
        env["fsm.team"].create({"name": f"Team {task.id}", "project_id": project.id})
        order.write({"project_id": project.id, "project_task_id": task.id})
        env["hr.expense"].create(
            {
                "name": "Travel",
                "employee_id": self.worker.id,
                "analytic_distribution": {str(project.account_id.id): 100},
            }
        )

    def stored(self):
        """:return: model -> its stored fields, of the models that can be searched"""
        for name, model in sorted(self.env.registry.items()):
            if not (model._abstract or model._transient) and (model._auto or model._table_query):
                yield self.env[name], [field for field in model._fields.values() if field.store]

    def marked(self):
        """:return: model -> ids of the records with the mark in a stored text, found behind all rules"""
        found = {}
        for model, fields in self.stored():
            columns = [field.name for field in fields if field.type in TEXTS and field.column_type]
            if not columns:
                continue
            if not model._auto:
                texts = [name for name in columns if model._fields[name].type in ("char", "text", "html")]
                ids = (
                    model.search(Domain.OR(Domain(name, "ilike", MARK) for name in texts)).ids
                    if texts
                    else []
                )
            else:
                text = SQL(" || ' ' || ").join(
                    SQL("COALESCE(%s::text, '')", SQL.identifier(name)) for name in columns
                )
                table = SQL.identifier(model._table)
                ids = [
                    id_
                    for [id_] in self.env.execute_query(
                        SQL("SELECT id FROM %s WHERE %s ILIKE %s", table, text, f"%{MARK}%")
                    )
                ]
            if ids:
                found[model._name] = ids
        return found

    def leading(self, marked):
        """:return: model -> (ids, names of the fields) of what leads to a marked record"""
        found = {}
        for model, fields in self.stored():
            leads = [
                field.name
                for field in fields
                if field.type in ("many2one", "many2many") and field.comodel_name in marked
            ]
            for name in leads:
                comodel = model._fields[name].comodel_name
                with contextlib.suppress(ValueError):
                    records = model.with_context(active_test=False).search([(name, "in", marked[comodel])])
                    if records:
                        ids, names = found.setdefault(model._name, (set(), set()))
                        ids.update(records.ids)
                        names.add(name)
        return found

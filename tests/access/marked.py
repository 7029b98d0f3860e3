"""Two databases that have a mark in everything that can be written about them, beside people of every kind."""

import threading
from unittest.mock import patch

from odoo.tests import HttpCase, new_test_user

from .mark import MARK, hosting, write_about

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
        write_about(self.became, self.worker)
        self.became.message_subscribe([person.partner_id.id for person in self.people.values()])
        self.databases = self.became + self.env["project.project"].create(
            {"name": f"{MARK} born", **hosting("b")}
        )
        self.became.write({"name": f"{MARK} became", **hosting("a")})
        for database in self.databases:
            write_about(database, self.worker)
        self.env.flush_all()

    def export(self, kind):
        return "" if kind in ("portal", "backend") else ",base.group_allow_export"

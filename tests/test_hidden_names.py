"""Nobody reads of a database that they may not see: not in its own records, and not in what leads there.

All our addons and what they need are installed; each kind of person looks for the mark in everything."""

import json

from odoo import http
from odoo.tests import tagged
from odoo.tools import mute_logger

from access import looking
from access.mark import MARK
from access.marked import Marked


@tagged("post_install", "-at_install")
class TestHiddenNames(Marked):
    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_the_mark_is_found_nowhere(self):
        marked = looking.marked(self.env)
        leading = looking.leading(self.env, marked)
        for model in (
            "project.project",
            "project.task",
            "mail.message",
            "account.analytic.line",
            "databases.user",
        ):
            self.assertIn(model, marked)
        for model in ("stock.picking", "fsm.order", "fsm.team", "project.task"):
            self.assertIn(model, leading)
        told = []
        for kind, person in self.people.items():
            told += [(kind, *what) for what in looking.read_by(self.env(user=person), marked, leading)]
        self.assertEqual(told, [])
        admin = self.env.ref("base.user_admin")
        self.assertIn(
            "display_name",
            dict(looking.look(self.env(user=admin)["project.project"], marked["project.project"], ())),
        )

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_actions_report")
    def test_reports_and_exports(self):
        marked = looking.marked(self.env)
        reports = self.env["ir.actions.report"].search(
            [("model", "in", list(marked)), ("report_type", "=like", "qweb%")]
        )
        pages = [
            f"/report/html/{report.report_name}/{','.join(map(str, marked[report.model][:5]))}"
            for report in reports
        ]
        self.assertTrue(pages)
        fields = [{"name": name, "label": name} for name in ("project_id", "project_id/name")]
        export = {
            "model": "stock.picking",
            "fields": fields,
            "ids": False,
            "domain": [],
            "import_compat": False,
        }
        for kind in ("project manager", "timesheets", "accountant", "stock"):
            self.sign_in(kind)
            for page in pages:
                self.assertNotIn(MARK, self.url_open(page).text, f"{page} as {kind}")
            form = {"data": json.dumps(export), "csrf_token": http.Request.csrf_token(self)}
            self.assertNotIn(MARK, self.url_open("/web/export/csv", data=form).text, kind)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_pages(self):
        pages = ["/my/projects", "/my/tasks", "/my/timesheets"]
        for database in self.databases:
            pages += [f"/my/projects/{database.id}", f"/my/projects/{database.id}/project_sharing"]
            pages += [f"/my/tasks/{database.task_ids[:1].id}"]
            pages += [f"/mail/view?model=project.project&res_id={database.id}"]
        for kind in ("portal", "employee"):
            self.sign_in(kind)
            for page in pages:
                self.assertNotIn(MARK, self.url_open(page).text, f"{page} as {kind}")

    def sign_in(self, kind):
        login = self.people[kind].login
        self.authenticate(login, login)

"""Nobody reads of a database that they may not see: not in its own records, and not in what leads there.

All our addons and what they need are installed; each kind of person looks for the mark in everything."""

import contextlib
import json

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from access.marked import MARK, TEXTS, Marked


@tagged("post_install", "-at_install")
class TestHiddenNames(Marked):
    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_the_mark_is_found_nowhere(self):
        marked = self.marked()
        leading = self.leading(marked)
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
            env = self.env(user=person, context={"active_test": False})
            for model in sorted({*marked, *leading}):
                ids, leads = leading.get(model, ((), ()))
                told += [
                    (kind, model, *what)
                    for what in self.look(env[model], {*marked.get(model, ()), *ids}, leads)
                ]
        self.assertEqual(told, [])
        admin = self.env.ref("base.user_admin")
        self.assertIn(
            "display_name",
            dict(self.look(self.env(user=admin)["project.project"], marked["project.project"], ())),
        )

    def look(self, records, ids, leads):
        """Where a person finds the mark in these records, by all that the ORM offers over RPC.

        :return: pairs of the way and what it told
        """
        with contextlib.suppress(AccessError):
            yield from self.told("name_search", records.name_search(MARK))
            visible = records.search([("id", "in", list(ids))])
            for name, description in records.fields_get([], ["type", "store"]).items():
                if name in (*leads, "display_name", "record_name", "res_name") or (
                    description["store"] and description["type"] in TEXTS
                ):
                    yield from self.told(name, visible.read([name]))
            for name in leads:
                yield from self.look_through(records, visible, name)

    def look_through(self, records, visible, name):
        found = records.search([(name, "ilike", MARK)])
        yield from self.told(f"search by {name}", found and [MARK, found])
        here = [("id", "in", visible.ids)]
        if records.fields_get([name], ["groupable"])[name]["groupable"]:
            yield from self.told(f"groups by {name}", records.formatted_read_group(here, [name], ["__count"]))
        if records._fields[name].type == "many2one":
            panel = records.search_panel_select_range(name, enable_counters=True, search_domain=here)
            yield from self.told(f"panel of {name}", panel)
        for path in (name, f"{name}/name", f"{name}/display_name"):
            with contextlib.suppress(UserError):
                yield from self.told(f"export of {path}", visible.export_data([path])["datas"])

    def told(self, way, answer):
        if MARK in str(answer):
            yield way, str(answer)[:200]

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_actions_report")
    def test_reports_and_exports(self):
        marked = self.marked()
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

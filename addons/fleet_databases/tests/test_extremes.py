"""Odoo can list, group, export and show in every time zone whatever a client tells. One odd value of one client must
not break the lists for all."""

import csv
import io
import itertools
import json
import re
import zipfile
from urllib.parse import urlencode

from odoo.tests import Form, HttpCase, new_test_user, tagged

from .common import EXPORT, DatabasesCase, kpi, store_answer, store_result, user

ZONES = ("Etc/GMT+12", "UTC", "Pacific/Kiritimati")
MOMENTS = ("0001-01-01 00:00:00", "0999-12-31 23:59:59", "1899-12-31 00:00:00", "9999-12-31 23:59:59", False)
NUMBERS = (-(10**30), -1, 0, 2**31, 10**30)
TEXTS = (
    *("=1+1", "{=1+1}", "+1", "-1", "@SUM(1)", "\uff1d1", "'", '"', "<b>", "%s", "{}", "internal:A1"),
    *("https://" + "x" * 300, "a" * 10_000, "\ufffe_x0000_", "\U0010ffff", "1e999", "\u0661", "0" * 200),
)
MODELS = ("databases.user", "project.project")
GRANULARITIES = ("hour", "day", "week", "month", "quarter", "year")


@tagged("-at_install", "post_install")
class TestExtremes(DatabasesCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(cls.env(su=True), "auditor-1", f"fleet_databases.group_databases_admin,{EXPORT}")

    def setUp(self):
        super().setUp()
        login = {"database_api_login": False}
        self.database = self.create_database(**login)
        logins = [user(f"{text}{place}", text, moment) for text, (place, moment) in self.pairs(MOMENTS)]
        kpis = [
            *(kpi(f"number.{place}", number, name=TEXTS[place]) for place, number in enumerate(NUMBERS)),
            *(kpi(f"text.{place}", text, "text", text) for place, text in enumerate(TEXTS)),
            *(kpi(f"text.float{place}", value, "text") for place, value in enumerate((1e308, float("inf")))),
            kpi("documents", 10**30),
        ]
        store_answer(self.database, kpis, logins)
        self.assertFalse(self.database.database_synchro_message)
        self.assertGreater(self.database.database_nb_users, 60)
        for place, moment in enumerate(MOMENTS):
            database = self.create_database(database_name=f"end{place}", **login)
            keys = [{"scope": "rpc", "expiration_date": moment}]
            answers = {"kpis": [], "users": [], "api_keys": keys}
            store_result(database, version="999.999", protocol="json2", answers=answers)
        self.authenticate("auditor-1", "auditor-1")
        self.labels = {model: self.labels_of(model) for model in MODELS}

    def pairs(self, values):
        return itertools.product(TEXTS, enumerate(values))

    def call(self, model, method, *args, zone, **kwargs):
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        kwargs["context"] = {"tz": zone, "allowed_company_ids": self.env.company.ids}
        return self.make_jsonrpc_request(f"/web/dataset/call_kw/{model}/{method}", params)

    def stored(self, model):
        """Names of our stored fields of a model, and of the KPIs."""
        fields = self.env[model]._fields.items()
        ours = "" if model.startswith("databases") else "database_"
        return [name for name, field in fields if field.store and name.startswith(ours) and field.exportable]

    def groups(self, model, name, zone):
        """The ways to group by a field that were not tried in an earlier time zone."""
        kind = self.env[model]._fields[name].type
        if kind == "datetime":
            return [f"{name}:{of}" for of in GRANULARITIES]
        if kind == "one2many" or zone != ZONES[0]:
            return []
        if kind == "properties":
            return [f"{name}.{told}" for told in self.kpi_values(self.database)]
        return [name]

    def labels_of(self, model):
        """Name -> label, as the browser shows them for an export."""
        params = {"model": model, "domain": [], "import_compat": False}
        told = self.make_jsonrpc_request("/web/export/get_fields", params)
        return {field["id"]: field["string"] for field in told}

    def export(self, model, kind, zone, **options):
        labels = self.labels[model]
        names = [name for name in labels if name.partition(".")[0] in self.stored(model)]
        params = {
            "model": model,
            "fields": [{"name": name, "label": labels[name], "type": "char"} for name in names],
            **{"ids": False, "domain": [], "import_compat": False, "context": {"tz": zone}},
            **options,
        }
        answer = self.url_open(f"/web/export/{kind}?{urlencode({'data': json.dumps(params)})}")
        self.assertEqual(answer.status_code, 200, answer.text[:2000])
        return answer.content

    def assertNoFormula(self, content):
        """In an XLSX file, a formula is an element of its own."""
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            self.assertNotIn("<f", file.read("xl/worksheets/sheet1.xml").decode())
            self.assertIn("SUM(1)", file.read("xl/sharedStrings.xml").decode())

    def test_lists_groups_and_forms(self):
        for zone, model in itertools.product(ZONES, MODELS):
            names = self.stored(model)
            shown = self.call(model, "web_search_read", [], {name: {} for name in names}, zone=zone)
            self.assertGreater(shown["length"], 5)
            for name in names:
                for group in self.groups(model, name, zone):
                    groups = self.call(model, "web_read_group", [], [group], ["__count"], zone=zone)
                    self.assertTrue(groups["groups"], group)
            Form(
                self.database.with_context(tz=zone), view="fleet_databases.project_project_view_form_database"
            )

    def test_exports(self):
        for zone, model in itertools.product(ZONES, MODELS):
            self.assertTrue(self.export(model, "csv", zone))
            self.assertNoFormula(self.export(model, "xlsx", zone))
        for group in ("latest_authentication:week", "latest_authentication:day", "login", "name"):
            self.assertNoFormula(self.export("databases.user", "xlsx", ZONES[2], groupby=[group]))

    def assertNoFormulaInCsv(self, content, kept):
        cells = [cell for row in csv.reader(io.StringIO(content.decode())) for cell in row]
        beginnings = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d")
        odd = [cell for cell in cells if cell.startswith(beginnings) and not re.fullmatch(r"-\d+", cell)]
        self.assertFalse(odd)
        self.assertTrue([cell for cell in cells if cell.startswith(kept)])

    def test_no_cell_is_a_formula(self):
        for model in MODELS:
            self.assertNoFormulaInCsv(self.export(model, "csv", "UTC"), "'@SUM(1)")

    def test_no_cell_of_a_pivot_table_is_a_formula(self):
        header = {"title": "=1+1 @SUM(1)", "width": 1, "height": 1, "is_bold": False}
        row = {"title": "{=1+1}", "indent": 0, "values": [{"value": "=1+1", "is_bold": False}]}
        table = {"title": "Tasks", "measure_count": 1, "origin_count": 1, "model": "project.task"}
        table |= {"col_group_headers": [[header]], "measure_headers": [header], "rows": [row]}
        answer = self.url_open(f"/web/pivot/export_xlsx?{urlencode({'data': json.dumps(table)})}")
        self.assertEqual(answer.status_code, 200)
        self.assertNoFormula(answer.content)

    def test_no_cell_of_our_download_is_a_formula(self):
        run = self.env["databases.run"].sudo().create({"kind": "remove", "user_id": self.env.uid})
        for login, name in (("@SUM(1)", "\t=1+1"), ("\r=1+1", "\n=1+1")):
            values = {"database": "=1+1", "address": "-1", "action": "remove", "login": login, "name": name}
            run.change_ids.create({**values, "run_id": run.id, "user_id": self.env.uid})
        answer = self.url_open(run.with_user(self.admin).action_download()["url"])
        self.assertNoFormulaInCsv(answer.content, ("'@SUM(1)", "'\t"))

from odoo.tools import file_open

from .common import DatabasesCase, api_keys

OPTIONS = {"has_headers": True, "quoting": '"', "separator": ",", "encoding": "utf-8"}


class TestImport(DatabasesCase):
    """Many databases are added by Odoo's own import, with its template."""

    def importer(self, content):
        return (
            self.env["base_import.import"]
            .with_context(default_database_hosting="premise")
            .create({"res_model": "project.project", "file": content, "file_type": "text/csv"})
        )

    def test_template_fits(self):
        projects = self.env["project.project"]
        self.assertNotIn("databases.csv", str(projects.get_import_templates()))
        template, *_others = projects.with_context(default_database_hosting="premise").get_import_templates()
        with file_open(template["template"].removeprefix("/"), "rb") as stream:
            content = stream.read()
        importer = self.importer(content)
        preview = importer.parse_preview(OPTIONS)
        self.assertEqual(len(preview["matches"]), len(preview["headers"]), "every column is understood")
        columns = [preview["matches"][index][0] for index in range(len(preview["headers"]))]
        self.assertIn("database_api_key", columns)

        result = importer.execute_import(columns, preview["headers"], preview["options"])
        self.assertFalse(result["messages"])
        bakery, garage, shop = projects.browse(result["ids"])
        self.assertEqual(
            bakery.mapped(lambda d: (d.database_hosting, d.database_name)), [("premise", "bakery")]
        )
        self.assertEqual((garage.database_hosting, garage.database_fetch_tax_returns), ("paas", False))
        self.assertEqual((shop.database_hosting, shop.database_url), ("other", "https://shop.example"))

    def test_every_field_of_a_connection(self):
        columns = [
            "name",
            "database_hosting",
            "database_url",
            "database_name",
            "database_api_login",
            "database_api_key",
            "user_id",
            "tag_ids",
        ]
        tag = self.env["project.tags"].create({"name": "vip"})
        lines = [
            [
                f"Client {n}",
                "On Premise",
                "https://erp.example",
                f"db{n}",
                "hub",
                f"key{n}",
                self.admin.name,
                tag.name,
            ]
            for n in range(50)
        ]
        content = "\n".join(",".join(row) for row in [columns, *lines]).encode()
        importer = self.importer(content)
        result = importer.execute_import(columns, columns, OPTIONS)
        self.assertFalse(result["messages"])
        self.assertFalse(importer.file, "the keys of the file lie nowhere in clear text")
        databases = self.env["project.project"].browse(result["ids"])
        self.assertEqual(api_keys(databases), {id_: f"key{n}" for n, id_ in enumerate(databases.ids)})
        self.assertEqual((databases.tag_ids, databases.user_id), (tag, self.admin))

    def test_one_bad_line_is_named_and_nothing_is_imported(self):
        content = b"name,database_hosting,database_url\nGood,On Premise,https://good.example\nBad,On Premise,nowhere"
        columns = ["name", "database_hosting", "database_url"]
        result = self.importer(content).execute_import(columns, columns, OPTIONS)
        self.assertFalse(result["ids"])
        self.assertIn("“Bad” has to start with https://", str(result["messages"]))

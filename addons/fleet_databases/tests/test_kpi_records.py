from lxml import etree

from odoo.exceptions import AccessError

from .common import BANK, SALE, DatabasesCase, kpi, store_answer, user

ERP = "https://bakery.example.com"
KPIS = "database_kpi_properties"


class TestKpiRecords(DatabasesCase):
    """What a KPI is called, whether it is shown and where it leads is said by a record."""

    def setUp(self):
        super().setUp()
        self.database = self.create_database(database_version="19.0")
        self.kpis = self.env["databases.kpi"]

    def told(self, *kpis):
        store_answer(self.database, kpis=kpis, users=[user(self.consultant.login)])

    def labels(self, lang="en_US"):
        """property name -> label, of what a user of Databases sees, in a language"""
        projects = self.database.with_user(self.consultant).with_context(lang=lang)
        return {prop["name"]: prop["string"] for prop in projects.read([KPIS])[0][KPIS]}

    def test_everybody_reads_names_in_their_language(self):
        self.env["res.lang"].sudo()._activate_lang("fr_FR")
        self.env.ref("fleet_databases.kpi_sale").with_context(lang="fr_FR").name = "Ventes"
        self.env.ref("fleet_databases.kpi_users").with_context(lang="fr_FR").name = "Utilisateurs"
        self.told(kpi("account_journal_type.sale", 1))
        self.assertEqual(self.labels(), {SALE: "Draft sales"})
        self.assertEqual(self.labels("fr_FR"), {SALE: "Ventes"})
        french = self.env["properties.base.definition"].with_user(self.consultant).with_context(lang="fr_FR")
        [searched] = french.get_properties_base_definition("project.project", KPIS)["records"]
        self.assertEqual(searched["database_kpi_definition"][0]["string"], "Ventes")
        names = ["database_nb_users", "database_nb_documents"]
        described = self.database.with_context(lang="fr_FR").fields_get(names, ["string"])
        self.assertEqual(described["database_nb_users"]["string"], "Utilisateurs")
        self.assertEqual(self.database.fields_get(names, ["string"])["database_nb_users"]["string"], "Users")

    def column(self, name):
        view = self.env.ref("fleet_databases.project_project_view_list")
        projects = self.database.with_user(self.consultant)
        return etree.fromstring(projects.get_view(view.id, "list")["arch"]).find(f".//field[@name='{name}']")

    def test_a_hidden_kpi_is_nowhere(self):
        kpis = [kpi("account_journal_type.sale", 1), kpi("account_journal_type.bank", 2)]
        self.told(*kpis)
        self.assertIsNone(self.column("database_nb_users").get("column_invisible"))
        hidden = self.env.ref("fleet_databases.kpi_sale") + self.env.ref("fleet_databases.kpi_users")
        hidden.is_column = False
        self.assertEqual(self.labels(), {BANK: "Bank lines"})
        self.assertEqual(self.column("database_nb_users").get("column_invisible"), "True")
        kanban = self.env.ref("fleet_databases.project_project_view_kanban")
        self.env["ir.ui.view"].sudo().create(
            {
                "name": "the number of users once more, with nothing around it",
                "model": "project.project",
                "inherit_id": kanban.id,
                "arch": "<footer position='before'><field name='database_nb_users'/></footer>",
            }
        )
        card = etree.fromstring(self.database.get_view(kanban.id, "kanban")["arch"])
        self.assertIsNone(card.find(".//templates//field[@name='database_nb_users']"))
        self.assertIsNotNone(card.find(".//templates//footer"))
        self.assertIsNotNone(card.find(".//templates//field[@name='database_nb_documents']"))
        self.told(kpi("account_journal_type.sale", 5), kpi("account_journal_type.bank", 2))
        hidden.is_column = True
        self.assertEqual(self.kpi_values(self.database), {SALE: 5, BANK: 2}, "it is kept up to date")

    def test_order_is_that_of_the_records(self):
        kpis = [kpi("account_journal_type.sale", 1), kpi("account_journal_type.bank", 2)]
        self.told(*kpis)
        self.env.ref("fleet_databases.kpi_bank").sequence = 0
        self.assertEqual(list(self.labels()), [BANK, SALE])

    def test_an_unknown_kpi_gets_a_record(self):
        self.told(kpi("stock.late", 3, name="Late deliveries"))
        record = self.kpis.search([("code", "=", "stock.late")])
        self.assertEqual(
            (record.name, record.column_name, record.is_column), ("Late deliveries", "stock_late", True)
        )
        self.told(kpi("stock.late", 4, name="Livraisons en retard"))
        self.assertEqual(self.labels(), {"stock_late": "Late deliveries"})

    def test_a_client_cannot_take_the_name_of_a_field(self):
        self.told(kpi("database_nb.users", 900), kpi("database_example.companies", 3))
        self.assertEqual(
            self.kpis.search([("column_name", "=like", "database_%"), ("field_name", "=", False)]).mapped(
                "code"
            ),
            ["database_nb.users", "database_example.companies"],
        )
        self.assertEqual(sorted(self.kpi_values(self.database).values()), [3, 900])
        addon = {"code": "companies", "name": "Companies", "field_name": "database_example_companies"}
        self.kpis.sudo().create(addon)
        self.assertEqual(self.database.database_nb_users, 1)

    def test_only_what_was_told_has_a_column(self):
        self.told()
        self.assertEqual(self.labels(), {})

    def test_grouping_and_exporting_know_the_properties(self):
        self.told(kpi("account_journal_type.sale", 7))
        projects = self.env["project.project"].with_user(self.admin)
        [(value, count)] = projects._read_group(
            [("id", "=", self.database.id)], [f"{KPIS}.{SALE}"], ["__count"]
        )
        self.assertEqual((value, count), (7, 1))
        exported = self.database.export_data([f"{KPIS}.{SALE}"])["datas"]
        self.assertEqual(exported, [[7]])
        definitions = self.env["properties.base.definition"].sudo()
        ours = definitions.search([("database_kpi_definition", "!=", False)])
        self.assertEqual(ours, projects._database_kpi_definition())

    def test_an_addon_ships_a_record_and_its_column_leads_somewhere(self):
        self.told(kpi("stock.late", 3, name="told"))
        values = {
            "code": "stock.late",
            "name": "Late",
            "list_ids": [
                (0, 0, {"action": "stock.old"}),
                (0, 0, {"since": "18.0", "model": "stock.picking"}),
            ],
        }
        record = {"xml_id": "fleet_databases_example.kpi_late", "values": values, "noupdate": True}
        shipped = self.kpis.sudo()._load_records([record])
        self.assertEqual(self.kpis.search([("code", "=", "stock.late")]), shipped, "there are no two of them")
        self.assertEqual(self.labels(), {"stock_late": "Late"})
        for version, path in (
            ("9.0", "/web?db=bakery#action=stock.old"),
            ("17.4", "/odoo/action-stock.old?db=bakery"),
            ("18.0", "/odoo/m-stock.picking?db=bakery"),
        ):
            self.database.database_version = version
            opened = self.database.with_user(self.consultant).action_database_open_kpi("stock_late")
            self.assertEqual(opened["params"]["url"], ERP + path)

    def test_administrators_decide_about_columns(self):
        with self.assertRaises(AccessError):
            self.env.ref("fleet_databases.kpi_sale").with_user(self.consultant).is_column = False
        with self.assertRaises(AccessError):
            self.kpis.with_user(self.project_manager).search([]).mapped("name")

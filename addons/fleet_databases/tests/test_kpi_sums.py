import json

from lxml import etree

from .common import BANK, SALE, DatabasesCase, kpi, store_answer, user

SALES, BANKS = "account_journal_type.sale", "account_journal_type.bank"
SUM_OF_SALES, SUM_OF_BANKS = (f"database_kpi_properties.{name}:sum" for name in (SALE, BANK))


class TestKpiSums(DatabasesCase):
    """Groups of the list of databases know the sums of all KPIs, also of those that are properties."""

    def setUp(self):
        super().setUp()
        self.ann, self.ben = self.admin, self.consultant
        self.tags = self.env["project.tags"].create([{"name": "vip"}, {"name": "garage"}])
        for name, person, sales, banks in (
            ("a", self.ann, 3, 2),
            ("b", self.ann, 4, 0),
            ("c", self.ben, 10, 5),
        ):
            self.tell(self.create_database(name=name, database_name=name, user_id=person.id), sales, banks)
        self.create_database(name="d", database_name="d", user_id=self.ben.id)

    def tell(self, database, sales, banks):
        database.tag_ids = self.tags if database.name == "a" else self.tags[0]
        people = [user("a@client.example"), user(self.ben.login)]
        told = people if database.name == "b" else people[:1]
        store_answer(database, kpis=[kpi(SALES, sales), kpi(BANKS, banks)], users=told)

    def groups(self, groupby, person=None, order=None):
        """what a page of groups shows: group -> sum of sales, sum of bank lines"""
        databases = self.env["project.project"].with_user(person or self.admin)
        page = databases.web_read_group(
            [("database_hosting", "!=", False)],
            [groupby],
            [SUM_OF_SALES, SUM_OF_BANKS],
            limit=80,
            order=order,
        )
        return {
            group[groupby] and group[groupby][1]: (group[SUM_OF_SALES], group[SUM_OF_BANKS])
            for group in page["groups"]
        }

    def test_sums_of_each_group(self):
        self.assertEqual(self.groups("user_id"), {self.ann.name: (7, 2), self.ben.name: (10, 5)})
        self.assertEqual(self.groups("tag_ids"), {"vip": (17, 7), "garage": (3, 2), False: (False, False)})

    def test_groups_are_sorted_by_a_sum(self):
        for direction, names in (
            ("asc", [self.ann.name, self.ben.name]),
            ("desc", [self.ben.name, self.ann.name]),
        ):
            groups = self.groups("user_id", order=f"database_kpi_properties.{SALE} {direction}")
            self.assertEqual(list(groups), names)

    def test_people_get_the_sums_of_what_they_see(self):
        self.assertEqual(self.groups("user_id", self.ben), {self.ann.name: (4, 0)})
        self.assertEqual(self.groups("user_id", self.project_manager), {})

    def test_sums_cost_no_statement_more(self):
        databases, domain = self.env["project.project"], [("database_hosting", "!=", False)]
        databases.formatted_read_group(domain, ["database_hosting"], ["__count", SUM_OF_SALES])
        with self.assertQueryCount(1):
            databases.formatted_read_group(
                domain, ["database_hosting"], ["__count", SUM_OF_SALES, SUM_OF_BANKS]
            )

    def test_a_sum_of_what_nobody_told_is_empty(self):
        databases = self.env["project.project"]
        [group] = databases.formatted_read_group([], [], ["database_kpi_properties.no_such_kpi:sum"])
        self.assertFalse(group["database_kpi_properties.no_such_kpi:sum"])
        for spec in ('x"; DROP TABLE databases_kpi; --:sum', f"{SALE}:max"):
            with self.assertRaises(ValueError):
                databases.formatted_read_group([], [], [f"database_kpi_properties.{spec}"])

    def test_the_view_tells_its_columns_before_there_is_a_record(self):
        view = self.env.ref("fleet_databases.project_project_view_list")
        arch = etree.fromstring(self.env["project.project"].get_view(view.id, "list")["arch"])
        told = json.loads(arch.find(".//field[@name='database_kpi_properties']").get("kpis"))
        self.assertEqual(
            [(prop["name"], prop["string"]) for prop in told], [(SALE, "Draft sales"), (BANK, "Bank lines")]
        )
        self.assertIn("“Bank” in the client's accounting dashboard", told[1]["help"])

"""People read the hub in their own language, whatever the others read."""

import json
from datetime import date, timedelta

from lxml import etree

from odoo import fields
from odoo.tests import tagged

from odoo.addons.fleet_databases.models.words import sentence
from odoo.addons.fleet_databases.tests.common import SALE, DatabasesCase, kpi, store_answer, user

from farm.languages import speak

KPIS = "database_kpi_properties"
TAX = "account_return_vat__selection"
# A label of each kind: a property, a status of one, a field that is a KPI.
NAMES = {
    "fr_FR": ("Ventes brouillon", "En retard", "Utilisateurs"),
    "nl_NL": ("Verkoop in concept", "Te laat", "Gebruikers"),
}


@tagged("post_install", "-at_install")
class TestLanguages(DatabasesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env(su=True)
        speak(env, *NAMES, core=("base",))
        cls.french, cls.dutch = cls.consultant, cls.admin
        cls.french.sudo().lang, cls.dutch.sudo().lang = NAMES

    def setUp(self):
        super().setUp()
        self.database = self.create_database(user_id=self.dutch.id)
        kpis = [
            kpi("account_journal_type.sale", 3),
            kpi("account_return.vat", "late", "return_status", "VAT"),
        ]
        store_answer(self.database, kpis, [user(self.french.login)])

    def readers(self):
        """The databases as each of the two reads them, one after the other, and then once more the first."""
        for person in (self.french, self.dutch, self.french):
            yield NAMES[person.lang], self.database.with_user(person).with_context(lang=person.lang)

    def test_records(self):
        names = ("fleet_databases.menu_databases", "base.menu_administration")
        menus = [self.env.ref(name).sudo() for name in names]
        read = {lang: [menu.with_context(lang=lang).name for menu in menus] for lang in ("en_US", *NAMES)}
        expected = {
            "en_US": ["Databases", "Settings"],
            "fr_FR": ["Bases de données", "Paramètres"],
            "nl_NL": ["Databases", "Instellingen"],
        }
        self.assertEqual(read, expected)

    def test_labels_of_kpis(self):
        """Of properties and fields; in records, in the list without records, in groups, in filters and in exports."""
        for (sales, late, users), databases in self.readers():
            [told] = databases.read([KPIS])
            self.assertEqual({prop["name"]: prop["string"] for prop in told[KPIS]}[SALE], sales)
            self.assertEqual(dict(self._property(databases, TAX)["selection"])["late"], late)
            self.assertEqual(self._property(databases, SALE)["string"], sales)
            self.assertEqual(
                databases.fields_get(["database_nb_users"])["database_nb_users"]["string"], users
            )
            [searched] = databases.env["properties.base.definition"].get_properties_base_definition(
                "project.project", KPIS
            )["records"]
            self.assertIn(sales, [prop["string"] for prop in searched["database_kpi_definition"]])

    def _property(self, databases, name):
        return databases.get_property_definition(f"{KPIS}.{name}")

    def test_views(self):
        """As the browser asks for them: the columns of a list that shows groups alone, and names of fields."""
        view = self.env.ref("fleet_databases.project_project_view_list").id
        for (sales, _late, users), databases in self.readers():
            told = databases.get_views([(view, "list")])
            column = etree.fromstring(told["views"]["list"]["arch"]).find(f".//field[@name='{KPIS}']")
            self.assertIn(sales, [prop["string"] for prop in json.loads(column.get("kpis"))])
            described = told["models"]["project.project"]["fields"]
            self.assertEqual(described["database_nb_users"]["string"], users)

    def test_sentences(self):
        """A sentence that lacks its detail ends as a sentence does, whatever stands before the colon."""
        for lang in ("en_US", *NAMES):
            spoken = self.env["project.project"].with_context(lang=lang).env
            for kind in spoken["project.project"]._database_error_words():
                self.assertNotRegex(sentence(spoken, kind, False), r"[\s:]$")
        self.assertIn("saisissez", sentence(self.database.with_context(lang="fr_FR").env, "tls", "expired"))

    def test_people_are_told_in_their_language(self):
        """Whoever it is that finds out, a schedule for one."""
        self.database.sudo().database_api_key_end = fields.Datetime.now() + timedelta(days=6)
        self.env["project.project"].sudo()._database_remind([(self.database.sudo(), 7)])
        self.database.sudo()._database_leave_as_is()
        self.assertIn("vervalt op", self.database.activity_ids.summary)
        self.assertIn("Je Odoo.com-account", self.database.message_ids[0].body)

    def test_roles_end_in_the_language_of_who_gave_them(self):
        self.dutch.sudo().group_ids += self.env.ref("base.group_erp_manager")
        role = self.env["res.users.role"].sudo().create({"name": "Foreman"})
        role.with_user(self.dutch)._assign(self.french, date_to=date.today() + timedelta(days=3))
        self.env["res.users.role"].sudo().cron_update_users()
        self.assertEqual(self.french.sudo().partner_id.activity_ids.summary, "Foreman eindigt")

from odoo.tests import BaseCase

from odoo.addons.fleet_databases.remote.errors import NotUnderstood
from odoo.addons.fleet_databases.tools.drafts import draft_kpis
from odoo.addons.fleet_databases.tools.kpi import Kpi, summary_kpis


def kpi(kpi_id, type_="integer", value=1):
    return {"id": kpi_id, "name": kpi_id.title(), "type": type_, "value": value}


class TestKpi(BaseCase):
    def test_known_and_unknown_types(self):
        self.assertEqual(
            summary_kpis(
                [
                    kpi("account_journal_type.sale", value=14),
                    kpi("account_return.vat", "return_status", "late"),
                    kpi("kyc", "kyc_status", "to check"),
                    kpi("rate", "percentage", 0.5),
                    kpi("empty", "kyc_status", False),
                ]
            ),
            [
                Kpi("account_journal_type.sale", "integer", "Account_Journal_Type.Sale", 14),
                Kpi("account_return.vat", "selection", "Account_Return.Vat", "late"),
                Kpi("kyc", "char", "Kyc", "to check"),
                Kpi("rate", "char", "Rate", "0.5"),
                Kpi("empty", "char", "Empty", False),
            ],
        )

    def test_unknown_type_has_a_simple_value(self):
        for value in ([], {}, [[1]], {"a": 1}):
            with self.assertRaises(NotUnderstood):
                summary_kpis([kpi("kyc", "kyc_status", value or [1])])

    def test_unknown_status_is_no_value(self):
        for status in ("paid", "", None, 3, ["late"]):
            [status_kpi] = summary_kpis([kpi("account_return.vat", "return_status", status)])
            self.assertIs(status_kpi.value, False)

    def test_numbers_stay_within_what_is_stored(self):
        values = [only.value for number in (-5, 0, 2**70) for only in summary_kpis([kpi("a", value=number)])]
        self.assertEqual(values, [0, 0, 2**31 - 1])

    def test_names_lose_what_a_list_cannot_show(self):
        [only] = summary_kpis([{**kpi("a"), "name": " Sa\x00les\n\ud800" + "x" * 1000}])
        self.assertEqual(only.name, "Sa les " + "x" * 193)

    def test_wrong_shapes(self):
        for answer in (
            None,
            {},
            "x",
            [None],
            [[]],
            [{}],
            [kpi("")],
            [kpi("a", value="1")],
            [kpi("a", value=True)],
            [kpi("a", value=1.5)],
            [{**kpi("a"), "name": 3}],
            [{**kpi("a"), "type": None}],
            [kpi(f"a.{n}") for n in range(201)],
        ):
            with self.assertRaises(NotUnderstood, msg=repr(answer)[:80]):
                summary_kpis(answer)

    def test_property_names(self):
        self.assertEqual(
            Kpi("account_journal_type.sale", "integer", "", 1).property_name, "account_journal_type_sale"
        )
        self.assertEqual(Kpi("documents", "integer", "", 1).property_name, "documents")

    def test_property_names_are_valid_and_never_collide(self):
        ids = [
            "a.b",
            "a_b",
            "a.b_c",
            "a_b.c",
            "A.b",
            "a b",
            "a.b.c",
            "é",
            "",
            "x.html",
            "x_html",
            "html",
            "a__b",
            "_a",
        ]
        names = {
            Kpi(kpi_id, type_, "", 1).property_name
            for kpi_id in ids
            for type_ in ("integer", "char", "selection")
        }
        self.assertEqual(len(names), len(ids) * 3)
        for name in names:
            self.assertRegex(name, r"^[a-z0-9_]+$")
            self.assertFalse(name.endswith("_html"), name)

    def test_documents_have_a_field_of_their_own(self):
        counted = [
            kpi_id
            for kpi_id in ("documents", "documents.inbox", "documents_x", "sale.documents")
            if Kpi(kpi_id, "integer", "", 1).counts_documents
        ]
        self.assertEqual(counted, ["documents", "documents.inbox"])
        self.assertFalse(Kpi("documents", "char", "", "many").counts_documents)

    def test_drafts_are_counted_by_journal_type(self):
        groups = [
            {"journal_id": [1, "INV"], "journal_id_count": 2},
            {"journal_id": [3, "INV2"], "journal_id_count": 3},
        ]
        journals = [{"id": 1, "type": "sale"}, {"id": 2, "type": "bank"}, {"id": 3, "type": "sale"}]
        self.assertEqual(
            draft_kpis(groups, journals), [Kpi("account_journal_type.sale", "integer", "sale", 5)]
        )
        self.assertEqual(draft_kpis([], journals), [])

    def test_wrong_shapes_of_drafts(self):
        journals = [{"id": 1, "type": "sale"}]
        for groups in (
            [{"journal_id": [2, "?"], "journal_id_count": 1}],
            [{"journal_id": False, "journal_id_count": 1}],
            [{"journal_id": [[]], "journal_id_count": 1}],
            [{"journal_id": [1, "INV"]}],
            "x",
        ):
            with self.assertRaises(NotUnderstood, msg=repr(groups)):
                draft_kpis(groups, journals)
        with self.assertRaises(NotUnderstood):
            draft_kpis([], [{"id": [], "type": "sale"}])

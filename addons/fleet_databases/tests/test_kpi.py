from odoo.tests import BaseCase

from odoo.addons.fleet_databases.remote.errors import NotUnderstood
from odoo.addons.fleet_databases.tools.drafts import draft_kpis
from odoo.addons.fleet_databases.tools.kpi import MAX_NUMBER, Kpi, read_summary


def kpi(kpi_id, type_="integer", value=1):
    return {"id": kpi_id, "name": kpi_id.title(), "type": type_, "value": value}


TEXTS = ("percentage", "return_status")


def shown(*told):
    """The KPIs that are read of an answer in which nothing is odd."""
    summary = read_summary(list(told))
    assert not summary.left_out, summary.left_out
    return list(summary.kept.shown)


def noted(summary):
    return [said for _key, said in summary.left_out.rows]


class TestKpi(BaseCase):
    def test_known_and_unknown_types(self):
        self.assertEqual(
            shown(
                kpi("account_journal_type.sale", value=14),
                kpi("account_return.vat", "return_status", "late"),
                kpi("kyc", "kyc_status", "to check"),
                kpi("rate", "percentage", 0.5),
                kpi("empty", "kyc_status", False),
            ),
            [
                Kpi("account_journal_type.sale", "integer", "Account_Journal_Type.Sale", 14),
                Kpi("account_return.vat", "selection", "Account_Return.Vat", "late"),
                Kpi("kyc", "char", "Kyc", "to check"),
                Kpi("rate", "char", "Rate", "0.5"),
                Kpi("empty", "char", "Empty", False),
            ],
        )

    def test_zero_is_a_value_of_any_type(self):
        told = [kpi("a", "integer", 0), *(kpi(f"b.{place}", type_, 0) for place, type_ in enumerate(TEXTS))]
        self.assertEqual([told.value for told in shown(*told)], [0, "0", "0"])

    def test_unknown_status_is_kept_as_its_text(self):
        for status, kept in (("paid", "paid"), ("", False), (None, False), (False, False)):
            [told] = shown(kpi("account_return.vat", "return_status", status))
            self.assertEqual(told.value, kept)

    def test_numbers_are_told_as_they_are(self):
        told = [only.value for number in (-5, 0, 2**40, 7.0) for only in shown(kpi("a", value=number))]
        self.assertEqual(told, [-5, 0, 2**40, 7])

    def test_a_number_that_nobody_can_show_is_cut_and_noted(self):
        for number, kept in ((2**70, MAX_NUMBER), (-(2**70), -MAX_NUMBER)):
            summary = read_summary([kpi("a", value=number)])
            self.assertEqual(summary.kept.shown[0].value, kept)
            self.assertEqual(noted(summary), ["A: more than 1,000,000,000,000,000, up or down"])

    def test_names_lose_what_a_list_cannot_show(self):
        [only] = shown({**kpi("a"), "name": " Sa\x00les\n\ud800" + "x" * 1000})
        self.assertEqual(only.name, "Sa les " + "x" * 193)

    def test_a_kpi_without_a_name_is_called_by_its_id(self):
        for name in (None, 3, "", " \u200b", ["x"]):
            self.assertEqual(shown({**kpi("a.b"), "name": name})[0].name, "a.b")

    def test_one_odd_kpi_costs_that_kpi(self):
        for odd, said in (
            (None, "#2: a row was expected"),
            ([], "#2: a row was expected"),
            ({}, "#2: text was expected"),
            (kpi(""), "#2: a text is empty"),
            (kpi("b", value="1"), "B: a number was expected"),
            (kpi("b", value=True), "B: a number was expected"),
            (kpi("b", value=None), "B: a number was expected"),
            (kpi("b", value=1.5), "B: a number was expected"),
            (kpi("b", value={"count": 1}), "B: a number was expected"),
            (kpi("b", "return_status", ["late"]), "B: a KPI has no simple value"),
            (kpi("b", "kyc_status", [1]), "B: a KPI has no simple value"),
            ({**kpi("b", value={}), "type": None}, "B: a KPI has no simple value"),
        ):
            summary = read_summary([kpi("a"), odd])
            self.assertEqual([told.id for told in summary.kept.shown], ["a"], odd)
            self.assertEqual((noted(summary), summary.left_out.total), ([said], 2))

    def test_what_could_not_be_read_is_known_by_its_property(self):
        summary = read_summary(
            [kpi("a", value=None), kpi("b", "return_status", {}), kpi("documents", value=None)]
        )
        self.assertEqual(summary.kept.unread, {"a", "b__selection"})
        self.assertTrue(summary.kept.documents_unread)

    def test_so_many_are_read_and_not_more(self):
        summary = read_summary([kpi(f"a.{n}") for n in range(303)])
        self.assertEqual(len(summary.kept.shown), 300)
        self.assertEqual(noted(summary)[0], "#301: more than 300 KPIs")
        self.assertEqual(len(noted(summary)), 3)
        self.assertFalse(summary.kept.is_complete)

    def test_wrong_shapes(self):
        for answer in (None, {}, "x", [kpi(f"a.{n}") for n in range(10_001)]):
            with self.assertRaises(NotUnderstood, msg=repr(answer)[:80]):
                read_summary(answer)

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
        sales = Kpi("account_journal_type.sale", "integer", "sale", 5)
        self.assertEqual(draft_kpis(groups, journals).kept.shown, (sales,))
        self.assertEqual(draft_kpis([], journals).kept.shown, ())

    def test_odd_drafts_cost_themselves(self):
        good = {"journal_id": [1, "INV"], "journal_id_count": 4}
        journals = [{"id": 1, "type": "sale"}, {"id": 2, "type": False}, {"id": [], "type": "bank"}]
        for odd, said in (
            ({"journal_id": [2, "?"], "journal_id_count": 1}, "#2: a group has no known journal"),
            ({"journal_id": False, "journal_id_count": 1}, "#2: a group has no known journal"),
            ({"journal_id": [[]], "journal_id_count": 1}, "#2: a group has no known journal"),
            ({"journal_id": [1, "INV"]}, "#2: a number was expected"),
        ):
            drafts = draft_kpis([good, odd], journals)
            self.assertEqual([kpi.value for kpi in drafts.kept.shown], [4])
            self.assertEqual(noted(drafts), [said])
            self.assertFalse(drafts.kept.is_complete, "what it was before stays")
        self.assertFalse(draft_kpis([good], journals).left_out, "a journal without drafts costs nothing")
        for answer in ("x", [3]):
            with self.assertRaises(NotUnderstood):
                draft_kpis(answer, journals)

from odoo.tests import tagged

from .common import AccessCase


@tagged("post_install", "-at_install")
class TestOlderViews(AccessCase):
    """What a view that was written for base_group_backend may ask for."""

    def test_bank_accounts(self):
        """Their own ones; all with the right to create contacts, which comes with that to write them."""
        mine, theirs = self.env["res.partner.bank"].create(
            [
                {"acc_number": "BE71096123456769", "partner_id": self.ui.partner_id.id},
                {"acc_number": "BE43068999999501", "partner_id": self.employee.partner_id.id},
            ]
        )
        self.assertEqual(self.rpc(self.ui, "res.partner.bank", "search", []), mine.ids)
        self.assert_refused(
            self.ui, "res.partner.bank", "write", mine.ids, {"acc_number": "BE68539007547034"}
        )
        self.ui.group_ids += self.env.ref("base.group_partner_manager")
        self.assertIn(theirs.id, self.rpc(self.ui, "res.partner.bank", "search", []))

    def test_banks(self):
        bank = self.env["res.bank"].create({"name": "Bank of Names", "bic": "GEBABEBB"})
        self.assertIn(bank.id, self.rpc(self.ui, "res.bank", "search", []))
        self.assert_refused(self.ui, "res.bank", "write", bank.ids, {"name": "Other"})

    def test_industries(self):
        industry = self.env["res.partner.industry"].create({"name": "Brewing"})
        self.assertIn(industry.id, self.rpc(self.ui, "res.partner.industry", "search", []))
        self.assert_refused(self.ui, "res.partner.industry", "write", industry.ids, {"name": "Other"})

    def test_what_tells_of_others_stays_closed(self):
        """Numbers of documents, who is in which group, what is installed."""
        for model in (
            "ir.sequence",
            "ir.sequence.date_range",
            "res.groups",
            "ir.model",
            "ir.config_parameter",
        ):
            self.assert_refused(self.ui, model, "search_read", [])

    def test_what_a_record_points_at_is_named(self):
        """Also where they may not read it."""
        self.env["ir.model.fields"].create(
            {
                "name": "x_sequence_id",
                "model_id": self.env["ir.model"]._get_id("x_dummy"),
                "ttype": "many2one",
                "relation": "ir.sequence",
            }
        )
        sequence = self.env["ir.sequence"].create({"name": "Shown"})
        record = self.env["x_dummy"].create({"x_sequence_id": sequence.id})
        specification = {"x_sequence_id": {"fields": {"display_name": {}}}}
        [values] = self.rpc(self.dummy, "x_dummy", "web_read", record.ids, specification)
        self.assertEqual(values["x_sequence_id"], {"id": sequence.id, "display_name": "Shown"})

    def test_numbers_for_the_records_of_an_app(self):
        """As the readme says: a right on sequences, and a rule that names the app's own."""
        mine, theirs = self.env["ir.sequence"].create(
            [{"name": "Mine", "code": "x_dummy", "prefix": "D"}, {"name": "Theirs", "code": "x_other"}]
        )
        self.assert_refused(self.dummy, "ir.sequence", "next_by_code", "x_dummy")
        self.grant("ir.sequence")
        self.rule("fleet_backend_group.group_dummy", "[('code', '=', 'x_dummy')]", model="ir.sequence")
        self.assertEqual(self.rpc(self.dummy, "ir.sequence", "next_by_code", "x_dummy"), "D1")
        self.assertFalse(self.rpc(self.dummy, "ir.sequence", "next_by_code", "x_other"))
        self.assertNotIn(theirs.id, self.rpc(self.dummy, "ir.sequence", "search", []))
        self.assertIn(mine.id, self.rpc(self.dummy, "ir.sequence", "search", []))

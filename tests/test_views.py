"""Odoo has nothing to say against our views: what it finds when they are loaded is in the log of every upgrade."""

from odoo.tests import TransactionCase, tagged

from bootstrap import addons


@tagged("post_install", "-at_install")
class TestViews(TransactionCase):
    def test_no_warnings(self):
        names = self.env["ir.model.data"].search(
            [("model", "=", "ir.ui.view"), ("module", "in", list(addons.manifests()))]
        )
        views = self.env["ir.ui.view"].browse(names.mapped("res_id"))
        self.assertTrue(views)
        with self.assertNoLogs("odoo.addons.base.models.ir_ui_view", "WARNING"):
            # Of a view that extends another one, only what it adds is checked.
            views.with_context(ir_ui_view_partial_validation=True)._check_xml()

from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, tagged

from .common import CompanyCase

# What is opened from an order, besides all models of field service.
BESIDES = (
    "account.analytic.line",
    "hr.expense",
    "product.product",
    "project.project",
    "project.task",
    "res.partner",
    "res.territory",
    "stock.move",
    "stock.picking",
)


@tagged("post_install", "-at_install")
class TestEveryField(CompanyCase, HttpCase):
    """Who may open a record can read all its fields, over RPC as scripts do and as the web client does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        order = cls.of_colleague
        order.invoice_lines = cls.invoice.invoice_line_ids
        order.equipment_ids = cls.env["fsm.equipment"].create(
            {"name": "Boiler", "location_id": cls.location.id}
        )
        order.project_task_id = cls.env["project.task"].create(
            {"name": "Change", "project_id": cls.project.id}
        )
        cls.env["stock.picking"].with_context(**order.action_add_material()["context"]).create(
            {"move_ids": [Command.create({"product_id": cls.product.id, "product_uom_qty": 1})]}
        )
        for user in cls.users.values():
            cls.expense.copy({"employee_id": user.employee_id.id})

    def call(self, model, method, *args, **kwargs):
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.make_jsonrpc_request(f"/web/dataset/call_kw/{model}/{method}", params)

    def asked(self, model):
        shown = {"fields": {"display_name": {}}}
        told = self.call(model, "fields_get", [], attributes=["type"])
        return {name: shown if field["type"].endswith("2many") else {} for name, field in told.items()}

    def assert_reads_all(self, model, ids):
        self.call(model, "read", ids)
        asked = self.asked(model)
        rows = self.call(model, "web_read", ids, asked)
        self.assertEqual([set(row) for row in rows], [set(asked) | {"id"}] * len(ids))

    def unreadable(self, model, ids):
        for name, specification in self.asked(model).items():
            try:
                self.call(model, "web_read", ids, {name: specification})
            except JsonRpcException:
                yield name

    def models_of(self, user):
        for name in [name for name in self.registry if name.startswith("fsm.")] + list(BESIDES):
            model = self.env[name].with_user(user)
            if not model._transient and not model._abstract and model.has_access("read"):
                yield name

    def test_all_that_can_be_opened(self):
        for role, user in self.users.items():
            self.authenticate(user.login, user.login)
            opened = {
                model: self.call(model, "search", [], limit=3, order="id desc")
                for model in self.models_of(user)
            }
            self.assertTrue(opened["fsm.order"] and opened["fsm.person"] and opened["project.task"])
            for model, ids in opened.items():
                with self.subTest(role=role, model=model):
                    try:
                        self.assert_reads_all(model, ids)
                    except JsonRpcException:
                        self.fail(f"{role}: {model}: {[*self.unreadable(model, ids)]}")

    def test_invoices_of_an_order_are_shown_to_who_reads_invoices(self):
        for role, seen in (("installer", []), ("foreman", []), ("office_invoicing", self.invoice.ids)):
            self.authenticate(self.users[role].login, self.users[role].login)
            (row,) = self.call("fsm.order", "read", self.of_colleague.ids, ["invoice_ids", "invoice_count"])
            self.assertEqual((row["invoice_ids"], row["invoice_count"]), (seen, len(seen)), role)

from odoo.tests import HttpCase, JsonRpcException, tagged

from .common import ROLES, CompanyCase

NOBODY = "nobody"


@tagged("post_install", "-at_install")
class TestRights(CompanyCase, HttpCase):
    """What each role can do and can't, asked for as a client does: over RPC, with a session of that role."""

    def call(self, user, model, method, *args, **kwargs):
        self.authenticate(user.login, user.login)
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.make_jsonrpc_request("/web/dataset/call_kw", params)

    def refuses(self, user, model, method, *args, **kwargs):
        try:
            self.call(user, model, method, *args, **kwargs)
        except JsonRpcException as refusal:
            self.assertEqual(str(refusal), "odoo.exceptions.AccessError")
            return True
        return False

    def assert_from(self, role, model, method, *args):
        """Assert that this role and those above it are let, and those below are refused.

        :param args: of the method; functions are called for each role
        """
        let = ROLES[ROLES.index(role) :] if role in ROLES else ()
        for name, user in self.users.items():
            with self.subTest(role=name, model=model, method=method):
                given = [argument() if callable(argument) else argument for argument in args]
                self.assertEqual(self.refuses(user, model, method, *given), name not in let)

    def test_orders(self):
        location = {"location_id": self.location.id}
        self.assert_from("installer", "fsm.order", "read", self.of_colleague.ids, ["name", "person_id"])
        self.assert_from("installer", "fsm.order", "write", self.of_colleague.ids, {"resolution": "Done"})
        self.assert_from("installer", "fsm.order", "action_complete", self.of_colleague.ids)
        self.assert_from("foreman", "fsm.order", "create", [location])
        self.assert_from("foreman", "fsm.order", "unlink", lambda: self.order().ids)

    def test_own_orders_only(self):
        self.env["res.config.settings"].create({"own_orders_only": True}).execute()
        self.assert_from("foreman", "fsm.order", "read", self.of_colleague.ids, ["name"])
        self.assert_from("foreman", "fsm.order", "write", self.of_colleague.ids, {"resolution": "Done"})
        own = self.order(self.worker_of(self.users["installer"]))
        self.assert_from("installer", "fsm.order", "write", own.ids, {"resolution": "Done"})
        found = self.call(self.users["installer"], "fsm.order", "search_read", [], ["id"])
        self.assertEqual([row["id"] for row in found], own.ids)

    def test_workers_and_teams(self):
        worker = self.worker_of(self.colleague)
        self.assert_from("installer", "fsm.person", "read", worker.ids, ["name", "phone", "worker_user_id"])
        self.assert_from("foreman", "fsm.person", "write", worker.ids, {"mobile": "+358 50 1"})
        self.assert_from("foreman", "fsm.person", "write", worker.ids, {"worker_user_id": False})
        self.assert_from("foreman", "fsm.person", "create", [{"name": "Subcontractor"}])
        self.assert_from("foreman", "fsm.team", "write", self.team.ids, {"description": "First"})

    def test_materials(self):
        action = self.of_colleague.action_add_material()
        delivery = {name.removeprefix("default_"): value for name, value in action["context"].items()} | {
            "move_ids": [[0, 0, {"product_id": self.product.id, "product_uom_qty": 1}]]
        }
        self.assert_from("installer", "stock.picking", "create", [delivery])
        picking = self.of_colleague.picking_ids[:1]
        self.assertEqual(picking.move_ids.product_id, self.product)
        self.assert_from("installer", "stock.picking", "action_confirm", picking.ids)
        self.assert_from(NOBODY, "stock.warehouse", "create", [{"name": "Depot", "code": "DEP"}])

    def test_hours(self):
        own = {
            "name": "Work",
            "project_id": self.project.id,
            "fsm_order_id": self.of_colleague.id,
            "unit_amount": 1,
        }
        self.assert_from("installer", "account.analytic.line", "create", [own])
        lines = self.env["account.analytic.line"].search([("fsm_order_id", "=", self.of_colleague.id)])
        self.assertEqual(lines.employee_id - self.colleague.employee_id, self.employees())
        self.assert_from("office_invoicing", "account.analytic.line", "read", self.hours.ids, ["unit_amount"])

    def test_expenses(self):
        for user in self.users.values():
            own = {
                "name": "Parking",
                "employee_id": user.employee_id.id,
                "product_id": self.expense.product_id.id,
            }
            expense = self.call(user, "hr.expense", "create", own)
            self.call(user, "hr.expense", "write", [expense], {"total_amount_currency": 5})
            self.call(user, "hr.expense", "action_submit", [expense])
        others = {"name": "Parking", "employee_id": self.colleague.employee_id.id}
        self.assert_from("office_full", "hr.expense", "create", [others])
        self.assert_from("office_full", "hr.expense", "read", self.expense.ids, ["name"])
        self.expense.manager_id = self.users["admin"]
        self.assert_from("office_full", "hr.expense", "action_approve", lambda: self.submitted().ids)

    def test_invoices(self):
        line = self.invoice.invoice_line_ids
        self.assert_from("office_invoicing", "account.move", "read", self.invoice.ids, ["amount_total"])
        self.assert_from("office_invoicing", "account.move.line", "read", line.ids, ["price_unit"])
        self.assert_from("office_invoicing", "account.move.line", "write", line.ids, {"name": "Labour"})
        self.assert_from(
            "office_invoicing",
            "account.move",
            "action_post",
            lambda: self.invoice.copy({"invoice_date": "2026-01-02"}).ids,
        )
        self.assert_from(
            "office_full", "account.journal", "write", self.journal.ids, {"name": "Field Service"}
        )

    def test_journal_items_are_not_counted_either(self):
        """fieldservice_account gives all of them to every user of field service."""
        for role in ("installer", "foreman"):
            self.assertEqual(self.call(self.users[role], "account.move.line", "search_count", []), 0)

    def test_private_data(self):
        employee = self.colleague.employee_id
        self.assert_from("office_full", "hr.employee", "read", employee.ids, ["private_phone"])
        self.assert_from("office_full", "hr.employee", "write", employee.ids, {"private_phone": "+358 40 9"})
        self.assert_from("office_full", "hr.version", "search_read", [], ["wage"])
        literal = self.user_of("installer_literal")
        self.assertFalse(self.refuses(literal, "hr.employee", "read", employee.ids, ["private_phone"]))
        beside = self.users["foreman"]
        self.role("installer_literal")._assign(beside)
        self.assertFalse(self.refuses(beside, "hr.employee", "read", employee.ids, ["private_phone"]))

    def test_settings(self):
        self.assert_from("admin", "res.config.settings", "create", [{}])
        self.assert_from("admin", "ir.config_parameter", "set_param", "fleet_fsm_roles.tried", "1")
        self.assert_from(
            "admin", "ir.module.module", "write", self.env.ref("base.module_base").ids, {"sequence": 1}
        )
        self.assert_from("admin", "res.users", "create", [{"name": "New", "login": "new"}])
        self.assert_from("admin", "res.users.role", "search_read", [], ["name"])
        self.assert_from("admin", "fsm.new.user", "search_count", [])

    def test_only_administrators_have_system_rights(self):
        for role, user in self.users.items():
            self.assertEqual(user.has_group("base.group_system"), role == "admin", role)

    def submitted(self):
        expense = self.expense.copy()
        expense.action_submit()
        return expense

    def employees(self):
        return self.env["hr.employee"].union(*(user.employee_id for user in self.users.values()))

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

ROLES = ("installer", "foreman", "office_invoicing", "office_full", "admin")


class FieldServiceCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "no_reset_password": True})
        owner = cls.env["res.partner"].create({"name": "Housing Company Koivu"})
        cls.location = cls.env["fsm.location"].create({"name": "Koivu 4 B", "owner_id": owner.id})
        cls.team = cls.env.ref("fieldservice.fsm_team_default")

    @classmethod
    def role(cls, name):
        return cls.env.ref(f"fleet_fsm_roles.role_{name}")

    @classmethod
    def user_of(cls, role, login=None):
        """A new user with this role, and with nothing else."""
        login = login or f"the_{role}"
        user = new_test_user(
            cls.env, login, email=f"{login}@example.com", name=login.replace("_", " ").title()
        )
        cls.role(role)._assign(user)
        return user

    @classmethod
    def worker_of(cls, user):
        return cls.env["fsm.person"]._of_users(user)

    @classmethod
    def order(cls, worker=None, **values):
        return cls.env["fsm.order"].create(
            {"location_id": cls.location.id, "person_id": worker and worker.id, **values}
        )


class CompanyCase(FieldServiceCase):
    """A company with a user for each role, and with something of each kind to look at."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {role: cls.user_of(role) for role in ROLES}
        cls.colleague = cls.user_of("installer", "the_colleague")
        cls.project = cls.env["project.project"].create({"name": "Service", "allow_timesheets": True})
        cls.of_colleague = cls.order(cls.worker_of(cls.colleague), project_id=cls.project.id)
        cls.product = cls.env["product.product"].create({"name": "Heat Pump", "type": "consu"})
        cls.invoice = cls._create_invoice()
        cls.colleague.employee_id.private_phone = "+358 40 123"
        cls.hours, cls.expense = cls._create_hours_and_expense()

    @classmethod
    def _create_invoice(cls):
        receivable, income = cls.env["account.account"].create(
            [
                {"name": "Receivable", "code": "FS1", "account_type": "asset_receivable", "reconcile": True},
                {"name": "Income", "code": "FS2", "account_type": "income"},
            ]
        )
        cls.journal = cls.env["account.journal"].create(
            {"name": "Service", "code": "FS", "type": "sale", "default_account_id": income.id}
        )
        customer = cls.location.owner_id
        customer.property_account_receivable_id = receivable
        return cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": customer.id,
                "journal_id": cls.journal.id,
                "invoice_line_ids": [Command.create({"name": "Work", "price_unit": 100, "tax_ids": False})],
            }
        )

    @classmethod
    def _create_hours_and_expense(cls):
        hours = cls.env["account.analytic.line"].create(
            {
                "name": "Work",
                "project_id": cls.project.id,
                "employee_id": cls.colleague.employee_id.id,
                "fsm_order_id": cls.of_colleague.id,
                "unit_amount": 2,
            }
        )
        expense = cls.env["hr.expense"].create(
            {
                "name": "Parking",
                "employee_id": cls.colleague.employee_id.id,
                "product_id": cls.env["product.product"]
                .create({"name": "Travel", "can_be_expensed": True})
                .id,
                "total_amount_currency": 4,
            }
        )
        return hours, expense

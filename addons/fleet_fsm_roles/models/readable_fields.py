from odoo import api, models


class ReadableFieldsMixin(models.AbstractModel):
    """*All fields* are those that can be read.

    Odoo counts among them lists of records of models that the person may not read, such as the invoices of a contact;
    then who reads all fields gets an error instead of any. Fields that are named are described as ever: views name
    some that they only show to others.
    """

    _name = "fsm.readable.fields.mixin"
    _description = "Reading all fields takes no other rights"

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        found = super().fields_get(allfields, attributes)
        if allfields:
            return found
        return {name: told for name, told in found.items() if self._lists_readable(self._fields[name])}

    def _lists_readable(self, field):
        listing = field.type in ("one2many", "many2many")
        return not listing or self.env[field.comodel_name].has_access("read")


class FsmLocation(models.Model):
    _name = "fsm.location"
    _inherit = ["fsm.location", "fsm.readable.fields.mixin"]


class ProjectTask(models.Model):
    _name = "project.task"
    _inherit = ["project.task", "fsm.readable.fields.mixin"]


class ProjectProject(models.Model):
    _name = "project.project"
    _inherit = ["project.project", "fsm.readable.fields.mixin"]

    @api.depends_context("uid")
    def _compute_rotting(self):
        """Nothing rots for who doesn't see the stages of projects: it is computed from these."""
        if self._has_field_access(self._fields["stage_id"], "read"):
            super()._compute_rotting()
            return
        self.is_rotting = False
        self.rotting_days = 0


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "fsm.readable.fields.mixin"]

    @api.depends_context("uid")
    def _compute_supplier_invoice_count(self):
        if self.env["account.move"].has_access("read"):
            super()._compute_supplier_invoice_count()
            return
        self.supplier_invoice_count = 0

    @api.depends_context("uid")
    def _compute_days_sales_outstanding(self):
        if self.env["account.move"].has_access("read"):
            super()._compute_days_sales_outstanding()
            return
        self.days_sales_outstanding = 0


class AccountPaymentMethodLine(models.Model):
    _inherit = "account.payment.method.line"

    def _compute_display_name(self):
        lines_sudo = self.sudo()  # employees choose one in their expenses, but don't read its journal
        return super(AccountPaymentMethodLine, lines_sudo)._compute_display_name()

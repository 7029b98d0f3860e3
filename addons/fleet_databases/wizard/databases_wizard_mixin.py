from odoo import api, models
from odoo.models import LOG_ACCESS_COLUMNS


class DatabasesWizardMixin(models.AbstractModel):
    """A wizard may only refer to records that the person who fills it in may read. So it never shows or changes a
    database of a company that is not theirs."""

    _name = "databases.wizard.mixin"
    _description = "Wizard about databases"

    @api.model_create_multi
    def create(self, vals_list):
        created = super().create(vals_list)
        created._check_references()
        return created

    def write(self, vals):
        written = super().write(vals)
        self._check_references()
        return written

    def onchange(self, values, field_names, fields_spec):
        # Odoo would show the names of all records that a form refers to.
        self.new(values, origin=self)._check_references()
        return super().onchange(values, field_names, fields_spec)

    def _check_references(self):
        """:raises AccessError: these wizards or lines refer to a record that this person may not read"""
        wide = self._of_all_companies()
        for name, field in self._fields.items():
            if not field.store or name in LOG_ACCESS_COLUMNS:
                continue
            if field.type in ("many2one", "many2many"):
                wide.mapped(name)._origin.check_access("read")
            elif field.type == "one2many":
                wide.mapped(name)._check_references()

    def _of_all_companies(self):
        """The same wizards with all companies of this administrator, whichever are chosen in the menu: people have
        users in databases of all companies."""
        return self.with_context(allowed_company_ids=self.env.user.company_ids.ids)

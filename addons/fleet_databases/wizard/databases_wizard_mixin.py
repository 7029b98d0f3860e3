from odoo import api, models
from odoo.models import LOG_ACCESS_COLUMNS


class DatabasesWizardMixin(models.AbstractModel):
    """A wizard refers only to what the person who fills it in may read: what it shows of a database, and what is done
    at its end, is never about one of somebody else's company."""

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
        # Odoo tells the names of what a form points at, to whomever.
        self.new(values, origin=self)._check_references()
        return super().onchange(values, field_names, fields_spec)

    def _check_references(self):
        """:raises AccessError: a record that these wizards, or lines of wizards, point at is not for this person"""
        wide = self._of_all_companies()
        for name, field in self._fields.items():
            if not field.store or name in LOG_ACCESS_COLUMNS:
                continue
            if field.type in ("many2one", "many2many"):
                wide.mapped(name)._origin.check_access("read")
            elif field.type == "one2many":
                wide.mapped(name)._check_references()

    def _of_all_companies(self):
        """A person works in many places: whichever companies are chosen in the menu, all that this administrator may
        see count here."""
        return self.with_context(allowed_company_ids=self.env.user.company_ids.ids)

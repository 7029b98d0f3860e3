from odoo import api, models
from odoo.exceptions import UserError

from ..own_hand import says_what_a_database_is


class IrDefault(models.Model):
    """Everybody may store default values for new records. They must not set where a database is, what its key is, or
    what the hub has found out or done."""

    _inherit = "ir.default"

    def _prepare_create_values(self, vals_list):
        completed = super()._prepare_create_values(vals_list)
        self._check_takes_default([vals.get("field_id") for vals in completed])
        return completed

    def write(self, vals):
        self._check_takes_default([vals.get("field_id")])
        return super().write(vals)

    @api.model
    def _check_takes_default(self, field_ids):
        """This is called before a value is stored, because it might be a key.

        :raises UserError: one of these fields takes no default
        """
        fields_sudo = self.env["ir.model.fields"].sudo()  # not everybody who sets a default reads them
        for field in fields_sudo.browse(id_ for id_ in field_ids if id_):
            if self._takes_none(field):
                raise UserError(self.env._("“%s” takes no default value.", field.field_description))

    def _get_model_defaults(self, model_name, condition=False):
        defaults = super()._get_model_defaults(model_name, condition)
        return {name: value for name, value in defaults.items() if not _is_ours(model_name, name)}

    @api.model
    def _takes_none(self, field):
        """Whether a field, a record of ``ir.model.fields``, takes no default."""
        return _is_ours(field.model, field.name)


def _is_ours(model_name, name):
    if model_name == "project.project":
        return says_what_a_database_is(name)
    return model_name.startswith("databases.")

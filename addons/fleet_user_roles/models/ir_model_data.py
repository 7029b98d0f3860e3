from contextlib import contextmanager, nullcontext

from odoo import api, models
from odoo.exceptions import AccessError

# By these external ids Odoo knows who administrators are, and as whom it acts without a login or by itself.
_ACTING = ("group_system", "public_user", "user_admin", "user_root")


class IrModelData(models.Model):
    _inherit = "ir.model.data"

    @api.model
    def _process_end(self, modules):
        """After modules were installed or upgraded, presets find their groups, and users follow their roles."""
        done = super()._process_end(modules)
        self.env["res.groups.auditor"]._follow()
        self.env["res.users.role"].search([("preset_groups", "!=", False)])._follow_preset(waits=True)
        self.env["res.users.role"]._all_lines_domain_sudo().user_id.set_groups_from_roles()
        return done

    @api.model_create_multi
    def create(self, vals_list):
        names = super().create(vals_list)
        names._check_namer()
        return names

    def write(self, vals):
        with self._guarding_namers():
            return super().write(vals)

    def unlink(self):
        with self._guarding_namers():
            return super().unlink()

    @contextmanager
    def _guarding_namers(self):
        """Within the block some of these may come to mean something else; somebody stays who is an administrator."""
        guarding = self.env["res.users"]._guarding_administrators() if self._check_namer() else nullcontext()
        with guarding:
            yield
            self._check_namer()

    def _check_namer(self):
        """Tell whether one of these says who administrators are, or as whom Odoo acts without a login.

        :raises AccessError: one does, and the person is no administrator
        """
        names_sudo = self.sudo()  # for a check; some may be gone already
        acting = [("id", "in", self.ids), ("module", "=", "base"), ("name", "in", _ACTING)]
        is_namer = bool(names_sudo.search_count(acting))
        if is_namer and not self.env["res.users"]._acts_as_administrator():
            raise AccessError(
                self.env._("Only an administrator may say who administrators are, and as whom Odoo acts.")
            )
        return is_namer

from odoo import api, models, tools
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval


class IrRule(models.Model):
    _inherit = "ir.rule"

    @api.model
    @tools.ormcache(
        "self.env.uid",
        "self.env.su",
        "model_name",
        "mode",
        "tuple(self._compute_domain_context_values())",
    )
    def _compute_domain(self, model_name, mode="read"):
        """Where no group of a backend user has a rule, the employees' rules hold.

        Odoo reads a right without a rule as "all records"; for employees its rules stand on base.group_user, which
        backend users do not have. So without this, whoever gives them a right would give more than employees have.
        """
        domain = super()._compute_domain(model_name, mode)
        if self.env.su or not self.env.user._is_backend():
            return domain
        rules_sudo = self._get_rules(model_name, mode=mode).sudo()  # nobody but administrators reads rules
        if any(rule.groups for rule in rules_sudo):
            return domain
        return Domain.AND([domain, self._employee_domain(model_name, mode)]).optimize(self.env[model_name])

    def _employee_domain(self, model_name, mode):
        """:return: Domain that the rules of the employees' own groups make for the current user"""
        employee = self.env.ref("base.group_user")
        employee_sudo = employee.sudo()  # nobody but administrators reads groups and rules
        rules_sudo = employee_sudo.env["ir.rule"].search(
            [
                ("model_id.model", "=", model_name),
                (f"perm_{mode}", "=", True),
                ("groups", "in", employee_sudo.all_implied_ids.ids),
            ]
        )
        if not rules_sudo:
            return Domain.TRUE
        context = self._eval_context()
        return Domain.OR(
            safe_eval(rule.domain_force, context) if rule.domain_force else [] for rule in rules_sudo
        )

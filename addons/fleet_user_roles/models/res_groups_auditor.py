import logging

from psycopg2 import IntegrityError

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

_logger = logging.getLogger(__name__)

# An auditor reads what these read. Accounting has a group of its own for that, account.group_account_readonly.
_AUDITED = (
    "sales_team.group_sale_manager",
    "purchase.group_purchase_manager",
    "stock.group_stock_manager",
    "project.group_project_manager",
)
# Of these, an auditor writes nothing, even if every employee may.
_APPS = ("account", "sale", "purchase", "stock", "project")
_PREFIX = "auditor_reads_"


class ResGroupsAuditor(models.AbstractModel):
    """Odoo has no group that reads sales, purchases, stock or projects without writing.

    The rights to read of those who manage them are given to auditors, too: so no list of models has to be kept, models
    of other addons come with their app, and this addon depends on none of them. They are ordinary rows, which the
    settings show.
    """

    _name = "res.groups.auditor"
    _description = "What auditors read"

    @api.model
    def _follow(self):
        """After modules came or went: let auditors read what those read who manage the apps that are here.

        Where that fails, auditors read what they read before, and the log says why: no installation stops for it.
        """
        try:
            with self.env.cr.savepoint():
                self._let_auditors_read()
        except (UserError, IntegrityError):
            _logger.exception("What auditors read could not be brought up to date")

    @api.model
    def _let_auditors_read(self):
        auditor = self.env.ref("fleet_user_roles.group_auditor", raise_if_not_found=False)
        if not auditor:
            return
        roles_sudo = self.env["res.users.role"].sudo()  # modules are installed by the superuser
        managers = auditor.browse(roles_sudo._named(list(_AUDITED), "res.groups").values())
        audited = managers.all_implied_ids - auditor.all_implied_ids
        rows = self._rows_read_by(auditor, audited)
        models = self.env["ir.model"].browse(values["model_id"] for _model, values in rows.values())
        owned = [name for name, model in self.env.registry.items() if model._original_module in _APPS]
        models |= models.search([("model", "in", owned), ("transient", "=", False)])
        named = {**rows, **self._rules_read_by(auditor, audited), **self._rules_against_writing(models)}
        self._forget_unaudited(set(named))
        for name, (model, values) in named.items():
            self.env[model]._load_records(
                [{"xml_id": f"fleet_user_roles.{name}", "noupdate": True, "values": values}]
            )
        menus = self.env["ir.ui.menu"].with_context(active_test=False)
        hidden = menus.search([("group_ids", "in", audited.ids), ("group_ids", "not in", auditor.ids)])
        hidden.write({"group_ids": [Command.link(auditor.id)]})

    @api.model
    def _rows_read_by(self, auditor, audited):
        """:return: name -> (model, values) of the rows by which auditors read the models that those read"""
        rows = self.env["ir.model.access"].search([("group_id", "in", audited.ids), ("perm_read", "=", True)])
        read = rows.model_id.filtered(lambda model: not model.transient)
        return {
            f"{_PREFIX}{model.model.replace('.', '_')}": (
                "ir.model.access",
                {
                    "name": f"{model.model} auditor",
                    "model_id": model.id,
                    "group_id": auditor.id,
                    "perm_read": True,
                },
            )
            for model in read
        }

    @api.model
    def _rules_read_by(self, auditor, audited):
        """:return: the same of record rules, for reading only"""
        rules = self.env["ir.rule"].search(
            Domain("groups", "in", audited.ids) & Domain("perm_read", "=", True)
        )
        return {
            f"{_PREFIX}rule_{rule.id}": (
                "ir.rule",
                {
                    "name": f"Auditor: {rule.name}",
                    "model_id": rule.model_id.id,
                    "domain_force": rule.domain_force,
                    "groups": [Command.set(auditor.ids)],
                    "perm_write": False,
                    "perm_create": False,
                    "perm_unlink": False,
                },
            )
            for rule in rules
        }

    @api.model
    def _rules_against_writing(self, models):
        """Some of these models every employee may write by Odoo, such as the lines of stock moves, and no rule keeps
        them to their own: an auditor may not, unless another group of theirs lets them.

        :return: name -> (model, values) of rules
        """
        modes = ("perm_write", "perm_create", "perm_unlink")
        employee = self.env.ref("base.group_user").all_implied_ids
        own = Domain("global", "=", True) & Domain("domain_force", "like", "('user_id', '=', user.id)")
        of_employees = self.env["ir.rule"].search(Domain("groups", "in", employee.ids) | own).model_id
        named = {}
        for model in models - of_employees:
            writing = model.access_ids.filtered(lambda row: any(row[mode] for mode in modes))
            everybody = writing.filtered(lambda row: not row.group_id or row.group_id in employee)
            if not everybody:
                continue
            others = (writing - everybody).group_id.get_external_id().values()
            may_not = [f"not user.has_group({name!r})" for name in sorted(filter(None, others))]
            may_not.insert(0, "user.has_group('fleet_user_roles.group_auditor')")
            named[f"{_PREFIX}only_{model.model.replace('.', '_')}"] = (
                "ir.rule",
                {
                    "name": f"Auditors only read: {model.model}",
                    "model_id": model.id,
                    "domain_force": f"[(0, '=', 1)] if {' and '.join(may_not)} else [(1, '=', 1)]",
                    "perm_read": False,
                    **{mode: any(everybody.mapped(mode)) for mode in modes},
                },
            )
        return named

    @api.model
    def _forget_unaudited(self, names):
        """What came by a row or a rule that is gone, goes."""
        known = [("module", "=", "fleet_user_roles"), ("name", "=like", f"{_PREFIX}%")]
        gone = self.env["ir.model.data"].search(known).filtered(lambda known: known.name not in names)
        for name in gone:
            self.env[name.model].browse(name.res_id).exists().unlink()
        gone.exists().unlink()  # where a module took the record along

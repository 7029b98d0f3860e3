from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# One merge takes about a second, and a request may last two minutes.
_OFFERED = 20


class FsmPersonMerge(models.TransientModel):
    _name = "fsm.person.merge"
    _description = "Merge Field-Service Workers"

    line_ids = fields.One2many("fsm.person.merge.line", "merge_id")
    rest = fields.Integer(readonly=True, help="How many more are offered after these.")

    @api.model
    def default_get(self, fields):
        """Offer the chosen workers, or else all who seem to be one person."""
        values = super().default_get(fields)
        workers = self.env["fsm.person"]
        if self.env.context.get("active_model") == "fsm.person":
            workers = workers.browse(self.env.context.get("active_ids")).exists()
        found = (
            [(workers.worker_user_id[:1], workers._kept_first(), "chosen")]
            if workers
            else workers._find_duplicates()
        )
        protected = self.env["res.users"]._other_administrators_sudo().partner_id
        values["line_ids"] = [
            Command.create(
                {
                    "user_id": user.id,
                    "worker_ids": [Command.set(group.ids)],
                    "kept_id": group[:1].id,
                    "why": why,
                    # Two people may have one name, or one phone. Only administrators change the contact of one:
                    # such a line would stop the others.
                    "is_chosen": why not in ("phone", "name")
                    and not (group.partner_id | user.partner_id) & protected,
                }
            )
            for user, group, why in found[:_OFFERED]
        ]
        values["rest"] = max(len(found) - _OFFERED, 0)
        return values

    def action_merge(self):
        chosen = self.line_ids.filtered("is_chosen")
        if not chosen:
            raise UserError(self.env._("Choose at least one line."))
        (chosen.worker_ids | chosen.kept_id).check_access("read")
        chosen.user_id.check_access("read")
        for line in chosen:
            line.kept_id._merge(line.worker_ids, line.user_id)
        return {"type": "ir.actions.client", "tag": "reload"}


class FsmPersonMergeLine(models.TransientModel):
    _name = "fsm.person.merge.line"
    _description = "Workers who seem to be one person"

    merge_id = fields.Many2one("fsm.person.merge", string="Wizard", required=True, ondelete="cascade")
    is_chosen = fields.Boolean(string="Merge", default=True)
    user_id = fields.Many2one("res.users")
    why = fields.Selection(
        [
            ("contact", "Same contact"),
            ("email", "Same e-mail address"),
            ("phone", "Same phone number"),
            ("name", "Same name"),
            ("chosen", "Chosen"),
        ],
        readonly=True,
    )
    worker_ids = fields.Many2many("fsm.person", string="Workers", context={"active_test": False})
    kept_id = fields.Many2one("fsm.person", string="Keep", required=True, domain="[('id', 'in', worker_ids)]")

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ..run.run_kind import RunKind

_lt = LazyTranslate(__name__)


class DatabasesRun(models.Model):
    _inherit = "databases.run"

    change_ids = fields.One2many("databases.user.change", "run_id", "Changes of users", readonly=True)

    @api.model
    def _kinds(self):
        of_changes = {"rows": "change_ids", "retry": "_again", "is_kept": True}
        return {
            **super()._kinds(),
            "invite": RunKind(_lt("Invite users"), _lt("Inviting users: %s changes"), **of_changes),
            "remove": RunKind(_lt("Remove users"), _lt("Removing users: %s changes"), **of_changes),
        }

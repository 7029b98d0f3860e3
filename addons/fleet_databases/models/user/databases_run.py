from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ..run.run_kind import RunKind

_lt = LazyTranslate(__name__)


class DatabasesRun(models.Model):
    _inherit = "databases.run"

    change_ids = fields.One2many("databases.user.change", "run_id", "Changes of users", readonly=True)

    @api.model
    def _kinds(self):
        kept = {"is_kept": True, "tells_unchanged": True}
        return {
            **super()._kinds(),
            "invite": RunKind(
                _lt("Invite users"), _lt("Inviting users: %s changes"), "change_ids", "_again", **kept
            ),
            "remove": RunKind(
                _lt("Remove users"), _lt("Removing users: %s changes"), "change_ids", "_again", **kept
            ),
        }

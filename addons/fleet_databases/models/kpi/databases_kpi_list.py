import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.versions import series

_EXTERNAL_ID = re.compile(r"[A-Za-z0-9_]+\.[A-Za-z0-9_.]+")
_MODEL = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")


class DatabasesKpiList(models.Model):
    """The list in the client's database that a number counts. It may have another name in each version of Odoo."""

    _name = "databases.kpi.list"
    _description = "List behind a KPI"
    _order = "kpi_id, id"

    kpi_id = fields.Many2one("databases.kpi", "KPI", required=True, index=True, ondelete="cascade")
    since = fields.Char("Since version", help="Such as 18.0. Empty: in all earlier versions, too.")
    action = fields.Char(help="External id of the action that opens it, such as base.action_res_users.")
    model = fields.Char(
        help="Model of which it opens all records, such as res.users. Used without an action."
    )

    _one_of_both = models.Constraint(
        "CHECK (action IS NOT NULL OR model IS NOT NULL)", "A list needs an action or a model."
    )

    @api.constrains("since", "action", "model")
    def _check_words(self):
        for row in self:
            if row.since and not series(row.since):
                raise ValidationError(self.env._("“%s” is no version. Enter one such as 18.0.", row.since))
            if row.action and not _EXTERNAL_ID.fullmatch(row.action):
                raise ValidationError(
                    self.env._("“%s” is no external id. Enter one such as base.action_res_users.", row.action)
                )
            if row.model and not _MODEL.fullmatch(row.model):
                raise ValidationError(self.env._("“%s” is no model. Enter one such as res.users.", row.model))

    def _of(self, version):
        """That of these lists which a database has; empty if it has none.

        :param version: (major, minor), both int
        """
        since = {row: series(row.since) or (0, 0) for row in self}
        reached = self.filtered(lambda row: since[row] <= version)
        return max(reached, key=since.get, default=self.browse())

    def _path(self):
        """Its part of an address, for versions that have addresses such as /odoo/action-12."""
        return f"action-{self.action}" if self.action else f"m-{self.model}"

    def _fragment(self):
        """Its part of an address, for earlier versions."""
        return f"action={self.action}" if self.action else f"model={self.model}&view_type=list"

from odoo import api, fields, models

_ADMIN = "fleet_databases.group_databases_admin"
# What of a target nobody can do without, and the field in which a person enters it.
_FIELDS = {
    "url": "database_url",
    "database": "database_name",
    "login": "database_api_login",
    "key": "database_api_key",
}


class ProjectProject(models.Model):
    """What of the connection nobody has entered yet."""

    _inherit = "project.project"

    database_missing_credentials = fields.Json(
        "Credentials that are missing",
        compute="_compute_database_missing_credentials",
        groups=_ADMIN,
        exportable=False,
        help="Names of the fields without which a database can't be asked, and which are empty.",
    )

    @api.depends("active", "database_hosting", *_FIELDS.values())
    def _compute_database_missing_credentials(self):
        targets = {target.id: target for target in self._origin._database_targets()}
        for project in self:
            target = targets.get(project._origin.id)
            project.database_missing_credentials = (
                project._database_missing(target) if target and not target.barred else []
            )

    def _database_missing(self, target):
        """The fields of this database, as it stands on the screen, that are missing for a question. What the Odoo.com
        account gives isn't missing, and a key that can't be read was entered.

        :param target: of the stored database
        """

        def given(part, field):
            stored = self._origin[field]
            return self[field] or (not stored and getattr(target, part) != "")

        return [field for part, field in _FIELDS.items() if not given(part, field)]

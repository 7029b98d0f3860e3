from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError

from ..remote.values import Query

_ADMIN = "fleet_databases.group_databases_admin"
# A key's end seldom changes: once a week is enough to see that somebody replaced it.
_LOOK_EVERY = timedelta(days=7)


class DatabasesKeyMixin(models.AbstractModel):
    """The API key of a database, which goes in and never comes out, and when it ends."""

    _name = "databases.key.mixin"
    _inherit = ["databases.synchronization.mixin"]
    _description = "API key of a remote database"

    database_api_key = fields.Char(
        "API key",
        compute="_compute_database_api_key",
        inverse="_inverse_database_api_key",
        groups=_ADMIN,
        exportable=False,
        help="It can be replaced, and is never shown again.",
    )
    database_api_key_state = fields.Selection(
        [("set", "Set"), ("missing", "Missing"), ("unreadable", "Enter it again")],
        "State of the API key",
        compute="_compute_database_api_key_state",
        search="_search_database_api_key_state",
        groups=_ADMIN,
    )
    database_api_key_end = fields.Datetime(
        "Key valid until",
        copy=False,
        readonly=True,
        help="As the database tells it, from Odoo 18 on. Of several keys of the same user, the first to end counts: "
        "Odoo does not tell which one is used here.",
    )
    database_api_key_asked = fields.Datetime("End of the key asked for", copy=False, readonly=True)

    def _compute_database_api_key(self):
        self.database_api_key = False

    def _inverse_database_api_key(self):
        keys_sudo = self.env["databases.key"].sudo()  # the field's groups guard who comes here
        keys_sudo._replace({project.id: (project.database_api_key or "").strip() for project in self})

    def _compute_database_api_key_state(self):
        keys_sudo = self.env["databases.key"].sudo()  # only whether there is one
        states = keys_sudo._states(self.ids)
        for project in self:
            project.database_api_key_state = states.get(project.id, "missing")

    def _search_database_api_key_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        keys_sudo = self.env["databases.key"].sudo()  # only whether there is one
        databases = self.with_context(active_test=False).search([("database_hosting", "!=", False)])
        states = keys_sudo._states(databases.ids)
        return [("id", "in", [id_ for id_, state in states.items() if state in value])]

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        if any(path[:1] == ["database_api_key"] for path in fields):
            raise AccessError(self.env._("API keys can't be exported."))
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    def _pull_queries(self):
        queries = super()._pull_queries()
        if not self._asks_for_key_end():
            return queries
        # Whichever fields it has: the end came with Odoo 18.
        domain = [["user_id.login", "=", self.database_api_login]]
        query = Query(
            "api_keys", "res.users.apikeys", "search_read", {"domain": domain}, otherwise=(), optional=True
        )
        return [*queries, query]

    def _asks_for_key_end(self):
        asked = self.database_api_key_asked
        # The keys of the Odoo.com account are not keys of this database.
        return bool(self.database_api_login) and (not asked or asked < fields.Datetime.now() - _LOOK_EVERY)

    def _apply(self, readings):
        result = super()._apply(readings)
        asked = self.filtered(lambda database: database._asks_for_key_end())
        for end, databases in asked.grouped(lambda database: readings[database.id].key_end).items():
            databases.write({"database_api_key_end": end, "database_api_key_asked": fields.Datetime.now()})
        return result

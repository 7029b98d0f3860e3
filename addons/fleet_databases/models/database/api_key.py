from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...remote.values import Query
from ...tools.api_keys import ask_key_owner
from ..key.databases_key import BOUND
from .parts import Part

_ADMIN = "fleet_databases.group_databases_admin"
# The user behind a key and its end seldom change, so the hub asks for them once a week.
_LOOK_EVERY = timedelta(days=7)


class ProjectProject(models.Model):
    """The API key of a database, which can be entered but never read, and when it ends."""

    _inherit = "project.project"

    database_api_key = fields.Char(
        "API key",
        compute="_compute_database_api_key",
        inverse="_inverse_database_api_key",
        groups=_ADMIN,
        exportable=False,
        help="It can be replaced, and is never shown again. Odoo 13 and earlier have no API keys: enter the password "
        "of the API login.",
    )
    database_connection_seen = fields.Json(
        "Connection seen",
        store=False,
        copy=False,
        groups=_ADMIN,
        exportable=False,
        help="What stood on the screen when the API key was entered. It is compared, and not stored.",
    )
    database_has_key = fields.Boolean(
        compute="_compute_database_has_key",
        groups=_ADMIN,
        help="Otherwise the key of the Odoo.com account opens an Odoo Online database.",
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
    database_api_key_asked = fields.Datetime(
        "End of the key asked for", copy=False, readonly=True, exportable=False
    )
    database_api_uid = fields.Integer(
        "User behind the key",
        copy=False,
        readonly=True,
        groups=_ADMIN,
        exportable=False,
        help="Id of that user in the client's database. 0: it is not known.",
    )

    def _compute_database_api_key(self):
        self.database_api_key = False

    def _inverse_database_api_key(self):
        self._database_replace_keys(
            {project.id: (project.database_api_key or "").strip() for project in self}
        )

    def _database_replace_keys(self, keys):
        """Store other keys.

        :param keys: id -> key, or nothing: then there is none
        """
        keys_sudo = self.env["databases.key"].sudo()  # the field's groups and the callers check who may
        keys_sudo._replace(keys)

    def write(self, vals):
        if vals.keys().isdisjoint(BOUND):
            return super().write(vals)
        keys_sudo = self.env["databases.key"].sudo()  # who changes the connection was checked already
        with keys_sudo._bound_anew(self.ids):
            return super().write(vals)

    def _database_connection_changed(self, changed):
        super()._database_connection_changed(changed)
        if ended := self._database_ended(changed):
            ended._database_replace_keys(dict.fromkeys(ended.ids))
        self.write(
            {"database_api_key_end": False, "database_api_key_asked": False, "database_api_uid": False}
        )
        told = {*BOUND, "database_api_key"}
        self.filtered(lambda database: changed[database] & told)._database_tell_where_keys_go()

    def _database_checked_as_seen(self, vals):
        """:return: a copy of ``vals`` for write(), without what stood on the screen, which was compared
        :raises UserError: as :meth:`_database_check_is_as_seen`
        """
        vals = dict(vals)
        seen = vals.pop("database_connection_seen", None)
        if seen and vals.get("database_api_key"):
            self._database_check_is_as_seen({name: value for name, value in seen.items() if name not in vals})
        return vals

    def _database_check_is_as_seen(self, seen):
        """
        :param seen: as :meth:`_database_connection`, or a part of it
        :raises UserError: the connection is not the one on the screen of the person who entered a key
        """
        for database in self:
            connection = database._database_connection()
            if any((value or "") != connection.get(name) for name, value in seen.items()):
                raise UserError(
                    self.env._(
                        "The connection of “%s” was changed meanwhile, so the new key was not stored. Load the page "
                        "again, look where the key goes, and enter it again.",
                        database.name,
                    )
                )

    def _database_tell_where_keys_go(self):
        """Note in the chatter where the keys of these databases are sent. The person who entered a key
        may not know it, because somebody else may change the address just before or at any time after that."""
        bodies = {
            database.id: database._database_where_key_goes() for database in self.filtered("database_has_key")
        }
        if bodies:
            self.browse(bodies)._message_log_batch(bodies)

    def _database_where_key_goes(self):
        told = self.env._(
            "The API key is sent to %(database_url)s from now on (database: %(database_name)s, login: "
            "%(database_api_login)s).",
            **self._database_connection(),
        )
        if self.database_fingerprint:
            told += " " + self.env._(
                "Only the certificate with the fingerprint %s is accepted there.", self.database_fingerprint
            )
        elif self.database_authority:
            told += " " + self.env._("Only certificates of an authority of its own are accepted there.")
        return told

    def action_database_forget_key(self):
        """Delete the keys of these databases."""
        self._database_check_is_admin()
        self._database_replace_keys(dict.fromkeys(self.ids))
        self.write({"database_api_key_asked": False, "database_api_uid": False})
        self._database_key_ends(False)

    def _compute_database_has_key(self):
        keys_sudo = self.env["databases.key"].sudo()  # we only look whether there is a key
        with_key = keys_sudo._rows(self.ids).project_id
        for project in self:
            project.database_has_key = project in with_key

    def _compute_database_api_key_state(self):
        keys_sudo = self.env["databases.key"].sudo()  # we only look whether there is a key
        states = keys_sudo._states(self.ids)
        for project in self:
            project.database_api_key_state = states.get(project.id, "missing")

    def _search_database_api_key_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        keys_sudo = self.env["databases.key"].sudo()  # we only look whether there is a key
        databases = self.with_context(active_test=False).search([("database_hosting", "!=", False)])
        states = keys_sudo._states(databases.ids)
        return [("id", "in", [id_ for id_, state in states.items() if state in value])]

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        if any(path[:1] == ["database_api_key"] for path in fields):
            raise AccessError(self.env._("API keys can't be exported."))
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    @api.model
    def _database_parts(self):
        return [
            *super()._database_parts(),
            Part("api_keys", store="_database_store_key_owners", question="_database_key_question"),
        ]

    def _database_key_question(self):
        if not self._database_asks_for_key_owner():
            return None
        return Query("api_keys", ask=ask_key_owner, optional=True)

    def _database_asks_for_key_owner(self):
        asked = self.database_api_key_asked
        # After an upgrade, the end may have been asked for, and the user not.
        return not (asked and self.database_api_uid) or asked < fields.Datetime.now() - _LOOK_EVERY

    def _database_store_key_owners(self, results):
        self.with_context(mail_notrack=True).database_api_key_asked = fields.Datetime.now()
        owners = {id_: result.answers["api_keys"] for id_, result in results.items()}
        told = self.filtered(lambda database: owners[database.id])
        for database in told:
            database._database_store_key_owner(owners[database.id])
        other = told.filtered(
            lambda database: owners[database.id].end not in (None, database.database_api_key_end)
        )
        # The key of the Odoo.com account is none of the database.
        ends = {database: owners[database.id].end for database in other.filtered("database_has_key")}
        for end, databases in self.browse().union(*ends).grouped(ends.get).items():
            databases._database_key_ends(end)

    def _database_store_key_owner(self, owner):
        """:param owner: :class:`~...tools.api_keys.KeyOwner`"""
        self._database_write_changes({"database_api_uid": owner.uid})

    def _database_key_ends(self, end):
        """Store when the keys of these databases end.

        :param end: datetime in UTC, or False: never
        """
        self.with_context(mail_notrack=True).database_api_key_end = end

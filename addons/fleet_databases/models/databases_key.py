import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.encryption import decrypted, encrypted
from . import encryption_keys

_logger = logging.getLogger(__name__)


class DatabasesKey(models.Model):
    """API keys, in a table of their own: one for each database, and that of the Odoo.com account, without database.

    They are encrypted; what decrypts them is not in the database (see :mod:`.encryption_keys`). PostgreSQL and Odoo
    tell a refused statement together with the whole row, to the log and to whoever caused it: this row holds nothing
    that a person can have refused. Nobody has access; a database's ``database_api_key`` and the settings are the way.
    """

    _name = "databases.key"
    _description = "API key of a remote database"
    _rec_name = "project_id"

    project_id = fields.Many2one("project.project", "Database", index=True, ondelete="cascade")
    token = fields.Char(required=True, help="The encrypted key.")

    @api.model
    def _keys(self, project_ids):
        """:return: id of the database, or False for the Odoo.com account -> key, or None: it can't be decrypted.
        Those without are missing.
        """
        rows = self.search_fetch([("project_id", "in", project_ids)], ["project_id", "token"])
        return dict(zip(rows.mapped(lambda row: row.project_id.id), rows._secrets(), strict=True))

    @api.model
    def _states(self, project_ids):
        """:return: id of the database, or False for the Odoo.com account -> ``set``, ``unreadable`` or ``missing``"""
        keys = self._keys(project_ids)
        known = {id_: "unreadable" if key is None else "set" for id_, key in keys.items()}
        return {id_: known.get(id_, "missing") for id_ in project_ids}

    @api.model
    def _replace(self, keys):
        """Store other keys.

        :param keys: id of the database, or False for the Odoo.com account -> key, or nothing: then there is none
        :raises UserError: they can't be encrypted; then the old ones stay
        """
        if not encryption_keys.keys() and self.search_count([], limit=1):
            _logger.warning(
                "The encryption keys are gone, so a new one is made: what it can't decrypt is lost"
            )
        rows = [{"project_id": id_, "token": self._encrypted(id_, key)} for id_, key in keys.items() if key]
        self.search([("project_id", "in", list(keys))]).unlink()
        self.create(rows)

    @api.model
    def _rotate(self):
        """Encrypt every key anew, with the first of the encryption keys.

        :return: how many, and how many could not be decrypted: these stay as they are
        """
        rows = self.search([("token", "!=", False)])
        rows.lock_for_update()
        done = 0
        for row, secret in zip(rows, rows._secrets(), strict=True):
            if secret is not None:
                row.token = self._encrypted(row.project_id.id, secret)
                done += 1
        return done, len(rows) - done

    def _secrets(self):
        """The keys of these rows, as a list; None for what can't be decrypted."""
        tokens = [(_owner(row.project_id.id), row.token) for row in self]
        return decrypted(tokens, encryption_keys.keys() if tokens else [])

    @api.model
    def _decrypted(self, project_id, token):
        """:return: what :meth:`_encrypted` was given for the same database, or None"""
        [secret] = decrypted([(_owner(project_id), token)], encryption_keys.keys())
        return secret

    @api.model
    def _encrypted(self, project_id, secret):
        try:
            return encrypted(secret, _owner(project_id), encryption_keys.keys_to_encrypt())
        except encryption_keys.KeyFlaw as flaw:
            _logger.error("An API key could not be encrypted: %s", flaw)
            raise UserError(
                self.env._("The API key was not stored, because it can't be encrypted: %s", flaw)
            ) from flaw


def _owner(project_id):
    return str(project_id or "account")

import logging
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.encryption import decrypted, encrypted, owner
from ..settings import account
from . import encryption_keys

_logger = logging.getLogger(__name__)

# Which certificate is accepted there, if it is not one that everybody trusts.
TRUST = ("database_authority", "database_fingerprint")
# The fields that say where a key may be sent, and for which user.
BOUND = ("database_url", "database_name", "database_api_login", *TRUST)


class DatabasesKey(models.Model):
    """API keys, in a table of their own: one for each database, and that of the Odoo.com account, without database.

    Each key is encrypted together with the address, the name and the login that it is for, and with the certificate
    that was entered. So somebody who can only write to the hub's table of projects can't make the hub send a key to
    another place. The keys that decrypt them are
    not in the database (see :mod:`.encryption_keys`).

    They have a table of their own because PostgreSQL and Odoo show the whole row when they refuse a statement, in the
    log and to the person. No value that a person enters can make PostgreSQL refuse a row of this table.

    Nobody has access. Keys are entered in ``database_api_key`` of a database, and in the settings.
    """

    _name = "databases.key"
    _description = "API key of a remote database"
    _rec_name = "project_id"

    project_id = fields.Many2one("project.project", "Database", index=True, ondelete="cascade")
    token = fields.Char(required=True, help="The encrypted key.")
    is_listing = fields.Boolean(
        help="There is no key in it: it says where the Odoo.com account has listed the database."
    )

    @api.model
    def _rows(self, project_ids):
        """The rows with keys of these databases, and of the Odoo.com account for False."""
        domain = [("project_id", "in", project_ids), ("is_listing", "=", False)]
        return self.search_fetch(domain, ["project_id", "is_listing", "token"])

    @api.model
    def _keys(self, project_ids):
        """:return: id of the database, or False for the Odoo.com account -> key, or None if it can't be decrypted.
        Databases without a key are not in it"""
        rows = self._rows(project_ids)
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
        projects = {id_: self.env["project.project"].browse(id_ or []) for id_ in keys}
        rows = [
            {"project_id": id_, "token": self._encrypted(projects[id_], key)}
            for id_, key in keys.items()
            if key
        ]
        self._rows(list(keys)).unlink()
        self.create(rows)

    @api.model
    @contextmanager
    def _bound_anew(self, project_ids):
        """Change in this block where the keys of these databases are sent; False stands for the Odoo.com account. Keys
        that were valid before the block are valid after it."""
        rows = self._rows(project_ids)
        before = dict(zip(rows, rows._owners(), strict=True))
        yield
        rows = rows.exists()
        after = dict(zip(rows, rows._owners(), strict=True))
        moved = rows.filtered(lambda row: before[row] != after[row])
        tokens = [(before[row], row.token) for row in moved]
        secrets = decrypted(tokens, encryption_keys.keys() if tokens else [])
        for row, secret in zip(moved, secrets, strict=True):
            if secret is not None:
                row.token = self._encrypted_for(after[row], secret)

    @api.model
    def _with_listing(self, project_ids):
        """:return: ids of those of these databases that the Odoo.com account has listed at the address that they have
        now"""
        domain = [("project_id", "in", project_ids), ("is_listing", "=", True)]
        rows = self.search_fetch(domain, ["project_id", "is_listing", "token"])
        secrets = zip(rows, rows._secrets(), strict=True)
        return {row.project_id.id for row, secret in secrets if secret is not None}

    @api.model
    def _write_listings(self, projects):
        """Store that the account has listed these databases at their address: its key is sent to no other address."""
        known = self._with_listing(projects.ids)
        new = projects.filtered(lambda project: project.id not in known)
        self.search([("project_id", "in", new.ids), ("is_listing", "=", True)]).unlink()
        owners = {project.id: self._owner(project, is_listing=True) for project in new}
        self.create(
            [
                {"project_id": id_, "is_listing": True, "token": self._encrypted_for(whose, "")}
                for id_, whose in owners.items()
            ]
        )

    @api.model
    def _rotate(self):
        """Encrypt every key anew, with the first of the encryption keys.

        :return: how many, and how many could not be decrypted: these stay as they are
        """
        rows = self.search([("token", "!=", False)])
        rows.lock_for_update()
        done = 0
        for row, whose, secret in zip(rows, rows._owners(), rows._secrets(), strict=True):
            if secret is not None:
                row.token = self._encrypted_for(whose, secret)
                done += 1
        return done, len(rows) - done

    def _secrets(self):
        """The keys of these rows, as a list; None for what can't be decrypted."""
        tokens = [(whose, row.token) for row, whose in zip(self, self._owners(), strict=True)]
        return decrypted(tokens, encryption_keys.keys() if tokens else [])

    def _owners(self):
        """To whom the keys of these rows belong, and where they may be sent, as a list of texts."""
        self.project_id.fetch(BOUND)
        return [self._owner(row.project_id, row.is_listing) for row in self]

    @api.model
    def _owner(self, project, is_listing=False):
        """As :meth:`_owners`, for a database, or for the Odoo.com account if ``project`` is empty."""
        if not project:
            own = account(self.env)
            return owner("account", own.url, "", own.login)
        if is_listing:
            trust = (project[name] for name in TRUST)
            return owner(f"listing {project.id}", project.database_url, project.database_name, "", *trust)
        return owner(project.id, *(project[name] for name in BOUND))

    @api.model
    def _decrypted(self, project, token):
        """:return: the secret that :meth:`_encrypted` got for this database; None if its connection has changed
        since"""
        [secret] = decrypted([(self._owner(project), token)], encryption_keys.keys())
        return secret

    @api.model
    def _encrypted(self, project, secret):
        """:return: a key of a database, or of the Odoo.com account if ``project`` is empty, as text that may be stored
        :raises UserError: there is no encryption key that can be used
        """
        return self._encrypted_for(self._owner(project), secret)

    @api.model
    def _encrypted_for_server(self, url, secret):
        """As :meth:`_encrypted`, of a key that was not entered for a database yet."""
        return self._encrypted_for(owner("server", url, "", ""), secret)

    @api.model
    def _decrypted_for_server(self, url, token):
        """:return: as :meth:`_decrypted`"""
        [secret] = decrypted([(owner("server", url, "", ""), token)], encryption_keys.keys())
        return secret

    @api.model
    def _encrypted_for(self, whose, secret):
        try:
            return encrypted(secret, whose, encryption_keys.keys_to_encrypt())
        except encryption_keys.KeyFlaw as flaw:
            _logger.error("An API key could not be encrypted: %s", flaw)
            raise UserError(
                self.env._("The API key was not stored, because it can't be encrypted: %s", flaw)
            ) from flaw

from odoo import api, models

from ...remote.errors import (
    CallTimeout,
    CredentialsMissing,
    KeyUnreadable,
    NotUnderstood,
    UnknownHost,
    Unreachable,
    WrongKey,
)
from ...remote.values import Job, Target
from ...remote.work import account_databases
from ...tools.account_rows import account_rows
from ..actions import notification
from ..settings import account, reach, setting
from ..words import credentials, sentence

# It is not the address that is wrong: nobody has typed it.
_NO_WAY = (UnknownHost.kind, Unreachable.kind)


class ProjectProject(models.Model):
    """The Odoo.com account: its key, and the databases that it lists."""

    _inherit = "project.project"

    @api.model
    def _database_ask_account(self):
        """The databases of the account. Commits.

        :return: list of :class:`~...tools.account_rows.AccountRow`, how many rows could not be read, and a RemoteError
            or None
        """
        own = account(self.env)
        keys_sudo = self.env["databases.key"].sudo()  # for administrators and the scheduled action
        key = keys_sudo._keys([False]).get(False, "")
        if key is None:
            return [], 0, KeyUnreadable()
        missing = [name for name, value in (("login", own.login), ("key", key)) if not value]
        if missing:
            return [], 0, CredentialsMissing(", ".join(missing))
        if not (key.isascii() and key.isprintable()):
            return [], 0, WrongKey()
        target = Target(
            0,
            own.url,
            account_databases.DATABASE,
            own.login,
            key,
            timeout=setting(self.env, "timeout"),
            reach=reach(self.env),
        )
        [result] = (
            self.env["databases.engine"]._results([Job(target, account_databases.ask_account)]).values()
        )
        if result.error:
            return [], 0, result.error
        try:
            return *account_rows(result.answers["databases"]), None
        except NotUnderstood as error:
            return [], 0, error

    @api.model
    def _database_account_key_state(self):
        """``set``, ``missing`` or ``unreadable``"""
        keys_sudo = self.env["databases.key"].sudo()  # we only look whether there is a key
        return keys_sudo._states([False])[False]

    @api.model
    def _database_replace_account_key(self, key):
        """Store another key of the account; without ``key``, delete it."""
        self._database_check_is_admin()
        keys_sudo = self.env["databases.key"].sudo()  # the check above makes sure who may do this
        keys_sudo._replace({False: key})

    @api.model
    def _database_check_account(self):
        """Whether the account answers. Commits.

        :return: action that tells it
        """
        self._database_check_is_admin()
        rows, _unread, error = self._database_ask_account()
        if error:
            return notification(self._database_account_sentence(error.kind, error.detail), "danger")
        return notification(
            self.env._("Odoo.com answers: the account lists %s databases.", len(rows)), "success"
        )

    @api.model
    def _database_account_sentence(self, reason, detail):
        """Why the account did not answer, and what to do, which is not the same as for a database."""
        if reason == WrongKey.kind:
            return self.env._(
                "Invalid apikey: Odoo.com refused the user or the key. Create a new key at odoo.com/my/security, under "
                "Developer API Keys, as the administrator of the partner portal."
            )
        if reason == CredentialsMissing.kind:
            return self.env._(
                "We are missing %s of your Odoo.com account. Enter it under Configuration, Settings.",
                credentials(self.env, detail),
            )
        if reason in _NO_WAY:
            return self.env._(
                "Odoo.com can't be reached from here: the hub has no internet or no DNS, or a firewall is in between. "
                "Your account is not to blame; ask whoever looks after the hub's own server: %s",
                detail or account(self.env).url,
            )
        if reason == CallTimeout.kind:
            return self.env._(
                "Timeout: Odoo.com does not answer in time. Either it is slow, or a firewall stands between it and the "
                "hub. Try again in some minutes, then ask whoever looks after the hub's own server."
            )
        return sentence(self.env, reason, detail)

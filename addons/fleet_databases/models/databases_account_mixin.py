from odoo import api, models

from ..remote import odoo_com
from ..remote.errors import CredentialsMissing, KeyUnreadable, NotUnderstood, WrongKey
from ..remote.values import Job, Target
from ..tools.odoo_com import listed_databases
from .actions import notification
from .failure import sentence
from .settings import account, reach, settings


class DatabasesAccountMixin(models.AbstractModel):
    """The Odoo.com account: its key, and what it lists."""

    _name = "databases.account.mixin"
    _description = "Odoo.com account"

    @api.model
    def _listed(self):
        """The databases of the account. Commits.

        :return: list of :class:`~..tools.odoo_com.Listed`, how many rows could not be read, and a RemoteError or None
        """
        own = account(self.env)
        keys_sudo = self.env["databases.key"].sudo()  # for administrators and the scheduled action
        key = keys_sudo._keys([False]).get(False, "")
        if key is None:
            return [], 0, KeyUnreadable()
        if not (own.login and key):
            return [], 0, CredentialsMissing()
        if not (key.isascii() and key.isprintable()):
            return [], 0, WrongKey()
        target = Target(
            0,
            own.url,
            odoo_com.DATABASE,
            own.login,
            key,
            timeout=settings(self.env).timeout,
            reach=reach(self.env),
        )
        [result] = self.env["databases.engine"]._answers([Job(target, odoo_com.listed)]).values()
        if result.error:
            return [], 0, result.error
        try:
            return *listed_databases(result.answers["databases"]), None
        except NotUnderstood as error:
            return [], 0, error

    @api.model
    def _odoo_com_key_state(self):
        """``set``, ``missing`` or ``unreadable``"""
        keys_sudo = self.env["databases.key"].sudo()  # only whether there is one
        return keys_sudo._states([False])[False]

    @api.model
    def _replace_odoo_com_key(self, key):
        """Store another key of the account, or nothing: then there is none."""
        self._check_is_databases_admin()
        keys_sudo = self.env["databases.key"].sudo()  # the check above guards who comes here
        keys_sudo._replace({False: key})

    @api.model
    def _check_odoo_com(self):
        """Whether the account answers. Commits.

        :return: action that tells it
        """
        self._check_is_databases_admin()
        listed, _unread, error = self._listed()
        if error:
            return notification(self._odoo_com_sentence(error.kind, error.detail), "danger")
        return notification(
            self.env._("Odoo.com answers: the account lists %s databases.", len(listed)), "success"
        )

    @api.model
    def _odoo_com_sentence(self, reason, detail):
        """Why the account did not answer; what is to be done differs from that of a database."""
        if reason == WrongKey.kind:
            return self.env._(
                "Invalid apikey: Odoo.com refused the user or the key. Create a new key at odoo.com/my/security, under "
                "Developer API Keys, as the administrator of the partner portal."
            )
        if reason == CredentialsMissing.kind:
            return self.env._("Enter the API user and the API key of your Odoo.com account first.")
        return sentence(self.env, reason, detail)

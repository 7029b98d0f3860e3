from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ...remote.errors import NotStored
from ...remote.values import Job
from ...remote.work.accounts import CREATE, REACTIVATE, TO_DO, Wanted
from ...remote.work.invitations import Invitations
from ...remote.work.removals import Removals
from ...tools.remote_users import shown_login
from ..words import sentence

_WORKS = {"invite": Invitations, "remove": Removals}


class Asked(NamedTuple):
    """A change that somebody asks for.

    :param login: or e-mail address
    :param name: what people call the user
    :param remote_id: of the account for which it was decided, whose login was ``login`` then; 0: it is not known
    """

    database: Any
    login: str
    name: str
    remote_id: int = 0

    def of(self, account):
        """:param account: :class:`~...remote.work.accounts.Account` that was found, or None
        :return: the same, asked for of this account"""
        if not account:
            return self
        return self._replace(login=account.login or self.login, remote_id=account.id)


class Preview(NamedTuple):
    """What a change would do.

    :param asked: :class:`Asked`, with the login and the id that were found
    :param effect: a word of :mod:`~...remote.work.accounts`, ``unknown`` (there was no time to look) or ``failed``
    :param why: a word of :mod:`~...remote.work.persons`, or empty
    :param message: a sentence, if it has failed
    :param rights: which ones the person will have there, in words
    """

    asked: Asked
    effect: str
    why: str = ""
    message: str | bool = False
    rights: str | bool = False


class DatabasesUserChange(models.Model):
    """A change of one user in one client's database: who asked for it, when, and what came of it.

    It is written before the client's database is asked, gets its outcome once, and stays: nobody edits or deletes it,
    not even the superuser. It keeps the name and address of the database, in case the database is deleted.
    """

    _name = "databases.user.change"
    _inherit = ["databases.database.task"]
    _description = "Change of a user in a remote database"
    _rec_name = "shown_login"

    _together = True

    user_id = fields.Many2one(required=True)
    action = fields.Selection([("invite", "Invite"), ("remove", "Remove")], required=True, readonly=True)
    login = fields.Char("Login, as it is there", required=True, readonly=True)
    shown_login = fields.Char("Login", compute="_compute_shown_login", store=True, precompute=True)
    remote_id = fields.Integer(
        "Id there",
        readonly=True,
        aggregator=False,
        help="Of the account for which it was decided; empty: it was looked for by its login or e-mail address.",
    )
    name = fields.Char(readonly=True)
    effect = fields.Selection(
        [
            ("create", "Created"),
            ("reactivate", "Re-activated"),
            ("remove", "Deactivated"),
            ("present", "Was there already"),
            ("portal", "Is a portal user there"),
            ("absent", "Was not there"),
            ("inactive", "Was deactivated already"),
            ("renamed", "Is another account now: nothing done"),
            ("ambiguous", "Several accounts fit: do it there by hand"),
            ("by_hand", "Has to be invited there by hand: before Odoo 12"),
            ("own_key", "The hub's own user: kept"),
            ("last_admin", "The last administrator: kept"),
        ],
        "Outcome",
        readonly=True,
    )

    @api.depends("login")
    def _compute_shown_login(self):
        for change in self:
            change.shown_login = change.login and shown_login(change.login)

    def write(self, vals):
        if any(change.state != "waiting" for change in self):
            raise UserError(self.env._("The record of a change of users can't be edited."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The record of a change of users can't be deleted."))

    @api.model
    def _request(self, action, changes):
        """Have users changed in databases.

        :param action: ``invite`` or ``remove``
        :param changes: list of :class:`Asked`
        :return: action that shows the run
        :raises AccessError: as :meth:`_database_check_are_ours` of databases
        """
        changes = [Asked(*change) for change in changes]
        self.env["project.project"].union(*[asked.database for asked in changes])._database_check_are_ours()
        run = self._start(
            action,
            [
                {
                    "action": action,
                    "project_id": asked.database.id,
                    "database": asked.database.name,
                    "address": asked.database.database_url,
                    "login": asked.login,
                    "name": asked.name,
                    "remote_id": asked.remote_id,
                }
                for asked in changes
            ],
        )
        return run._shown()

    def _again(self):
        """Ask for these changes once more, in a new run, but not for databases that were deleted."""
        changes = [(row.project_id, row.login, row.name, row.remote_id) for row in self if row.project_id]
        return self.browse()._request(self[:1].action, changes)

    @api.model
    def _preview(self, action, changes):
        """Find out what would be done. Commits.

        :param changes: as :meth:`_request` takes them
        :return: list of :class:`Preview`, at least one for each change; a person who is to be removed may have several
            accounts
        :raises AccessError: as :meth:`_request`
        """
        changes = [Asked(*change) for change in changes]
        wanted = {}
        for key, asked in enumerate(changes):
            wanted.setdefault(asked.database, []).append(Wanted(key, *asked[1:]))
        databases = self.env["project.project"].union(*wanted)
        databases._database_check_are_ours()
        results = self._results(
            [
                Job(target, _WORKS[action](tuple(wanted[database]), dry=True))
                for database, target in zip(databases, databases._database_targets(), strict=True)
            ]
        )
        return [
            preview
            for key, asked in enumerate(changes)
            for preview in self._previewed(action, asked, results.get(asked.database.id), key)
        ]

    @api.model
    def _previewed(self, action, asked, result, key):
        if not result:
            return [Preview(asked, "unknown")]
        if result.error:
            message = sentence(self.env, result.error.kind, result.error.detail)
            return [Preview(asked, "failed", message=message)]
        outcome = result.answers[key]
        if action == "invite":
            return [_previewed_invitation(asked, outcome, self._rights_words(outcome))]
        if asked.remote_id:
            return [Preview(asked, outcome.effect, outcome.why)]
        return [Preview(asked.of(each.account), each.effect, each.why) for each in (outcome, *outcome.others)]

    @api.model
    def _rights_words(self, outcome):
        """Which rights a person will have, in words; False where nothing is done."""
        if outcome.effect == REACTIVATE:
            return self.env._("Those that the account had before")
        if outcome.effect != CREATE:
            return False
        if not outcome.rights:
            return self.env._("Those that this database gives new users")
        return format_list(self.env, list(outcome.rights))

    def _work(self):
        """What to do in the one database of these changes."""
        people = [Wanted(change.id, change.login, change.name or "", change.remote_id) for change in self]
        return _WORKS[self[0].action](tuple(people))

    @api.model
    def _record(self, results):
        """Store the outcomes, and change the users that the hub knows accordingly."""
        super()._record(results)
        outcomes = {
            change: result.answers[change.id]
            for changes, result in results.items()
            for change in changes.filtered("effect")
            if change.id in result.answers
        }
        self.env["databases.user"]._follow_changes(outcomes)

    def _end(self, result):
        for change in self:
            outcome = result.answers.get(change.id)
            error = result.error or (outcome.error if outcome else NotStored("no outcome"))
            if error:
                change._fail(error)
                continue
            values = {"state": "done" if outcome.effect in TO_DO else "skipped", "effect": outcome.effect}
            if change.tries > 1 and values["state"] == "skipped":
                asked = change.with_context(lang=change.user_id.lang)
                values["detail"] = asked.env._("An earlier try was interrupted; it may have been done then.")
            change.write({**values, "ended": fields.Datetime.now()})


def _previewed_invitation(asked, outcome, rights):
    """It is decided for one account, which people have to see: it may have another login than the address."""
    account = outcome.account
    if not account:
        return Preview(asked, outcome.effect, outcome.why, rights=rights)
    held = asked._replace(remote_id=account.id) if outcome.effect in TO_DO else asked
    has_other_login = account.login.lower() != asked.login.lower()
    message = shown_login(account.login) if account.login and has_other_login else False
    return Preview(held, outcome.effect, outcome.why, message, rights)

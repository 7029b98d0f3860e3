from odoo import api, fields, models
from odoo.exceptions import UserError

from ...remote.errors import NotStored
from ...remote.values import Job
from ...remote.work.accounts import TO_DO, Invitations, Removals
from ..words import sentence


class DatabasesUserChange(models.Model):
    """A change of one user in one client's database: who asked for it, when, and what came of it.

    It is written before the client's database is asked, gets its outcome once, and stays: nobody edits or deletes it,
    not even the superuser. It keeps the name and address of the database, in case the database is deleted.
    """

    _name = "databases.user.change"
    _inherit = ["databases.database.task"]
    _description = "Change of a user in a remote database"
    _rec_name = "login"

    _together = True

    user_id = fields.Many2one(required=True)
    action = fields.Selection([("invite", "Invite"), ("remove", "Remove")], required=True, readonly=True)
    login = fields.Char(required=True, readonly=True)
    name = fields.Char(readonly=True)
    effect = fields.Selection(
        [
            ("create", "Created"),
            ("reactivate", "Re-activated"),
            ("remove", "Deactivated"),
            ("present", "Was there already"),
            ("portal", "Is a portal user there"),
            ("absent", "Was not there"),
            ("own_key", "The hub's own user: kept"),
            ("last_admin", "The last administrator: kept"),
        ],
        "Outcome",
        readonly=True,
    )

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
        :param changes: list of (database, login, name)
        :return: action that shows the run
        :raises AccessError: as :meth:`_database_check_are_ours` of databases
        """
        self.env["project.project"].union(*[change[0] for change in changes])._database_check_are_ours()
        run = self._start(
            action,
            [
                {
                    "action": action,
                    "project_id": database.id,
                    "database": database.name,
                    "address": database.database_url,
                    "login": login,
                    "name": name,
                }
                for database, login, name in changes
            ],
        )
        # The browser must not get the context of this code, which says that the hub itself writes.
        return run._get_records_action(name=run.display_name, context={})

    def _again(self):
        """Ask for these changes once more, in a new run, but not for databases that were deleted."""
        return self.browse()._request(
            self[:1].action, [(row.project_id, row.login, row.name) for row in self if row.project_id]
        )

    @api.model
    def _preview(self, action, changes):
        """Find out what would be done. Commits.

        :param changes: as :meth:`_request` takes them
        :return: (id of the database, login) -> (word, sentence or False). The word is one of
            :mod:`~...remote.work.accounts`, ``unknown`` (there was no time to look) or ``failed``, with its sentence
        :raises AccessError: as :meth:`_request`
        """
        by_database = {}
        for database, login, name in changes:
            by_database.setdefault(database, []).append((login, name))
        databases = self.env["project.project"].union(*by_database)
        databases._database_check_are_ours()
        results = self._results(
            [
                Job(target, work(action, by_database[database], dry=True))
                for database, target in zip(databases, databases._database_targets(), strict=True)
            ]
        )
        return {
            (database.id, login): self._previewed(results.get(database.id), login)
            for database, login, _name in changes
        }

    @api.model
    def _previewed(self, result, login):
        if not result:
            return "unknown", False
        if result.error:
            return "failed", sentence(self.env, result.error.kind, result.error.detail)
        return result.answers[login].effect, False

    def _work(self):
        """What to do in the one database of these changes."""
        return work(self[0].action, [(change.login, change.name) for change in self])

    @api.model
    def _record(self, results):
        """Store the outcomes, and change the users that the hub knows accordingly."""
        super()._record(results)
        logins = {}
        for changes, result in results.items():
            for change in changes.filtered("effect"):
                if outcome := result.answers.get(change.login):
                    # It is another login if the account was found by its e-mail address.
                    logins[change] = outcome.account.login if outcome.account else change.login
        self.env["databases.user"]._follow_changes(logins)

    def _end(self, result):
        for change in self:
            outcome = result.answers.get(change.login)
            error = result.error or (outcome.error if outcome else NotStored("no outcome"))
            if error:
                change._fail(error)
                continue
            values = {"state": "done" if outcome.effect in TO_DO else "skipped", "effect": outcome.effect}
            if change.tries > 1 and values["state"] == "skipped":
                values["detail"] = self.env._("An earlier try was interrupted; it may have been done then.")
            change.write({**values, "ended": fields.Datetime.now()})


def work(action, people, dry=False):
    """The work of inviting or removing people in one database.

    :param people: list of (login or address, name)
    """
    if action == "invite":
        return Invitations(tuple(people), dry)
    return Removals(tuple(login for login, _name in people), dry)

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...remote.errors import NotStored
from ...remote.values import Job
from ...remote.work.accounts import TO_DO, Invitations, Removals
from ..actions import form
from ..own_hand import with_own_hand
from ..run.databases_engine import WHILE_WAITING_DATABASES
from ..words import reason, reasons, sentence


class DatabasesUserChange(models.Model):
    """A change of one user in one client's database: who asked for it, when, and what came of it.

    It is written before the client's database is asked, gets its outcome once, and stays: nobody edits or deletes it,
    not even the superuser. The database may go; its name and address stand here.
    """

    _name = "databases.user.change"
    _inherit = ["databases.engine"]
    _description = "Change of a user in a remote database"
    _order = "id desc"
    _rec_name = "login"

    run_id = fields.Many2one("databases.run", required=True, index=True, readonly=True, ondelete="restrict")
    user_id = fields.Many2one(
        "res.users", "Asked for by", required=True, readonly=True, index=True, ondelete="restrict"
    )
    create_date = fields.Datetime("Asked for at", readonly=True)
    ended = fields.Datetime("Done at", readonly=True)
    action = fields.Selection([("invite", "Invite"), ("remove", "Remove")], required=True, readonly=True)
    project_id = fields.Many2one("project.project", readonly=True, index=True, ondelete="set null")
    database = fields.Char(required=True, readonly=True)
    address = fields.Char(readonly=True)
    login = fields.Char(required=True, readonly=True)
    name = fields.Char(readonly=True)
    tries = fields.Integer(
        default=0, readonly=True, help="How often it was begun; more than once after a crash."
    )
    asked_until = fields.Datetime(readonly=True, help="Some worker is making it, at most until then.")
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "Done"), ("skipped", "Unchanged"), ("failed", "Failed")],
        required=True,
        default="waiting",
        readonly=True,
    )
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
    reason = fields.Selection(reasons, readonly=True)
    detail = fields.Char(readonly=True)
    message = fields.Char("What to do", compute="_compute_message")

    _waiting_index = models.Index("(project_id) WHERE state = 'waiting'")

    @api.depends("reason", "detail")
    @api.depends_context("lang")
    def _compute_message(self):
        for change in self:
            change.message = change.reason and sentence(self.env, change.reason, change.detail)

    def write(self, vals):
        if any(change.state != "waiting" for change in self):
            raise UserError(self.env._("The record of a change of users can't be edited."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The record of a change of users can't be deleted."))

    @api.model
    def _start(self, action, changes):
        """Change users in databases: of a few databases while the person waits, of many in the background. Commits.

        :param action: ``invite`` or ``remove``
        :param changes: list of (database, login, name)
        :return: the run
        """
        run = self.env["databases.run"].create({"kind": action, "user_id": self.env.uid})
        rows = self.create(
            [
                {
                    "run_id": run.id,
                    "user_id": self.env.uid,
                    "action": action,
                    "project_id": database.id,
                    "database": database.name,
                    "address": database.database_url,
                    "login": login,
                    "name": name,
                }
                for database, login, name in changes
            ]
        )
        # From here on it is on record that they were asked for, whatever happens.
        self._commit()
        if len(rows.project_id) <= WHILE_WAITING_DATABASES:
            self._work_through(rows.project_id)
        run._wake_up_again()
        run._tell_progress()
        return run

    @api.model
    def _request(self, action, changes):
        """Have users changed. See :meth:`_start`.

        :return: action that shows the run
        :raises AccessError: as :meth:`_database_check_are_ours` of databases
        """
        self.env["project.project"].union(*[change[0] for change in changes])._database_check_are_ours()
        changes_sudo = with_own_hand(self.sudo())  # only the hub itself writes runs and changes
        run = changes_sudo._start(action, changes).sudo(False)
        return form(run, run.display_name)

    def _again(self):
        """Ask for these changes once more, in a run of their own; a database that is gone has none."""
        return self.browse()._request(
            self[:1].action, [(row.project_id, row.login, row.name) for row in self if row.project_id]
        )

    @api.model
    def _preview(self, action, changes):
        """Look what would be done. Commits.

        :param changes: as :meth:`_start` takes them
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

    @api.model
    def _due(self):
        """Databases in which changes wait, which can be asked and which nobody is asking."""
        project, now = self.env["project.project"], fields.Datetime.now()
        waiting = [("state", "=", "waiting"), ("project_id", "any", project._database_pullable_domain())]
        free = self.search(
            [*waiting, ("project_id", "not any", project._database_claimed_domain())], order="id"
        )
        # Over an older connection, perhaps.
        return free.project_id - self.search([*waiting, ("asked_until", ">", now)]).project_id

    @api.model
    def _work_through(self, databases):
        """Make what waits in these databases where nobody else is asking them; the others go on waiting. Commits."""
        claimed = self._try_claim(databases._database_try_claim)
        if not claimed:
            return
        claim = claimed[:1].database_claim
        asked = self._next(claimed)
        claimed.browse(asked)._database_wake_up_synchronization(claimed[0].database_claimed_until)
        jobs = [Job(target, asked[target.id]._work()) for target in claimed.browse(asked)._database_targets()]
        for results in self._ask(jobs, remaining=len(databases)):
            self._write_down(
                results,
                lambda items: self._record({asked[item.target_id]: item for item in items}),
                lambda item, error: asked[item.target_id]._give_up(
                    self._not_stored("changes of users", error)
                ),
            )
        self.browse().union(*asked.values())._put_back()
        claimed.exists()._database_release(claim)
        self._commit()

    @api.model
    def _next(self, databases):
        """Take what is to be done next in each of these databases, which the caller has claimed: the run that came
        first, so that nobody who was invited and then removed comes back. Where a change is being made over an older
        connection, the others wait for its end.

        :return: id of the database -> changes
        """
        waiting = self.search([("project_id", "in", databases.ids), ("state", "=", "waiting")], order="id")
        now, taken = fields.Datetime.now(), {}
        for database, changes in waiting.grouped("project_id").items():
            if any(change.asked_until and change.asked_until > now for change in changes):
                continue
            run = changes.run_id.sorted("id")[:1]
            first = changes & run.change_ids
            first.write({"asked_until": database.database_claimed_until, "tries": first[0].tries + 1})
            taken[database.id] = first
        return taken

    def _put_back(self):
        """There was no time for these: they were not tried."""
        for change in self.filtered(lambda change: change.state == "waiting"):
            change.write({"asked_until": False, "tries": change.tries - 1})

    def _work(self):
        """What to do in the one database of these changes."""
        return work(self[0].action, [(change.login, change.name) for change in self])

    @api.model
    def _record(self, results):
        """Write down what came of changes, and follow it in the users that the hub knows.

        :param results: changes of one database -> :class:`~...remote.values.Result`
        """
        logins = {}
        for changes, result in results.items():
            logins |= changes._end(result)
        self.env["databases.user"]._follow_changes(logins)
        self.browse().union(*results).run_id._tell_progress()

    def _end(self, result):
        """Give these changes of one database their outcome, once.

        :return: change -> the login in the client's database, which is another one where an account was found by its
            e-mail address
        """
        logins = {}
        for change in self.filtered(lambda change: change.state == "waiting"):
            outcome = result.answers.get(change.login)
            error = result.error or (outcome.error if outcome else NotStored("no outcome"))
            if error:
                values = {"state": "failed", "reason": reason(self.env, error), "detail": error.detail}
            else:
                values = {"state": "done" if outcome.effect in TO_DO else "skipped", "effect": outcome.effect}
                logins[change] = outcome.account.login if outcome.account else change.login
            if change.tries > 1 and values["state"] == "skipped":
                values["detail"] = self.env._("An earlier try was interrupted; it may have been done then.")
            change.write({**values, "ended": fields.Datetime.now()})
        return logins

    def _give_up(self, why):
        """The hub could not store what was done: say so. Retrying looks first, so nothing is done twice.

        :param why: RemoteError
        """
        unstored = self.filtered(lambda change: change.state == "waiting")
        unstored.write(
            {
                "ended": fields.Datetime.now(),
                "state": "failed",
                "reason": reason(self.env, why),
                "detail": why.detail,
            }
        )
        self.run_id._tell_progress()
        self._commit()

    def _drop(self):
        """These can't be made any more: the database was archived, or became something else."""
        now = fields.Datetime.now()
        free = self.filtered(lambda change: not change.asked_until or change.asked_until <= now)
        free.write({"ended": fields.Datetime.now(), "state": "failed", "reason": "credentials_missing"})


def work(action, people, dry=False):
    """The work of inviting or removing people in one database.

    :param people: list of (login or address, name)
    """
    if action == "invite":
        return Invitations(tuple(people), dry)
    return Removals(tuple(login for login, _name in people), dry)

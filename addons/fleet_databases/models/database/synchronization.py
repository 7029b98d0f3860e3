from datetime import timedelta

from odoo import api, fields, models

from ...tools.schedule import next_after_failure
from ..run.claim import DATABASE
from ..settings import setting
from ..words import ERROR_WORDS, reason, reasons, sentence


class ProjectProject(models.Model):
    """When a database is synchronized, by which worker, and what the result was the last time."""

    _inherit = "project.project"

    database_last_synchro = fields.Datetime("Last synchronization", copy=False, readonly=True)
    database_next_synchro = fields.Datetime(
        "Next synchronization",
        copy=False,
        readonly=True,
        index="btree_not_null",
        help="Empty: not by itself, before the connection is changed or somebody synchronizes.",
    )
    database_claimed_until = fields.Datetime(
        "Being synchronized until",
        copy=False,
        readonly=True,
        exportable=False,
        help="Nobody else synchronizes it before.",
    )
    database_claim = fields.Char(copy=False, readonly=True, exportable=False, help="Whose claim it is.")
    database_nb_synchro_errors = fields.Integer(
        "Failures in a row", default=0, copy=False, readonly=True, help="One success sets it back to zero."
    )
    database_synchro_error = fields.Selection(reasons, "Last failure", copy=False, readonly=True)
    database_synchro_error_detail = fields.Char("Detail of the last failure", copy=False, readonly=True)
    database_synchro_message = fields.Char("What to do", compute="_compute_database_synchro_message")

    @api.depends("database_synchro_error", "database_synchro_error_detail")
    @api.depends_context("lang")
    def _compute_database_synchro_message(self):
        for project in self:
            kind = project.database_synchro_error
            project.database_synchro_message = kind and sentence(
                self.env, kind, project.database_synchro_error_detail
            )

    @api.model
    def _database_error_words(self):
        """What a person reads of an error. Extend by adding kinds.

        :return: kind of RemoteError -> the reason in two or three words, and a sentence with ``%(detail)s`` in it
        """
        return dict(ERROR_WORDS)

    def _database_connection_changed(self, changed):
        super()._database_connection_changed(changed)
        # Answers that still arrive over the old connection must not be stored.
        self.write({"database_claimed_until": False, "database_claim": False})
        self._database_synchronize_soon()

    def _database_synchronize_soon(self):
        """Let the scheduled action synchronize these databases as soon as possible."""
        self.write({"database_next_synchro": fields.Datetime.now()})
        self._database_wake_up_synchronization()

    @api.model
    def _database_wake_up_synchronization(self, moment=None):
        """Let the scheduled action run at a moment (datetime in UTC), or as soon as a worker is free."""
        self.env.ref("fleet_databases.ir_cron_synchronize")._trigger(moment)

    @api.model
    def _database_claimed_domain(self):
        """Databases that somebody is synchronizing."""
        return DATABASE.held()

    @api.model
    def _database_due_domain(self):
        """Databases that are to be synchronized now."""
        return [
            *self._database_pullable_domain(),
            ("database_next_synchro", "<=", fields.Datetime.now()),
            *DATABASE.free(),
        ]

    def _database_try_claim(self, limit=None):
        """Take these databases for a synchronization, so that nobody else does.

        :param limit: at most so many
        :return: those that were free, in the same order; all with the same ``database_claim``
        """
        return DATABASE.take(self, limit)

    def _database_release(self, claim):
        """End the claim of those that were claimed but not asked."""
        DATABASE.release(self, claim)

    def _database_note_success(self):
        """Write down that these databases have answered, and that it was stored."""
        now = fields.Datetime.now()
        # The run tells it. For the chatter, Odoo would compare all fields that are tracked, for each database.
        self.with_context(mail_notrack=True).write(
            {
                "database_last_synchro": now,
                "database_next_synchro": now + timedelta(hours=setting(self.env, "hours")),
                "database_claimed_until": False,
                "database_claim": False,
                "database_nb_synchro_errors": 0,
                "database_synchro_error": False,
                "database_synchro_error_detail": False,
            }
        )

    def _database_note_errors(self, errors):
        """Write down why these databases gave no answer, or why it could not be stored. The last good answer is kept.

        :param errors: id -> :class:`~...remote.errors.RemoteError`
        """
        now = fields.Datetime.now()
        for database in self:
            error, failures = errors[database.id], database.database_nb_synchro_errors + 1
            database.with_context(mail_notrack=True).write(
                {
                    "database_next_synchro": next_after_failure(now, error, failures),
                    "database_claimed_until": False,
                    "database_claim": False,
                    "database_nb_synchro_errors": failures,
                    "database_synchro_error": reason(self.env, error),
                    "database_synchro_error_detail": error.detail,
                }
            )

    def _database_write_changes(self, values):
        """Write those of the values that differ from what is stored, which the chatter doesn't tell."""
        if changed := {name: value for name, value in values.items() if self[name] != value}:
            self.with_context(mail_notrack=True).write(changed)

    def _database_check_are_ours(self):
        """
        :raises AccessError: the person is no administrator of Databases, or one of these is of a company that is not
            theirs, whichever companies are chosen in the menu
        """
        self._database_check_is_admin()
        self.with_context(allowed_company_ids=self.env.user.company_ids.ids).check_access("write")

    @api.model
    def _database_pullable_domain(self):
        """Those that can be asked."""
        raise NotImplementedError

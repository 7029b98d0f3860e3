import time

from odoo import models

from ..own_hand import with_own_hand
from ..run.claim import DATABASE
from ..run.databases_engine import WHILE_WAITING_DATABASES, WHILE_WAITING_SECONDS

# Seconds after which we look again whether somebody else is done.
_LOOK_AGAIN = 0.5


class ProjectProject(models.Model):
    """A person synchronizes databases."""

    _inherit = "project.project"

    def action_database_synchronize(self):
        """Synchronize these databases: a few while the person waits, many in the background. Commits.

        :return: action that tells the person what came of it
        :raises AccessError: the person is no administrator of Databases
        """
        return self._database_run_for_me()._notification()

    def action_database_synchronize_all(self):
        """Synchronize every database, whichever are selected. See :meth:`action_database_synchronize`."""
        return self.search(self._database_pullable_domain()).action_database_synchronize()

    def _database_run_for_me(self):
        """See :meth:`action_database_synchronize`.

        :return: the run, as superuser
        """
        self._database_check_is_admin()
        databases = self.filtered_domain(self._database_pullable_domain())
        databases_sudo = with_own_hand(databases.sudo())  # only the hub itself writes runs
        return databases_sudo._database_synchronize(self.env.user)

    def _database_synchronize(self, user):
        """See :meth:`action_database_synchronize`.

        :return: the run; an empty one where there is nothing to synchronize
        """
        runs = self.env["databases.run"]
        if not self:
            return runs
        run = runs._open(self, user)
        if len(self) > WHILE_WAITING_DATABASES:
            self._database_synchronize_soon()
            return run
        self._database_synchronize_while_waiting(run)
        run._tell_progress()
        # There was no time for these, and nobody else is asking them.
        run._awaited().filtered_domain(DATABASE.free())._database_synchronize_soon()
        runs._wake_up_again()
        return run

    def _database_synchronize_while_waiting(self, run):
        """Synchronize these databases, and wait for those that somebody else is synchronizing, as long as a person
        waits. Commits.

        :param run: what waits for them
        """
        runs, left, claimed = run.browse(), WHILE_WAITING_SECONDS, self._database_try_claim()
        ends = time.monotonic() + left
        run._tell_already(self - claimed)
        while True:
            if claimed:
                runs._pull(claimed, seconds=left)
            else:
                runs._commit()
                time.sleep(min(left, _LOOK_AGAIN))
            waiting, left = run._awaited(), ends - time.monotonic()
            if not waiting or left <= 0:
                return
            claimed = runs._try_claim(waiting._database_try_claim) or waiting.browse()

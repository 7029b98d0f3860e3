from odoo import api, models

from .claim import Claim


class DatabasesRhythm(models.AbstractModel):
    """Something that is done again and again for the records of one model, in waves. A wave claims the records that are
    due and ends the transaction. It does them in threads, and writes down each result while the others are still being
    done.

    A rhythm inherits this, defines what stands below, and has a scheduled action that calls :meth:`_wave`.
    """

    _name = "databases.rhythm"
    _inherit = ["databases.engine"]
    _description = "Rhythm"

    # The model of the records, the order in which they are taken, and how many are taken at once.
    _records = ""
    _due_order = "id"
    _wave_size = 1000
    # Where these records say who works on them. Each rhythm has its own two fields for that.
    _record_claim = Claim("", "")

    @api.model
    def _due_domain(self):
        """The domain of the records that are due. Like :meth:`~.claim.Claim.free`, it leaves out claimed ones."""
        raise NotImplementedError

    @api.model
    def _jobs(self, records):
        """The jobs for these records.

        :param records: the claimed ones
        :return: list of :class:`~...remote.values.Job`; the id of the target of a job is the id of its record
        """
        raise NotImplementedError

    @api.model
    def _store(self, records, results):
        """Store the results of some of the records, so that these are no longer due.

        :param records: the claimed ones, but not those that were deleted or claimed anew meanwhile
        :param results: id -> :class:`~...remote.values.Result`
        """
        raise NotImplementedError

    @api.model
    def _store_alone(self, record, result, error):
        """React when the result of one record could not be stored. By default nothing is stored, and the record is
        tried again when its claim ends.

        :param error: the exception
        """
        self._not_stored(self._description, error)

    @api.model
    def _wave(self):
        """The scheduled action: do one wave. Odoo calls it again while due records remain."""
        if claims := self._try_claim(self._claim_due):
            claimed, due = claims
            self._pull(claimed, remaining=len(due))
        self._commit(remaining=self._count_due())

    @api.model
    def _count_due(self):
        return self.env[self._records].search_count(self._due_domain())

    @api.model
    def _claim_due(self):
        """Claim the records of one wave.

        :return: the claimed ones, and all that were due
        """
        due = self.env[self._records].search(self._due_domain(), order=self._due_order)
        return self._record_claim.take(due, limit=self._wave_size), due

    @api.model
    def _pull(self, records, remaining=None, seconds=None):
        """Work on these records, which the caller has claimed, and store the results. Commits.

        :param seconds: after this time no other record is begun; that of a wave by default
        :param remaining: how many are due, for the scheduler
        """
        token = records[:1][self._record_claim.token]
        # The claim is committed before we look up what the jobs need, so that it can't be lost then.
        self._commit(remaining=remaining)
        given_up = records.browse()
        for results in self._ask(self._jobs(records), seconds):
            given_up += self._write_results(results, token)
        # A record whose result can in no way be stored keeps its claim. Otherwise it would be due again at once.
        self._record_claim.release(records - given_up, token)

    @api.model
    def _write_results(self, results, token):
        """Store what arrived for the records that are held with this token. Commits.

        :return: the records whose results could not be stored in the usual way
        """
        given_up = []

        def give_up(result, error):
            given_up.append(result.target_id)
            self._give_up(result, token, error)

        self._write_down(results, lambda items: self._store_claimed(items, token), give_up)
        return self.env[self._records].browse(given_up)

    @api.model
    def _store_claimed(self, results, token):
        by_id = {result.target_id: result for result in results}
        kept = self._record_claim.kept(self.env[self._records].browse(by_id), token)
        self._store(kept, {id_: by_id[id_] for id_ in kept.ids})

    @api.model
    def _give_up(self, result, token, error):
        record = self._record_claim.kept(self.env[self._records].browse(result.target_id), token)
        if record:
            self._store_alone(record, result, error)

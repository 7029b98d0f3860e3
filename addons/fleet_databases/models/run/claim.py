import uuid
from datetime import timedelta
from typing import NamedTuple

from odoo import fields

# Longer than a wave can last, even with the slowest record in it.
LEASE = timedelta(minutes=15)


class Claim(NamedTuple):
    """Where the records of a model say who works on them: two of its fields. If two workers take a record at the same
    moment, the second one fails, because taking it writes the record.

    :param until: name of a Datetime field; until then nobody else takes the record
    :param token: name of a Char field, which identifies the claim
    """

    until: str
    token: str

    def held(self):
        """:return: domain of the records that somebody works on"""
        return [(self.until, ">", fields.Datetime.now())]

    def free(self):
        """:return: domain of the records that nobody works on"""
        return ["|", (self.until, "=", False), (self.until, "<=", fields.Datetime.now())]

    def take(self, records, limit=None):
        """Take records, so that nobody else does.

        :param limit: the most records to take
        :return: those that were free, in the same order; all with the same token
        """
        free = records.try_lock_for_update(allow_referencing=True, limit=limit)
        # This one, and not all fields of a thousand records.
        free.fetch([self.until])
        free -= free.filtered_domain(self.held())
        self._note(free, fields.Datetime.now() + LEASE, uuid.uuid4().hex)
        return free

    def kept(self, records, token):
        """:return: those of the records that still exist and are held with this token"""
        return self._with_token(records, token, self.held())

    def release(self, records, token):
        """Give back those of the records that still exist and are held with this token."""
        self._note(self._with_token(records, token), False, False)

    def _with_token(self, records, token, domain=()):
        return records.with_context(active_test=False).search(
            [("id", "in", records.ids), (self.token, "=", token), *domain]
        )

    def _note(self, records, until, token):
        # Otherwise Odoo would read all fields, and compare those that are tracked for the chatter.
        few = records.with_context(mail_notrack=True, prefetch_fields=False)
        few.write({self.until: until, self.token: token})


# Only one worker at a time asks a database. A changed connection ends the claim.
DATABASE = Claim("database_claimed_until", "database_claim")

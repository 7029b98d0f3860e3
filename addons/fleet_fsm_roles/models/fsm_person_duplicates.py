import re
from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

# Numbers are written with and without the code of the country: the end tells them apart.
_LAST_DIGITS = 8


class FsmPersonDuplicatesMixin(models.AbstractModel):
    _name = "fsm.person.duplicates.mixin"
    _description = "Workers who seem to be one person"

    @api.model
    def _find_duplicates(self):
        """Find workers who seem to be one person: on one contact, or with the same mail address, phone number or name
        as a user or another worker. Two users are never one person.

        :return: list of (user or none, workers, why: ``contact``, ``email``, ``phone`` or ``name``, the weakest of
            several); one worker alone stands on another contact than the user
        """
        found = self._by_person(self.with_context(active_test=False).search(Domain.TRUE))
        why_of = dict.fromkeys(found, "contact")
        for why, keys_of in (("email", _addresses), ("phone", _numbers), ("name", _names)):
            found, joined = self._join(found, keys_of)
            why_of |= dict.fromkeys(joined, why)
        return [
            (user, workers._kept_first(), why_of[person])
            for person, workers in found.items()
            for user in [person if person._name == "res.users" else person.user_ids]
            if len(workers) > 1 or (user and workers.partner_id != user.partner_id)
        ]

    def _by_person(self, workers):
        """:return: user, or else contact -> workers; users first"""
        found = defaultdict(self.browse)
        for worker in workers.sorted(
            lambda worker: not (worker.worker_user_id or worker.partner_id.user_ids)
        ):
            found[worker.worker_user_id or worker.partner_id.user_ids[:1] or worker.partner_id] |= worker
        return found

    def _join(self, found, keys_of):
        """Add workers without a user to the one person who has the same key, if it is one.

        :param found: as of :meth:`_by_person`
        :param keys_of: function, worker or user -> set of keys
        :return: the same, with fewer persons, and the set of those who got workers by this
        """
        owners, joined_to = {}, set()
        for user in self.env["res.users"].search([("share", "=", False)]):
            for key in keys_of(user):
                owners[key] = None if key in owners else user
        joined = defaultdict(self.browse)
        for person, workers in found.items():
            keys = set().union(*map(keys_of, workers))
            owner = {owners[key] for key in keys if owners.get(key)}
            if person._name != "res.users" and len(owner) == 1:
                (owner,) = owner
                joined_to.add(owner)
            else:
                owner = person
            for key in keys:
                owners.setdefault(key, owner)
            joined[owner] |= workers
        return joined, joined_to

    def _kept_first(self):
        """:return: the same workers, the one to keep first: whom a user is, then who is active, then who was first"""
        return self.sorted(lambda worker: (not worker.worker_user_id, not worker.active, worker.id))


def _addresses(person):
    return {person.email_normalized} - {False}


def _names(person):
    return {" ".join((person.name or "").casefold().split())} - {""}


def _numbers(person):
    numbers = [person.phone, person.mobile if person._name == "fsm.person" else False]
    digits = {re.sub(r"\D", "", number)[-_LAST_DIGITS:] for number in numbers if number}
    return {number for number in digits if len(number) == _LAST_DIGITS}

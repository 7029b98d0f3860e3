from collections import defaultdict

from odoo import api, models


class FsmPerson(models.Model):
    _inherit = "fsm.person"

    @api.model
    def _find_duplicates(self):
        """Find workers who seem to be one person: on one contact, or with the mail address of a user.

        :return: list of (user or none, workers): one worker alone stands on another contact than the user
        """
        workers = self.with_context(active_test=False).search([])
        users = self._users_by_address(workers.filtered(lambda worker: not worker.worker_user_id))
        of_person = defaultdict(self.browse)
        for worker in workers:
            user = worker.worker_user_id or worker.partner_id.user_ids[:1] or users.get(worker.email_normalized)
            of_person[user or worker.partner_id] |= worker
        return [
            (user, found._kept_first())
            for person, found in of_person.items()
            for user in [person if person._name == "res.users" else person.user_ids]
            if len(found) > 1 or user and found.partner_id != user.partner_id
        ]

    def _users_by_address(self, workers):
        addresses = {worker.email_normalized for worker in workers} - {False}
        users = self.env["res.users"].search([("email_normalized", "in", addresses), ("share", "=", False)])
        return {user.email_normalized: user for user in users}

    def _kept_first(self):
        """:return: the same workers, the one to keep first: whom a user is, then who is active, then who was first"""
        return self.sorted(lambda worker: (not worker.worker_user_id, not worker.active, worker.id))

    def _merge(self, others, user=None):
        """Make this worker out of several: orders, teams, locations, history and contacts come along.

        Changing the contact of a user takes the rights of a user administrator: a mail address is a way to log in.

        :param others: workers that are gone afterwards
        :param user: user whose contact to keep; without, it is the contact of this worker
        """
        self.ensure_one()
        others -= self
        (self | others).check_access("unlink")
        contact = (self.worker_user_id or user or self).partner_id
        contacts = (self | others).partner_id - contact
        names = ", ".join((contacts or others).mapped("display_name"))
        if others:
            self._take_over(others)
        self._merge_contacts(contacts, contact)
        self._link_users()
        self.message_post(body=self.env._("Merged with %(names)s.", names=names))

    def _take_over(self, others):
        """What points to other workers points to this one, the way Odoo merges contacts."""
        self.message_subscribe(others.message_partner_ids.ids)
        # A second row of the same place or the same person's calendar can't be moved; without this, none of them would.
        self._drop_repeated("fsm.location.person", "location_id", others)
        self._drop_repeated("fsm.person.calendar.filter", "user_id", others)
        merge = self.env["base.partner.merge.automatic.wizard"]
        merge._update_foreign_keys_generic("fsm.person", others, self)
        merge._update_reference_fields_generic("fsm.person", others, self)
        self.env.invalidate_all()
        others.worker_user_id = False
        merge._update_values(others, self)
        others.unlink()

    def _drop_repeated(self, model, field, others):
        rows_sudo = self.env[model].sudo().search([("person_id", "in", (self | others).ids)])  # everybody's calendars
        kept = {}
        for row in rows_sudo.sorted(lambda row: row.person_id != self):
            kept.setdefault(row[field], row)
        (rows_sudo - rows_sudo.concat(*kept.values())).unlink()

    @api.model
    def _merge_contacts(self, contacts, kept):
        # One by one: Odoo merges three at most at a time.
        for contact in contacts:
            self.env["base.partner.merge.automatic.wizard"]._merge((contact | kept).ids, kept)
        self.env.invalidate_all()

from collections import defaultdict

from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain


class FsmPersonMergeMixin(models.AbstractModel):
    """Workers who are one person: how they are found, and how one is made of them."""

    _name = "fsm.person.merge.mixin"
    _description = "Workers who are one person"

    @api.depends_context("with_orders")
    def _compute_display_name(self):
        """Tell workers of one name apart, where that is asked for."""
        super()._compute_display_name()
        if not self.env.context.get("with_orders"):
            return
        counts = dict(
            self.env["fsm.order"]._read_group([("person_id", "in", self.ids)], ["person_id"], ["__count"])
        )
        for worker in self:
            told = {
                "name": worker.display_name,
                "number": worker._origin.id,
                "orders": counts.get(worker._origin, 0),
            }
            if worker.active:
                worker.display_name = self.env._("%(name)s (no. %(number)s, orders: %(orders)s)", **told)
            else:
                worker.display_name = self.env._(
                    "%(name)s (no. %(number)s, orders: %(orders)s, archived)", **told
                )

    @api.model
    def _find_duplicates(self):
        """Find workers who seem to be one person: on one contact, or with the mail address of a user.

        :return: list of (user or none, workers): one worker alone stands on another contact than the user
        """
        workers = self.with_context(active_test=False).search(Domain.TRUE)
        users = self._users_by_address(workers.filtered(lambda worker: not worker.worker_user_id))
        of_person = defaultdict(self.browse)
        for worker in workers:
            user = (
                worker.worker_user_id or worker.partner_id.user_ids[:1] or users.get(worker.email_normalized)
            )
            of_person[user or worker.partner_id] |= worker
        return [
            (user, found._kept_first())
            for person, found in of_person.items()
            for user in [person if person._name == "res.users" else person.user_ids]
            if len(found) > 1 or (user and found.partner_id != user.partner_id)
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

        That takes the rights of a user administrator, as the contact of a user changes: its mail address is a way to
        log in.

        :param others: workers that are gone afterwards
        :param user: user who is this worker, if none of the workers knows
        """
        self.ensure_one()
        self.env["res.users"].check_access("write")
        together = self | others
        others = together - self
        contact = (together.worker_user_id[:1] or user or self).partner_id
        contacts = together.partner_id - contact
        (contacts | contact).check_access("write")
        names = ", ".join((contacts or others).mapped("display_name"))
        if others:
            self._take_over(others)
        contact_sudo = contact.sudo()  # Odoo's merge reads more, such as visitors of a website
        merge_sudo = contact_sudo.env["base.partner.merge.automatic.wizard"]
        # One by one: Odoo merges three at most at a time. Contacts of two users it refuses to merge.
        for other_contact in contacts:
            merge_sudo._merge((other_contact | contact).ids, contact_sudo)
        self.env.invalidate_all()
        self._link_users()
        self.message_post(body=Markup("%s") % self.env._("Merged with %(names)s.", names=names))

    def _take_over(self, others):
        """What points to other workers points to this one, the way Odoo merges contacts."""
        self.write(self._missing_values(others))
        self.message_subscribe(others.message_partner_ids.ids)
        # A second row of the same place or in the same person's calendar can't be moved; Odoo would drop them all.
        self._drop_repeated("fsm.location.person", "location_id", others)
        self._drop_repeated("fsm.person.calendar.filter", "user_id", others)
        merge = self.env["base.partner.merge.automatic.wizard"]
        merge._update_foreign_keys_generic("fsm.person", others, self)
        merge._update_reference_fields_generic("fsm.person", others, self)
        self.env.invalidate_all()
        others.unlink()

    def _missing_values(self, others):
        """:return: what others know of themselves and this worker doesn't"""
        own = [
            name
            for name, field in self._fields.items()
            if field.store and not field.compute and field.type not in ("one2many", "many2many")
        ]
        return {
            name: self._fields[name].convert_to_write(other[name], other)
            for other in others
            for name in own
            if name != "worker_user_id" and other[name] and not self[name]
        }

    def _drop_repeated(self, model, field, others):
        rows_sudo = self.env[model].sudo().with_context(active_test=False)  # everybody's calendars
        rows_sudo = rows_sudo.search([("person_id", "in", (self | others).ids)])
        seen, repeated = set(), rows_sudo.browse()
        for row in rows_sudo.sorted(lambda row: row.person_id != self):
            if row[field] in seen:
                repeated += row
            seen.add(row[field])
        repeated.unlink()

from datetime import date, timedelta

from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .common import FieldServiceCase


class TestDuplicates(FieldServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.user_of("admin")
        cls.user = cls.user_of("installer", "anna")
        cls.worker = cls.worker_of(cls.user)

    def duplicate(self, **values):
        return self.env["fsm.person"].create({"name": "Anna", "email": "Anna@Example.com", **values})

    def second_on_contact(self, contact):
        """As databases have them from before."""
        second = self.env["fsm.person"].create({"name": "Second"})
        self.env.flush_all()
        self.env.cr.execute("UPDATE fsm_person SET partner_id = %s WHERE id = %s", (contact.id, second.id))
        self.env.invalidate_all()
        return second

    def found(self):
        found = self.env["fsm.person"].with_user(self.admin)._find_duplicates()
        return [(user, workers) for user, workers, _why in found]

    def test_nothing_found(self):
        self.env["fsm.person"].create({"name": "Subcontractor", "email": "sub@example.com"})
        self.assertEqual(self.found(), [])

    def test_found_on_one_contact(self):
        second = self.second_on_contact(self.user.partner_id)
        self.assertEqual(self.found(), [(self.user, self.worker + second)])

    def test_found_on_one_contact_without_a_user(self):
        first = self.env["fsm.person"].create({"name": "Subcontractor"})
        second = self.second_on_contact(first.partner_id)
        first.action_archive()
        self.assertEqual(self.found(), [(self.env["res.users"], second + first)])

    def test_found_by_the_address_of_a_user(self):
        second = self.duplicate()
        second.action_archive()
        self.assertEqual(self.found(), [(self.user, self.worker + second)])

    def test_found_by_the_address_of_a_user_who_has_no_worker(self):
        clerk = new_test_user(self.env, "clerk", email="clerk@example.com")
        worker = self.duplicate(email="clerk@example.com")
        self.assertEqual(self.found(), [(clerk, worker)])
        worker.with_user(self.admin)._merge(self.env["fsm.person"], clerk)
        self.assertEqual((worker.partner_id, worker.worker_user_id), (clerk.partner_id, clerk))

    def test_names_are_text(self):
        live = '<img src="x"><a href="//elsewhere.example">Anna</a>'
        self.worker.with_user(self.admin)._merge(self.duplicate(name=live))
        bodies = [html.fromstring(body) for body in self.worker.message_ids.mapped("body") if body]
        self.assertIn(f"Merged with {live}.", [body.text_content() for body in bodies])
        self.assertEqual(
            [body for body in bodies if body.xpath("//img | //a[@href='//elsewhere.example']")], []
        )

    def test_nothing_is_lost(self):
        category, other_category = self.env["fsm.category"].create([{"name": "Heat"}, {"name": "Water"}])
        calendar = self.env["resource.calendar"].create({"name": "Nights"})
        place, other_place = self.env["fsm.location"].create(
            [{"name": name, "owner_id": self.location.owner_id.id} for name in ("Here", "There")]
        )
        self.worker.category_ids = category
        second = self.duplicate(
            mobile="+358 40 1", calendar_id=calendar.id, category_ids=[category.id, other_category.id]
        )
        contact = second.partner_id
        self.env["fsm.location.person"].create(
            [
                {"location_id": location.id, "person_id": worker.id}
                for location, worker in ((place, self.worker), (place, second), (other_place, second))
            ]
        )
        self.env["fsm.person.calendar.filter"].create(
            [{"user_id": self.admin.id, "person_id": worker.id} for worker in (self.worker, second)]
        )
        order, requested = self.order(second), self.order(person_ids=[second.id, self.worker.id])
        territory = self.env["res.territory"].create(
            {"name": "North", "person_id": second.id, "person_ids": second.ids}
        )
        message = second.message_post(body="Has the keys")
        second.message_subscribe(self.admin.partner_id.ids)
        note = contact.message_post(body="Is left-handed")

        self.worker.with_user(self.admin)._merge(second, self.user)

        self.assertFalse(second.exists() or contact.exists())
        self.assertEqual(order.person_id, self.worker)
        self.assertEqual(requested.person_ids, self.worker)
        self.assertEqual((territory.person_id, territory.person_ids), (self.worker, self.worker))
        self.assertEqual(self.worker.location_ids.location_id, place + other_place)
        self.assertEqual(self.worker.category_ids, category + other_category)
        self.assertEqual((self.worker.mobile, self.worker.calendar_id), ("+358 40 1", calendar))
        self.assertEqual(self.env["fsm.person.calendar.filter"].search([]).person_id, self.worker)
        self.assertEqual((message.res_id, note.res_id), (self.worker.id, self.user.partner_id.id))
        self.assertIn(self.admin.partner_id, self.worker.message_partner_ids)
        self.assertEqual(
            (self.worker.partner_id, self.worker.worker_user_id), (self.user.partner_id, self.user)
        )
        self.assertTrue(self.worker.active)
        self.assertEqual(self.found(), [])

    def test_active_worker_gives_its_activity(self):
        self.user.action_archive()
        second = self.second_on_contact(self.user.partner_id)
        self.worker._merge(second)
        self.assertTrue(self.worker.active)

    def test_two_users_are_two_people(self):
        other = self.worker_of(self.user_of("installer", "bert"))
        with self.assertRaises(UserError):
            self.worker.with_user(self.admin)._merge(other)

    def test_wizard_merges_what_it_offers(self):
        second = self.duplicate()
        order = self.order(second)
        wizard = self.env["fsm.person.merge"].with_user(self.admin).create({})
        self.assertEqual(wizard.line_ids.worker_ids, self.worker + second)
        wizard.action_merge()
        self.assertEqual(order.person_id, self.worker)

    def test_workers_of_one_name_are_told_apart(self):
        second = self.duplicate()
        self.order(second)
        second.action_archive()
        self.assertEqual(second.display_name, "Anna")
        told = second.with_context(with_orders=True).display_name
        self.assertEqual(told, f"Anna (no. {second.id}, orders: 1, archived)")
        self.assertIn("orders: 0)", self.worker.with_context(with_orders=True).display_name)

    def test_wizard_offers_as_many_as_one_request_can_merge(self):
        users = self.env["res.users"].create(
            [
                {"name": f"U {number}", "login": f"u{number}", "email": f"u{number}@example.com"}
                for number in range(23)
            ]
        )
        self.env["fsm.person"].create([{"name": user.name, "email": user.email} for user in users])
        wizard = self.env["fsm.person.merge"].with_user(self.admin).create({})
        self.assertEqual((len(wizard.line_ids), wizard.rest), (20, 3))

    def test_wizard_with_chosen_workers(self):
        first, second = self.env["fsm.person"].create([{"name": "Sub"}, {"name": "Sub Again"}])
        chosen = {"active_model": "fsm.person", "active_ids": (first + second).ids}
        wizard = self.env["fsm.person.merge"].with_user(self.admin).with_context(**chosen).create({})
        wizard.line_ids.kept_id = second
        wizard.action_merge()
        self.assertFalse(first.exists())
        self.assertTrue(second.exists())

    def test_who_may_change_access_rights_merges_all_but_administrators(self):
        """What they are offered does not stop at the first administrator; what they choose themselves does."""
        clerk = self.user_of("foreman", "clerk")
        clerk.group_ids += self.env.ref("base.group_erp_manager")
        boss, future = self.user_of("foreman", "boss"), self.user_of("foreman", "future")
        boss.group_ids += self.env.ref("base.group_system")
        self.role("admin")._assign(future, date_from=date.today() + timedelta(days=30))
        kept = [self.duplicate(name=user.name, email=user.email) for user in (boss, future)]
        kept.append(self.second_on_contact(boss.partner_id))
        of_anna = self.duplicate()
        offers, merge = {}, self.env["fsm.person.merge"]
        for person in (clerk, self.admin):
            wizard = merge.with_user(person).create({})
            offers[person] = dict(
                zip(wizard.line_ids.user_id, wizard.line_ids.mapped("is_chosen"), strict=True)
            )
        self.assertEqual(offers[clerk], {self.user: True, boss: False, future: False})
        self.assertEqual(set(offers[self.admin].values()), {True})

        chosen = {"active_model": "fsm.person", "active_ids": (kept[0] + self.worker_of(boss)).ids}
        by_hand = merge.with_user(clerk).with_context(**chosen).create({})
        self.assertFalse(by_hand.line_ids.is_chosen)
        by_hand.line_ids.is_chosen = True
        with self.assertRaises(AccessError) as refused:
            by_hand.action_merge()
        self.assertIn("only an administrator", str(refused.exception))

        merge.with_user(clerk).create({}).action_merge()
        self.assertFalse(of_anna.exists())
        self.assertEqual([worker.exists() for worker in kept], kept)

    def test_wizard_with_nothing_chosen(self):
        self.duplicate()
        wizard = self.env["fsm.person.merge"].create({})
        wizard.line_ids.is_chosen = False
        with self.assertRaises(UserError):
            wizard.action_merge()

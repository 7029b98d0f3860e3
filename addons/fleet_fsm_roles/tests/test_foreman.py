"""A foreman works with workers who are users, and becomes nobody by it."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.fleet_user_roles.tests.over_rpc import QUIET, OverRpc, Refused

from .common import FieldServiceCase

MINE = "foreman@elsewhere.example"


class ForemanCase(FieldServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreman = cls.user_of("foreman")
        cls.admin = cls.user_of("admin")
        cls.clerk = new_test_user(cls.env, "clerk", name="Clara", email="clerk@example.com", phone="09 1")
        cls.workers = cls.env["fsm.person"].with_user(cls.foreman)


class TestWorkersOfUsers(ForemanCase):
    def test_worker_of_a_user_in_the_form(self):
        form = Form(self.workers)
        form.worker_user_id = self.clerk
        self.assertEqual((form.name, form.phone), ("Clara", "09 1"))
        form.phone, form.mobile = "09 2", "040 1"
        worker = form.save()
        self.assertEqual((worker.partner_id, worker.worker_user_id), (self.clerk.partner_id, self.clerk))
        self.assertEqual((self.clerk.phone, worker.mobile), ("09 2", "040 1"))
        self.assertEqual((self.clerk.name, self.clerk.email), ("Clara", "clerk@example.com"))
        self.assertFalse(worker.env.su)

    def test_worker_of_a_contact(self):
        convert = self.env["fsm.wizard"].with_user(self.foreman).create({"fsm_record_type": "person"})
        convert.with_context(active_ids=self.clerk.partner_id.ids).action_convert()
        self.assertEqual(self.worker_of(self.clerk).partner_id, self.clerk.partner_id)

    def test_several_at_once(self):
        names = [{"name": "Sub"}, {"partner_id": self.clerk.partner_id.id}, {"name": "Another"}]
        self.assertEqual(self.workers.create(names).mapped("name"), ["Sub", "Clara", "Another"])

    def test_phone(self):
        worker = self.worker_of(self.user_of("installer"))
        sub = self.workers.create({"name": "Sub"})
        (worker + sub).with_user(self.foreman).write({"phone": "09 3", "mobile": "040 3"})
        self.assertEqual((worker + sub).mapped("phone"), ["09 3", "09 3"])
        self.assertEqual((worker + sub).mapped("mobile"), ["040 3", "040 3"])

    def test_installers_change_nobodys_phone(self):
        installer = self.user_of("installer")
        for worker in self.worker_of(installer) + self.worker_of(self.user_of("installer", "colleague")):
            with self.assertRaises(AccessError):
                worker.with_user(installer).write({"phone": "09 4"})

    def test_users_of_administrators_rights_are_not_bound(self):
        self.role("foreman")._assign(self.clerk)
        worker = self.worker_of(self.clerk).with_user(self.admin)
        worker.write({"phone": "09 5", "email": "clara@example.com"})
        self.assertEqual((self.clerk.phone, self.clerk.email), ("09 5", "clara@example.com"))


@tagged("post_install", "-at_install")
class TestNobodyIsTakenOver(OverRpc, ForemanCase):
    """By what somebody signs in: a link to a new password goes to the mail address."""

    def ways(self, user):
        contact = user.partner_id.id
        worker = self.worker_of(user).id or self.env["fsm.person"].create({"partner_id": contact}).id
        other = self.env["fsm.person"].create({"name": user.name, "email": MINE})
        line = {"user_id": user.id, "worker_ids": [Command.set(other.ids)], "kept_id": other.id}
        yield "fsm.person", "write", [worker], {"email": MINE}
        yield "fsm.person", "write", [worker], {"phone": "09 6", "email": MINE}
        yield "fsm.person", "write", [worker], {"user_ids": [Command.update(user.id, {"password": "known"})]}
        yield "fsm.person", "write", [worker], {"partner_id": contact, "email": MINE}
        yield "fsm.person", "write", [worker], {"phone": "09 6", "partner_id": contact}
        yield "fsm.person", "load", [".id", "email"], [[str(worker), MINE]]
        yield "fsm.person", "write", [worker], {"signup_type": "reset"}
        yield "fsm.person.merge", "create", {"line_ids": [Command.create({**line, "user_id": user.id})]}

    def made(self, user):
        return (user.login, user.email, user.name, user.active, user.partner_id, user.partner_id.signup_type)

    def test_over_rpc(self):
        for user in (self.clerk, self.admin):
            before = self.made(user)
            self.log_in(self.foreman)
            for model, method, *args in self.ways(user):
                with self.subTest(user=user.login, args=args), mute_logger(*QUIET):
                    try:
                        result = self.attempt(model, method, *args)
                        if model == "fsm.person.merge":
                            self.call(model, "action_merge", [result])
                    except Refused:
                        self.env.invalidate_all()
                    self.assertEqual(self.made(user), before)

    def test_new_workers_take_nothing_along(self):
        self.log_in(self.foreman)
        for values in (
            {"email": MINE},
            {"name": "Mine"},
            {"user_ids": [Command.clear()]},
            {"street": "Here 1"},
        ):
            for whose in ({"worker_user_id": self.clerk.id}, {"partner_id": self.clerk.partner_id.id}):
                with mute_logger(*QUIET), self.assertRaises(Refused):
                    self.call("fsm.person", "create", {**whose, **values})
        self.assertEqual((self.clerk.email, self.clerk.name), ("clerk@example.com", "Clara"))

    def test_administrators_are_reached_as_before(self):
        self.log_in(self.foreman)
        (worker,) = self.call("fsm.person", "create", [{"worker_user_id": self.admin.id}])
        self.assertEqual(self.worker_of(self.admin).id, worker)
        with mute_logger(*QUIET), self.assertRaisesRegex(Refused, "only an administrator"):
            self.call("fsm.person", "write", [worker], {"phone": "09 7"})


class TestDuplicatesOfAForeman(ForemanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.user_of("installer", "anna")
        cls.user.phone = "+358 40 123 4567"
        cls.worker = cls.worker_of(cls.user)

    def offered(self):
        return self.env["fsm.person.merge"].with_user(self.foreman).create({}).line_ids

    def test_found_by_name_phone_or_address(self):
        for why, values in (
            ("email", {"name": "A", "email": "Anna@Example.com"}),
            ("phone", {"name": "A", "phone": "040 1234567"}),
            ("phone", {"name": "A", "mobile": "00358401234567"}),
            ("name", {"name": " anna "}),
        ):
            with self.subTest(values=values):
                second = self.workers.create(values)
                line = self.offered()
                self.assertEqual(
                    (line.user_id, line.worker_ids, line.why), (self.user, self.worker + second, why)
                )
                self.assertEqual(line.is_chosen, why == "email")
                second.unlink()

    def test_found_among_workers_without_users(self):
        first, second, third = self.workers.create(
            [
                {"name": "Sub"},
                {"name": "sub", "phone": "09 765 4321 0"},
                {"name": "S", "mobile": "0976543210"},
            ]
        )
        self.assertEqual(self.offered().worker_ids, first + second + third)

    def test_users_of_one_name_are_not_offered(self):
        namesake = self.user_of("installer", "bert")
        namesake.write({"name": self.user.name, "phone": self.user.phone})
        self.assertFalse(self.offered())
        self.workers.create({"name": self.user.name})
        self.assertFalse(self.offered(), "nobody knows which of the two")

    def test_merging_leaves_contacts_alone(self):
        second = self.workers.create({"name": "Anna", "email": MINE, "mobile": "040 9"})
        contact, order = second.partner_id, self.order(second)
        self.user.partner_id.email = False
        line = self.offered()
        self.assertEqual(line.kept_id, self.worker)
        line.is_chosen = True
        line.merge_id.action_merge()
        self.assertFalse(second.exists())
        self.assertEqual((order.person_id, self.worker.mobile), (self.worker, "040 9"))
        self.assertEqual((self.user.email, contact.exists().email), (False, MINE))
        self.assertFalse(contact.fsm_person)
        self.assertFalse(self.offered())

    def test_worker_moves_to_the_contact_of_the_user(self):
        """Also if it is the one to be kept."""
        second = self.workers.create({"name": "Anna"})
        order = self.order(self.worker)
        line = self.offered()
        line.write({"is_chosen": True, "kept_id": second.id})
        line.merge_id.action_merge()
        self.assertEqual((second.partner_id, second.worker_user_id), (self.user.partner_id, self.user))
        self.assertEqual(order.person_id, second)

    def test_worker_of_a_user_who_has_none(self):
        second = self.workers.create({"name": "clara"})
        line = self.offered()
        self.assertEqual((line.user_id, line.worker_ids), (self.clerk, second))
        line.is_chosen = True
        line.merge_id.action_merge()
        self.assertEqual((second.partner_id, second.worker_user_id), (self.clerk.partner_id, self.clerk))

    def test_two_users_are_two_people(self):
        other = self.worker_of(self.user_of("installer", "bert"))
        with self.assertRaises(UserError):
            self.worker.with_user(self.foreman)._merge(other)

    def test_installers_merge_nothing(self):
        with self.assertRaises(AccessError):
            self.env["fsm.person.merge"].with_user(self.user).create({})

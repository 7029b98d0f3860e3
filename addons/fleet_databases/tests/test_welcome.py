from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user

from odoo.addons.fleet_databases.models.user.databases_user_change import Asked
from odoo.addons.fleet_databases.remote.errors import MethodNotFound
from odoo.addons.fleet_databases.remote.work.accounts import CREATE, REACTIVATE, AccountOutcome
from odoo.addons.fleet_databases.remote.work.inviting import new_rights

from .common import DatabasesCase


class Told:
    """A session that has these answers."""

    def __init__(self, series, answers):
        self.series = series
        self.answers = answers
        self.asked = []

    def call(self, model, method, params):
        self.asked.append((model, method, params))
        if model not in self.answers:
            raise MethodNotFound(model)
        return self.answers[model]


class TestRights(DatabasesCase):
    """The preview says which rights a person will have."""

    def test_new_users_get_what_the_database_gives(self):
        groups = [
            {"id": 1, "full_name": "User types / Internal User"},
            {"id": 7, "full_name": "Sales / User"},
        ]
        for series, field, commands, parameter in (
            ((19, 0), "group_ids", [[6, 0, [1, 7]]], "fields"),
            ((17, 0), "groups_id", [[4, 1, 0], [4, 7, 0]], "fields_list"),
        ):
            session = Told(series, {"res.users": {field: commands}, "res.groups": groups})
            self.assertEqual(new_rights(session), ("Sales / User", "User types / Internal User"))
            self.assertEqual(session.asked[0][2], {parameter: [field]})
            self.assertEqual(session.asked[1][2]["domain"], [["id", "in", [1, 7]]])

    def test_in_words(self):
        changes = self.env["databases.user.change"]
        for outcome, words in (
            (AccountOutcome(CREATE, rights=("Sales / User",)), "Sales / User"),
            (AccountOutcome(CREATE), "Those that this database gives new users"),
            (AccountOutcome(REACTIVATE), "Those that the account had before"),
            (AccountOutcome("present"), False),
        ):
            self.assertEqual(changes._rights_words(outcome), words)


class TestWelcome(DatabasesCase):
    """Those who were invited are told where their accounts are."""

    def setUp(self):
        super().setUp()
        hub = self.env(user=SUPERUSER_ID)
        hub["res.lang"]._activate_lang("fr_FR")
        self.person = new_test_user(hub, "ann@agency.example", name="Ann Smith", lang="fr_FR")
        self.bakery = self.create_database()
        self.garage = self.create_database(name="Garage <b>Peeters</b>", database_name="garage")
        self.run_sudo = self.env["databases.run"].sudo().create({"kind": "invite", "user_id": self.admin.id})

    def change(self, database, effect, state="done", login="ann@agency.example"):
        asked = Asked(database, login, "Ann Smith")
        return (
            self.env["databases.user.change"]
            .sudo()
            .create(
                {
                    "run_id": self.run_sudo.id,
                    "user_id": self.admin.id,
                    "action": "invite",
                    "project_id": asked.database.id,
                    "database": asked.database.name,
                    "address": asked.database.database_url,
                    "login": asked.login,
                    "name": asked.name,
                    "effect": effect,
                    "state": state,
                }
            )
            .with_user(self.admin)
        )

    def test_only_what_was_really_made_is_told(self):
        made = self.change(self.garage, "create")
        present = self.change(self.bakery, "present", "skipped")
        self.change(self.bakery, False, "failed", "bob@agency.example")
        action = made.action_welcome_mail()
        context = action["context"]
        self.assertEqual(context["default_partner_ids"], self.person.partner_id.ids)
        for told in (context["default_body"], self.run_sudo.with_user(self.admin).welcome):
            self.assertIn("https://bakery.example.com", told)
            self.assertIn("garage", told)
            self.assertNotIn("Bakery Dupont", told)
            self.assertNotIn("bob@", told)
        self.assertIn("&lt;b&gt;", context["default_body"])
        self.assertTrue(present.action_welcome_mail(), "the same person")

    def test_the_mail_is_sent_to_the_person_and_not_to_readers_of_the_contact(self):
        self.change(self.bakery, "reactivate")
        made = self.change(self.garage, "create")
        context = {**made.action_welcome_mail()["context"], "mail_notify_force_send": False}
        composer = Form(self.env["mail.compose.message"].with_context(**context)).save()
        composer._action_send_mail()
        message = self.env["mail.message"].sudo().search([], order="id desc", limit=1)
        self.assertEqual(message.notified_partner_ids or message.partner_ids, self.person.partner_id)
        self.assertEqual((message.model, message.res_id), (made._name, made.id))
        self.assertIn("Bakery Dupont", message.body)
        self.assertIn("identifiant ann@agency.example", message.body)

    def test_nobody_was_invited(self):
        change = self.change(self.bakery, "present", "skipped")
        self.assertFalse(self.run_sudo.with_user(self.admin).welcome)
        with self.assertRaisesRegex(UserError, "has made no account"):
            change.action_welcome_mail()

    def test_only_administrators_write(self):
        change = self.change(self.bakery, "create")
        with self.assertRaises(AccessError):
            change.with_user(self.consultant).action_welcome_mail()

"""Only administrators of Databases and the hub itself say what a database is: neither a default value nor superuser
mode may do it."""

import json

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import AccessError, UserError
from odoo.modules import load_script
from odoo.tools import mute_logger

from odoo.addons.fleet_databases.models.own_hand import with_own_hand

from .common import DatabasesCase, store_answer

PLANTED = {
    "database_hosting": "saas",
    "database_url": "https://evil.example",
    "database_name": "evil",
    "database_is_listed": True,
    "database_next_synchro": "2020-01-01 00:00:00",
    "database_uuid": "1" * 32,
    "database_api_login": "hub@evil.example",
    "database_api_key": "the-secret-key",
}
OURS = [
    *(("project.project", name, value) for name, value in PLANTED.items()),
    ("databases.settings", "odoo_com_key", "the-secret-key"),
    ("databases.key.renewal", "key", "the-secret-key"),
    ("databases.key", "token", "the-secret-key"),
    ("databases.user.change", "state", "done"),
]


class Planting(DatabasesCase):
    def plant(self, user):
        """Store default values as an older version did."""
        self.env.cr.executemany(
            "INSERT INTO ir_default (field_id, user_id, json_value)"
            " SELECT id, %s, %s FROM ir_model_fields WHERE model = %s AND name = %s",
            [(user.id, json.dumps(value), model, name) for model, name, value in OURS],
        )
        self.env.registry.clear_cache()

    def stored(self, project):
        """The values of the fields of a database, as the hub reads them."""
        project_sudo = project.with_user(self.admin).sudo()  # also what its creator may not read
        values = {name: project_sudo[name] for name in PLANTED if project_sudo[name]}
        return values | ({"key": True} if project_sudo.database_has_key else {})


class TestDefaults(Planting):
    def test_none_can_be_stored(self):
        for person in (self.project_manager, self.admin, self.env.ref("base.user_admin")):
            defaults = self.env["ir.default"].with_user(person)
            own = {"user_id": person.id, "json_value": '"x"'}
            for model, name, value in OURS:
                with self.subTest(f"{model}.{name} as {person.login}"):
                    with self.assertRaisesRegex(UserError, "takes no default"):
                        defaults.set(model, name, value, user_id=True)
                    field = self.env["ir.model.fields"]._get(model, name)
                    with self.assertRaisesRegex(UserError, "takes no default"):
                        defaults.create({**own, "field_id": field.id})
                    with self.assertRaisesRegex(UserError, "takes no default"):
                        defaults.with_context(default_field_id=field.id).create(own)
                    defaults.set("project.project", "name", "x", user_id=True)
                    ordinary = defaults.search([("user_id", "=", person.id)])
                    with self.assertRaisesRegex(UserError, "takes no default"):
                        ordinary.field_id = field
        self.env.cr.execute("SELECT count(*) FROM ir_default WHERE json_value LIKE '%secret%'")
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_what_is_no_database_takes_them_as_ever(self):
        defaults = self.env["ir.default"].with_user(self.project_manager)
        defaults.set("project.project", "database_fetch_documents", False, user_id=True)
        defaults.set("project.project", "allow_milestones", False, user_id=True)
        project = self.env["project.project"].with_user(self.project_manager).create({"name": "House"})
        self.assertFalse(project.database_fetch_documents or project.allow_milestones)

    def test_those_that_are_there_have_no_effect(self):
        for person in (self.project_manager, self.admin):
            self.plant(person)
            projects = self.env["project.project"].with_user(person)
            for making in (projects, projects.sudo()):
                self.assertEqual(self.stored(making.create({"name": "House"})), {})

    def test_those_that_are_there_go_with_the_upgrade(self):
        self.plant(self.project_manager)
        self.env["ir.default"].with_user(self.project_manager).set(
            "project.project", "name", "x", user_id=True
        )
        script = load_script("fleet_databases/migrations/19.0.1.3.0/post-defaults.py", "migration")
        script.migrate(self.env.cr, "19.0.1.2.0")
        self.env.cr.execute("SELECT json_value FROM ir_default WHERE user_id = %s", [self.project_manager.id])
        self.assertEqual(self.env.cr.fetchall(), [('"x"',)])


class TestSuperuserMode(Planting):
    """What Odoo does in superuser mode for somebody who is no administrator of Databases."""

    def setUp(self):
        super().setUp()
        self.database = self.create_database()
        for_manager = self.env["project.project"].with_user(self.project_manager)
        self.projects_sudo = for_manager.sudo()  # as a sale that is confirmed creates its project

    def test_defaults_of_the_context(self):
        context = {f"default_{name}": value for name, value in PLANTED.items()}
        made = self.projects_sudo.with_context(**context).create({"name": "House"})
        self.assertEqual(self.stored(made), {})
        copied = self.projects_sudo.browse(made.id).with_context(**context).copy()
        self.assertEqual(self.stored(copied), {})

    def test_values(self):
        made = self.projects_sudo.create({"name": "House"})
        words = [{}, {"databases_own_hand": True}, {"databases_own_hand": "<object object>"}]
        for name, value in PLANTED.items():
            for context in words:
                with self.assertRaisesRegex(AccessError, "Only an administrator of Databases", msg=name):
                    self.projects_sudo.with_context(**context).create({"name": "Evil", name: value})
                for project in (made, self.database):
                    with self.assertRaisesRegex(AccessError, "Only an administrator of Databases", msg=name):
                        self.projects_sudo.browse(project.id).with_context(**context).write({name: value})

    @mute_logger("odoo.addons.mail.models.mail_thread", "odoo.addons.mail.models.mail_alias")
    def test_mail(self):
        """A project manager decides which record a mail to a project creates, and anybody may send the mail."""
        # Odoo bounces the mail over a cursor of its own.
        self.enterContext(self.enter_registry_test_mode())
        env = self.env(su=True)
        env.company.alias_domain_id = env["mail.alias.domain"].create({"name": "agency.example"})
        house = env["project.project"].create({"name": "House"}).with_user(self.project_manager)
        for sender in ("stranger@evil.example", self.admin.email):
            for command in (
                [0, 0, {"name": "Evil", **PLANTED}],
                [1, self.database.id, {"database_url": "https://evil.example"}],
                [2, self.database.id],
            ):
                tag = [0, 0, {"name": f"{sender} {command[0]}", "project_ids": [command]}]
                defaults = repr({"project_id": house.id, "tag_ids": [tag]})
                house.write({"alias_name": "house", "alias_defaults": defaults})
                with self.assertRaisesRegex(AccessError, "Only an administrator of Databases"):
                    self.receive(sender, "Evil")
        self.assertEqual(self.database.exists().database_url, "https://bakery.example.com")
        self.assertFalse(env["project.project"].search([("name", "=", "Evil")]))
        house.alias_defaults = repr({"project_id": house.id})
        self.receive(sender, "The roof leaks")
        self.assertIn("The roof leaks", house.task_ids.mapped("name"))

    def receive(self, sender, subject):
        """Receive a mail to the project."""
        mail = f"From: {sender}\nTo: house@agency.example\nSubject: {subject}\nMessage-ID: <{subject}>\n\nSee above."
        self.env(user=SUPERUSER_ID)["mail.thread"].message_process(False, mail)

    def test_end_of_a_database(self):
        database = self.projects_sudo.browse(self.database.id)
        for method in ("action_archive", "unlink", "action_database_forget_key"):
            with self.assertRaisesRegex(AccessError, "Only an administrator of Databases", msg=method):
                getattr(database, method)()

    def test_what_was_asked_for_is_written_down_by_the_hub(self):
        """Even if the person who asked is no administrator any more when the answer comes."""
        database_sudo = self.database.sudo()  # as the engine does
        asked = with_own_hand(database_sudo.with_context(default_database_url="https://evil.example"))
        self.assertNotIn("default_database_url", asked.env.context)
        group = self.env.ref("fleet_databases.group_databases_admin")
        self.admin.sudo().group_ids -= group  # by somebody else, meanwhile
        before = fields.Datetime.now()
        store_answer(asked)
        self.assertGreaterEqual(database_sudo.database_last_synchro, before)
        with self.assertRaises(AccessError):
            store_answer(self.database)

"""What each kind of person may see and do, in the ORM and through the real HTTP endpoints."""

import json
from unittest.mock import patch

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.fleet_databases.remote.http import connection

from .common import EXPORT, DatabasesCase, store_answer, user

LEAKS = ("Bakery Dupont", "bakery.example.com", "Buy flour", "the-secret-key")


class PeopleMixin:
    """Two databases: the user of Databases has a login in the garage, and none in the bakery."""

    @classmethod
    def create_fleet(cls):
        env = cls.env(su=True)
        cls.bakery, cls.garage = env["project.project"].create(
            [
                {
                    "name": name,
                    "database_hosting": "premise",
                    "database_url": f"https://{word}.example.com",
                    "database_name": word,
                    "database_api_login": f"hub@{word}.example.com",
                    "database_api_key": "the-secret-key",
                    "privacy_visibility": "portal",
                }
                for name, word in (("Bakery Dupont", "bakery"), ("Garage Peeters", "garage"))
            ]
        )
        for database, task in ((cls.bakery, "Buy flour"), (cls.garage, "Buy tyres")):
            env["project.task"].create({"name": task, "project_id": database.id})
            env["project.update"].create(
                {"name": task, "project_id": database.id, "status": "on_track", "description": task}
            )
            env["project.milestone"].create({"name": task, "project_id": database.id})
        store_answer(cls.bakery, users=[user("somebody@agency.example")])
        store_answer(cls.garage, users=[user("Somebody Else"), user("ann@agency.example")])
        kinds = {
            "administrator": f"fleet_databases.group_databases_admin,{EXPORT}",
            "user": f"fleet_databases.group_databases_user,{EXPORT}",
            "manager": f"project.group_project_manager,{EXPORT}",
            "employee": f"base.group_user,{EXPORT}",
            "portal": "base.group_portal",
        }
        cls.people = {
            kind: new_test_user(
                env, "ann@agency.example" if kind == "user" else f"{kind}-x@agency.example", groups
            )
            for kind, groups in kinds.items()
        }
        for database in (cls.bakery, cls.garage):
            # Followers of a project would see it.
            database.message_subscribe([person.partner_id.id for person in cls.people.values()])

    def sees(self, kind):
        return {
            "administrator": self.bakery + self.garage,
            "user": self.garage,
        }.get(kind, self.bakery.browse())


class TestVisibility(PeopleMixin, DatabasesCase):
    """Through search, read_group, name_search, read, export and all models that lead to a project."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.create_fleet()
        cls.both = cls.bakery + cls.garage

    def each(self):
        for kind, person in self.people.items():
            with self.subTest(kind):
                yield kind, self.both.with_user(person).with_context(active_test=False)

    def test_nothing_hidden_is_copied(self):
        """Not in superuser mode either, in which Odoo often copies what a person has named."""
        for kind, databases in self.each():
            hidden = self.both - self.sees(kind)
            for records in (*hidden, *hidden.task_ids, *hidden.update_ids):
                with self.assertRaises(AccessError):
                    records.with_user(databases.env.user).sudo().copy()
            for database in self.sees(kind):
                copy = database.with_user(databases.env.user).sudo().copy()
                self.assertFalse(copy.database_hosting)

    def test_search_and_read_group(self):
        for kind, databases in self.each():
            seen = self.sees(kind)
            found = databases.search([("id", "in", self.both.ids)])
            self.assertEqual(set(found.ids), set(seen.ids))
            self.assertEqual(databases.search_count([("database_hosting", "!=", False)]), len(seen))
            groups = databases._read_group([("id", "in", self.both.ids)], ["name"], ["__count"])
            self.assertEqual({name for name, _count in groups}, set(seen.mapped("name")))
            names = databases.name_search("", [("id", "in", self.both.ids)])
            self.assertEqual({id_ for id_, _name in names}, set(seen.ids))

    def test_read_write_and_export(self):
        for kind, databases in self.each():
            for database in databases:
                if database in self.sees(kind):
                    self.assertEqual(
                        database.read(["database_url"])[0]["database_url"], database.database_url
                    )
                    continue
                for method, args in (
                    ("read", [["name"]]),
                    ("export_data", [["name", "database_url"]]),
                    ("write", [{"name": "Mine"}]),
                    ("copy", []),
                    ("unlink", []),
                ):
                    with self.assertRaises(UserError, msg=f"{method} as {kind}"):
                        getattr(database, method)(*args)

    def test_what_hangs_on_a_project(self):
        """No model of this installation that leads to a project shows anything of a hidden one."""
        followed = 0
        for model_name, model in self.env.registry.items():
            field = model._fields.get("project_id")
            if model._abstract or not field or field.comodel_name != "project.project" or not field.store:
                continue
            for kind, databases in self.each():
                records = databases.env[model_name]
                if not records.has_access("read"):
                    continue
                hidden = self.both - self.sees(kind)
                self.assertFalse(
                    records.search_count([("project_id", "in", hidden.ids)]), f"{model_name} as {kind}"
                )
                followed += bool(records.search_count([("project_id", "in", self.sees(kind).ids)]))
        self.assertGreater(followed, 8, "nothing was compared")

    def test_ratings_of_hidden_databases(self):
        ratings = self.env["rating.rating"].sudo()
        projects = self.env["ir.model"]._get_id("project.project")
        tasks = self.env["ir.model"]._get_id("project.task")
        for database in self.both:
            task = database.task_ids
            ratings |= ratings.create(
                [
                    {
                        "res_model_id": tasks,
                        "res_id": task.id,
                        "parent_res_model_id": projects,
                        "parent_res_id": database.id,
                    },
                    {"res_model_id": projects, "res_id": database.id},
                ]
            )
        for kind, databases in self.each():
            if databases.env["rating.rating"].has_access("read"):
                found = databases.env["rating.rating"].search([("id", "in", ratings.ids)])
                self.assertEqual(len(found), 2 * len(self.sees(kind)))

    def test_messages_of_hidden_databases(self):
        message = self.bakery.message_post(body="Buy flour")
        for kind, databases in self.each():
            found = databases.env["mail.message"].search([("id", "=", message.id)])
            self.assertEqual(bool(found), self.bakery in self.sees(kind))

    def test_followers_only_is_no_obstacle_and_no_way_in(self):
        self.both.privacy_visibility = "followers"
        self.both.message_unsubscribe(self.both.message_partner_ids.ids)
        for kind, databases in self.each():
            self.assertEqual(
                databases.search([("id", "in", self.both.ids)]).sorted().ids, self.sees(kind).sorted().ids
            )

    def test_login_decides_not_the_address(self):
        """Everybody can change their own e-mail address, but only an administrator can change a login."""
        person = self.people["user"]
        person.with_user(person).email = "somebody@agency.example"
        self.assertNotIn(self.bakery, self.bakery.with_user(person).search([]))
        store_answer(self.garage, users=[user("somebody@agency.example")])
        self.assertNotIn(self.garage, self.garage.with_user(person).search([]), "the login is gone")

    def test_ordinary_projects_are_as_they_were(self):
        party = self.env["project.project"].sudo().create({"name": "Office Party"})
        task = self.env["project.task"].sudo().create({"name": "Buy cake", "project_id": party.id})
        own = {}
        for kind in ("user", "manager", "employee"):
            env = self.env(user=self.people[kind])
            self.assertTrue(env["project.project"].search([("id", "=", party.id)]))
            self.assertTrue(env["project.task"].search([("id", "=", task.id)]))
            own[kind] = (
                env["project.task"].create({"name": "To-do of my own"}) if kind != "employee" else None
            )
        self.assertTrue(own["user"].read(["name"]))

    def test_settings_are_told_to_administrators_only(self):
        for kind, databases in self.each():
            settings = databases.env["databases.settings"]
            if kind == "administrator":
                self.assertEqual(settings.default_get(["hours"]), {"hours": 24})
                continue
            with self.assertRaises(AccessError):
                settings.default_get(["odoo_com_login", "hours"])

    def test_project_manager_with_a_login_there(self):
        person = self.people["manager"]
        person.sudo().group_ids += self.env.ref("fleet_databases.group_databases_user")
        store_answer(self.garage, users=[user(person.login)])
        database = self.garage.with_user(person)
        database.name = "Garage Peeters & Sons"
        for method, args in (
            ("action_archive", []),
            ("unlink", []),
            ("write", [{"database_fetch_documents": False}]),
        ):
            with self.assertRaisesRegex(AccessError, "Only an administrator of Databases", msg=method):
                getattr(database, method)(*args)
        sneaky = database.with_context(
            default_database_hosting="premise", default_database_url="https://evil.example"
        )
        self.assertFalse(sneaky.create({"name": "Evil"}).database_url)

    def test_keys_are_not_exported(self):
        for model, path in (
            ("project.project", "database_api_key"),
            ("project.task", "project_id/database_api_key"),
        ):
            records = self.env[model].search([])
            with self.assertRaisesRegex(AccessError, "can't be exported"):
                records.export_data([path])

    def test_login_and_key(self):
        database = self.garage
        for kind in ("administrator", "user"):
            person = self.people[kind]
            self.assertEqual(database.with_user(person).database_api_login, "hub@garage.example.com")
        with self.assertRaises(AccessError):
            database.with_user(self.people["user"]).read(["database_api_key"])
        administrator = database.with_user(self.people["administrator"])
        self.assertFalse(administrator.database_api_key, "nobody reads a key")
        self.assertEqual(administrator.database_api_key_state, "set")

    def test_changes_of_users_are_for_good(self):
        changes = self.env["databases.user.change"].sudo()
        run = self.env["databases.run"].sudo().create({"kind": "invite", "user_id": self.admin.id})
        change = changes.create(
            {
                "run_id": run.id,
                "user_id": self.admin.id,
                "action": "invite",
                "project_id": self.bakery.id,
                "database": "Bakery Dupont",
                "login": "ann@agency.example",
                "state": "done",
                "effect": "create",
            }
        )
        for person in (
            *self.people.values(),
            self.env.ref("base.user_admin"),
            self.env.ref("base.user_root"),
        ):
            mine = change.with_user(person)
            for method, args in (("write", [{"login": "bob@agency.example"}]), ("unlink", [])):
                with self.assertRaises(UserError, msg=f"{method} as {person.login}"):
                    getattr(mine, method)(*args)
            if not mine.env.su:
                with self.assertRaises(AccessError, msg=person.login):
                    mine.create({"login": "forged"})
        with self.assertRaisesRegex(UserError, "can't be edited"):
            change.write({"login": "bob@agency.example"})
        with self.assertRaisesRegex(UserError, "can't be deleted"):
            change.unlink()
        self.env["databases.run"].sudo()._delete_old()
        self.bakery.update_ids.unlink()
        self.bakery.unlink()
        self.assertEqual(
            (change.database, change.login, change.effect), ("Bakery Dupont", "ann@agency.example", "create")
        )


@tagged("post_install", "-at_install")
class TestOverHttp(PeopleMixin, HttpCase):
    """Through the endpoints that a browser uses. No database is asked, because people without the right are refused
    before that."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.create_fleet()

    def setUp(self):
        super().setUp()
        self.asked = []
        self.startPatcher(
            patch.object(connection, "_connect", lambda asked, **_how: self.asked.append(asked))
        )

    def call(self, model, method, *args, **kwargs):
        """:return: the answer, as text"""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.url_open(f"/web/dataset/call_kw/{model}/{method}", json={"params": params}).text

    def each(self):
        for kind, person in self.people.items():
            with self.subTest(kind):
                self.authenticate(person.login, person.login)
                yield kind
        with self.subTest("public"):
            self.authenticate(None, None)
            yield "public"

    def assertRefused(self, answer):
        self.assertIn('"error"', answer)
        for leak in LEAKS:
            self.assertNotIn(leak, answer)
        self.assertFalse(self.asked)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_reading(self):
        ids = (self.bakery + self.garage).ids
        for kind in self.each():
            for model, method, args, kwargs in (
                (
                    "project.project",
                    "web_search_read",
                    [[("id", "in", ids)], {"name": {}, "database_url": {}}],
                    {},
                ),
                ("project.project", "formatted_read_group", [[("id", "in", ids)], ["name"], ["__count"]], {}),
                ("project.project", "name_search", ["Bakery"], {}),
                ("project.project", "web_read", [[self.bakery.id], {"name": {}}], {}),
                ("project.project", "export_data", [[self.bakery.id], ["name"]], {}),
                (
                    "project.task",
                    "web_search_read",
                    [[("name", "like", "Buy")], {"name": {}, "project_id": {}}],
                    {},
                ),
                (
                    "databases.user",
                    "web_search_read",
                    [[], {"login": {}, "project_id": {"fields": {"name": {}}}}],
                    {},
                ),
                ("databases.key", "search_read", [[]], {}),
                ("databases.run", "search_read", [[]], {}),
            ):
                answer = self.call(model, method, *args, **kwargs)
                if kind == "administrator" and model != "databases.key":
                    self.assertNotIn('"error"', answer, f"{model}.{method}")
                    continue
                for leak in LEAKS:
                    self.assertNotIn(leak, answer, f"{model}.{method} as {kind}")

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_export(self):
        for kind in self.each():
            export = {
                "model": "project.project",
                "fields": [{"name": "name", "label": "Name"}, {"name": "database_url", "label": "Address"}],
                "ids": False,
                "domain": [("database_hosting", "!=", False)],
                "import_compat": False,
            }
            form = {"data": json.dumps(export), "csrf_token": http.Request.csrf_token(self)}
            answer = self.url_open("/web/export/csv", data=form).text
            self.assertEqual("bakery.example.com" in answer, kind == "administrator", answer[:200])
            self.assertEqual("garage.example.com" in answer, kind in ("administrator", "user"), answer[:200])

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_wizards_and_actions(self):
        ids = (self.bakery + self.garage).ids
        for kind in self.each():
            if kind == "administrator":
                continue
            for model, method, args in (
                ("project.project", "action_database_synchronize", [ids]),
                ("project.project", "action_database_synchronize_all", [[]]),
                ("project.project", "action_database_test_connection", [ids]),
                ("project.project", "action_database_pull_from_odoo_com", [[]]),
                ("databases.user.wizard", "create", [{"action": "invite", "project_ids": [(6, 0, ids)]}]),
                ("databases.user.wizard", "action_preview", [[1]]),
                ("databases.server.wizard", "create", [{"url": "https://bakery.example.com"}]),
                ("databases.settings", "create", [{"workers": 1}]),
                ("databases.settings", "action_check", [[]]),
                ("databases.settings", "action_pull", [[]]),
                ("databases.settings", "action_forget_key", [[]]),
                ("databases.user", "action_remove", [self.garage.database_user_ids.ids]),
                ("databases.run", "action_retry", [[1]]),
            ):
                self.assertRefused(self.call(model, method, *args))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_crons_and_parameters_and_the_inside(self):
        """Not even administrators of Databases may use these, only administrators of the system."""
        self.env["ir.config_parameter"].set_param("fleet_databases.odoo_com_login", "partner@agency.example")
        cron = self.env.ref("fleet_databases.ir_cron_synchronize").id
        for _kind in self.each():
            for model, method, args in (
                ("ir.cron", "method_direct_trigger", [[cron]]),
                ("ir.cron", "search_read", [[]]),
                ("ir.config_parameter", "get_param", ["fleet_databases.odoo_com_login"]),
                (
                    "ir.config_parameter",
                    "set_param",
                    ["fleet_databases.odoo_com_url", "https://evil.example"],
                ),
                ("ir.config_parameter", "search_read", [[("key", "like", "fleet_databases")]]),
                ("databases.run", "_synchronize_due", []),
                ("databases.user.change", "_start", ["invite", []]),
                ("databases.user.change", "_request", ["invite", []]),
                ("project.project", "_database_targets", [self.bakery.ids]),
                ("project.project", "_database_pull_from_odoo_com", []),
                ("databases.key", "_keys", [[False]]),
                ("databases.run", "create", [{"kind": "synchronize"}]),
                ("databases.user.change", "create", [{"login": "forged"}]),
                (
                    "databases.user",
                    "create",
                    [{"login": "forged", "name": "x", "project_id": self.bakery.id}],
                ),
            ):
                self.assertRefused(self.call(model, method, *args))

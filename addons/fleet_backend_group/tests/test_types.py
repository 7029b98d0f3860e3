from itertools import permutations

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import Form, TransactionCase, tagged

from .common import custom_group, new_user

BACKEND, UI = "fleet_backend_group.group_backend", "fleet_backend_group.group_backend_ui"
EMPLOYEE, PORTAL, PUBLIC = "base.group_user", "base.group_portal", "base.group_public"
TYPES = (EMPLOYEE, PORTAL, PUBLIC, BACKEND, UI)


@tagged("post_install", "-at_install")
class TestTypes(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            type_: new_user(cls.env, f"type_{type_.split('.')[1]}", type_)
            for type_ in TYPES
            if type_ != PUBLIC
        }

    def group(self, xmlid):
        return self.env.ref(xmlid)

    def assert_exclusive(self, function, *args):
        with self.assertRaises(ValidationError) as refused:
            function(*args)
        self.assertIn("cannot be at the same time in exclusive groups", str(refused.exception))

    def test_types_exclude_each_other_written_and_created(self):
        for one, other in permutations(TYPES, 2):
            groups = [Command.set([self.group(one).id, self.group(other).id])]
            with self.subTest(one=one, other=other):
                values = {"name": "Both", "login": "both", "group_ids": groups}
                self.assert_exclusive(self.env["res.users"].create, values)
                if one in self.users:
                    self.assert_exclusive(
                        self.users[one].write, {"group_ids": [Command.link(self.group(other).id)]}
                    )

    def test_types_exclude_each_other_from_the_side_of_the_group(self):
        for one, other in permutations(self.users, 2):
            with self.subTest(one=one, other=other):
                self.assert_exclusive(
                    self.group(other).write, {"user_ids": [Command.link(self.users[one].id)]}
                )

    def test_types_exclude_each_other_over_rpc(self):
        admin = self.env.ref("base.user_admin")
        users = self.env["res.users"].with_user(admin)
        for type_ in (BACKEND, UI):
            values = {"group_ids": [Command.link(self.group(type_).id)]}
            self.assert_exclusive(call_kw, users, "write", [self.users[EMPLOYEE].ids, values], {})

    def test_types_exclude_each_other_in_an_import(self):
        imported = self.env["res.users"].load(
            ["id", "name", "login", "group_ids/id"],
            [["x.both", "Both", "both_imported", f"{EMPLOYEE},{UI}"]],
        )
        self.assertFalse(imported["ids"])
        self.assertIn("exclusive groups", imported["messages"][0]["message"])

    def test_types_exclude_each_other_through_implied_groups(self):
        mine = custom_group(self.env, "Mine", UI)
        self.assert_exclusive(self.users[EMPLOYEE].write, {"group_ids": [Command.link(mine.id)]})
        self.users[UI].group_ids += mine
        self.assert_exclusive(mine.write, {"implied_ids": [Command.link(self.group(BACKEND).id)]})
        plain = custom_group(self.env, "Plain")
        self.users[EMPLOYEE].group_ids += plain
        self.assert_exclusive(plain.write, {"implied_ids": [Command.link(self.group(UI).id)]})

    def test_backend_users_are_not_shared_and_not_employees(self):
        for type_, user in self.users.items():
            with self.subTest(type=type_):
                self.assertEqual(user.share, type_ == PORTAL)
                self.assertEqual(user._is_internal(), type_ != PORTAL)
                self.assertEqual(user.has_group(EMPLOYEE), type_ == EMPLOYEE)
                self.assertEqual(user.partner_id.partner_share, type_ == PORTAL)

    def test_share_is_right_at_once_in_every_direction(self):
        user = self.users[PORTAL]
        for type_ in (UI, PORTAL, BACKEND, EMPLOYEE, UI, PORTAL):
            user.group_ids = [Command.set(self.group(type_).ids)]
            self.assertEqual(user.share, type_ == PORTAL, type_)
            self.env.flush_all()
            self.env.cr.execute("SELECT share FROM res_users WHERE id = %s", (user.id,))
            self.assertEqual(self.env.cr.fetchone()[0], type_ == PORTAL, type_)

    def test_share_follows_a_group_that_becomes_a_backend_group(self):
        mine = custom_group(self.env, "Mine")
        user = new_user(self.env, "groupless")
        user.group_ids = mine
        self.assertTrue(user.share)
        mine.implied_ids += self.group(UI)
        self.assertFalse(user.share)
        self.assertEqual(user.role, "group_backend_ui")
        mine.implied_ids -= self.group(UI)
        self.assertTrue(user.share)

    def test_role_names_the_type(self):
        roles = {type_: user.role for type_, user in self.users.items()}
        self.assertEqual(
            roles,
            {
                EMPLOYEE: "group_user",
                PORTAL: "group_portal",
                BACKEND: "group_backend",
                UI: "group_backend_ui",
            },
        )
        self.assertEqual(self.env.ref("base.user_admin").role, "group_system")

    def test_the_type_is_not_called_a_role(self):
        """Where roles are installed, these are something else."""
        self.assertEqual(self.env["res.users"].fields_get(["role"])["role"]["string"], "Kind of user")

    def test_role_is_picked_in_the_form_back_and_forth(self):
        """Also from portal, and without the developer mode."""
        user = self.users[PORTAL]
        for role, group in (
            ("group_backend_ui", UI),
            ("group_user", EMPLOYEE),
            ("group_system", "base.group_system"),
            ("group_backend", BACKEND),
            ("group_system", "base.group_system"),
            ("group_user", EMPLOYEE),
            ("group_backend_ui", UI),
            ("group_portal", PORTAL),
        ):
            with Form(user, view="base.view_users_form") as form:
                form.role = role
            with self.subTest(role=role):
                self.assertEqual(user.role, role)
                self.assertIn(self.group(group), user.group_ids)
                self.assertEqual(
                    user.all_group_ids & self.env["res.groups"]._get_user_type_groups(),
                    self.group(EMPLOYEE if role == "group_system" else group),
                )

    def test_role_of_a_new_user(self):
        form = Form(self.env["res.users"], view="base.view_users_form")
        form.name, form.login = "New", "new_backend"
        form.role = "group_backend_ui"
        user = form.save()
        self.assertFalse(user.has_group(EMPLOYEE))
        self.assertTrue(user.has_group(UI))

    def test_groups_that_need_the_former_type_are_named_and_taken_away(self):
        manager = self.group("base.group_erp_manager")
        keep = self.group("base.group_partner_manager")
        user = self.users[EMPLOYEE]
        user.group_ids += manager + keep
        onchange = user.onchange(
            {"role": "group_backend_ui"}, ["role"], {"role": {}, "group_ids": {}, "all_group_ids": {}}
        )
        self.assertIn(manager.display_name, onchange["warning"]["message"])
        self.assertNotIn(keep.display_name, onchange["warning"]["message"])
        with Form(user, view="base.view_users_form") as form:
            form.role = "group_backend_ui"
        self.assertEqual(user.group_ids, self.group(UI) + keep)

    def test_from_user_to_administrator_nothing_is_lost(self):
        keep = custom_group(self.env, "Keep", EMPLOYEE)
        user = self.users[EMPLOYEE]
        user.group_ids += keep
        with Form(user, view="base.view_users_form") as form:
            form.role = "group_system"
        self.assertIn(keep, user.group_ids)

    def test_list_and_filter_of_users(self):
        search = self.env["res.users"].get_view(self.env.ref("base.view_users_search").id, "search")["arch"]
        self.assertIn("filter_backend", search)
        domain = [("all_group_ids", "in", (self.group(BACKEND) + self.group(UI)).ids)]
        found = self.env["res.users"].search(domain)
        self.assertLessEqual(self.users[BACKEND] + self.users[UI], found)
        self.assertFalse(found & (self.users[EMPLOYEE] + self.users[PORTAL]))

"""The preview says what happens, and it happens."""

from lxml import etree

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import RolesCase


@tagged("post_install", "-at_install")
class TestPreview(RolesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        action = cls.env["ir.actions.act_window"].create({"name": "Partners", "res_model": "res.partner"})
        menu = cls.env["ir.ui.menu"]
        cls.site = menu.create({"name": "Site"})
        cls.walls, cls.tiles = menu.create(
            [
                {
                    "name": name,
                    "parent_id": cls.site.id,
                    "action": f"ir.actions.act_window,{action.id}",
                    "group_ids": [Command.set(group.ids)],
                }
                for name, group in (("Walls", cls.bricks), ("Tiles", cls.roofs))
            ]
        )
        cls.customer = new_test_user(cls.env, "customer", "base.group_portal")
        cls.everybody = cls.ann + cls.bob + cls.clerk + cls.admin + cls.customer
        cls.roofer._assign(cls.bob)
        cls.bob.group_ids += cls.invoices

    def seen(self, user):
        menus = self.env["ir.ui.menu"].with_user(user)
        return frozenset(menus.load_menus(False)) - {"root"} if menus.has_access("read") else frozenset()

    def hidden(self, user):
        """Menus that modules hide from this person whatever the groups are, such as one for who leads a department."""
        return frozenset(self.env["ir.ui.menu"].with_user(user).sudo()._load_menus_blacklist())

    def assertComesTrue(self, preview, change):
        """Look, do it, and compare."""
        rows = preview()
        before = {
            row["user"]: (
                set(row["user"].all_group_ids.ids),
                self.seen(row["user"]),
                self.hidden(row["user"]),
            )
            for row in rows
        }
        change()
        for row in rows:
            with self.subTest(row["user"].login):
                groups, menus, hidden = before[row["user"]]
                after = set(row["user"].all_group_ids.ids)
                self.assertEqual((row["gained"], row["lost"]), (after - groups, groups - after))
                seen = self.seen(row["user"])
                self.assertEqual(row["menus_gained"] - self.hidden(row["user"]), seen - menus)
                self.assertEqual(row["menus_lost"] - hidden, menus - seen)
        return {row["user"]: row for row in rows}

    def test_assign_and_withdraw(self):
        users, mason = self.everybody, self.mason
        rows = self.assertComesTrue(
            lambda: (users - self.customer)._preview_roles(added=mason),
            lambda: mason._assign(users - self.customer),
        )
        self.assertLessEqual({self.site.id, self.walls.id}, rows[self.ann]["menus_gained"])
        self.assertIn(self.bricks.id, rows[self.ann]["gained"])
        self.assertIn(self.system.id, rows[self.admin]["lost"])
        self.assertComesTrue(lambda: users._preview_roles(removed=mason), lambda: mason._withdraw(users))

    def test_every_policy(self):
        for policy in ("warn", "revert", "allow"):
            self.policy(policy)
            with self.subTest(policy):
                self.assertComesTrue(
                    lambda: self.bob._preview_roles(added=self.mason), lambda: self.mason._assign(self.bob)
                )
                self.assertEqual(self.invoices in self.bob.group_ids, policy != "revert")
                self.mason._withdraw(self.bob)
                self.policy("allow")
                self.bob.group_ids += self.invoices

    def test_match(self):
        rows = self.assertComesTrue(
            lambda: self.everybody._preview_roles(exact=True), self.everybody._match_roles
        )
        self.assertEqual(self.group_names(rows[self.bob]["lost"]), {"Invoices"})
        self.assertFalse(rows[self.ann]["lost"] | rows[self.ann]["gained"])

    def test_another_user_type(self):
        visitor = self.create_role("Visitor", self.portal)
        rows = self.assertComesTrue(
            lambda: self.ann._preview_roles(added=visitor), lambda: visitor._assign(self.ann)
        )
        self.assertEqual(rows[self.ann]["types"], {self.portal.id})
        self.assertLessEqual({self.employee.id}, rows[self.ann]["lost"])

    def test_roles_that_exclude_each_other(self):
        visitor = self.create_role("Visitor", self.portal)
        [row] = self.bob._preview_roles(added=visitor)
        clash = row["clash"]
        self.assertEqual(set(clash.groups), set((visitor + self.roofer).group_id.ids))
        self.assertEqual(clash.types, {self.portal.id, self.employee.id})
        with self.assertRaisesRegex(ValidationError, "different kinds of user"):
            visitor._assign(self.bob)

    def test_preset(self):
        self.mason._assign(self.ann)
        foreman = self.create_role("Foreman", self.mason.group_id)
        foreman._assign(self.clerk)
        self.mason.preset_groups = "base.group_user, base.group_partner_manager"
        rows = self.assertComesTrue(
            lambda: self.mason._preview_preset(False), lambda: self.mason._apply_preset(keep=False)
        )
        self.assertEqual(set(rows), {self.ann, self.clerk})
        self.assertIn(self.bricks.id, rows[self.ann]["lost"])

    def test_nothing_is_written_and_nobody_is_left_over(self):
        before = self.env["res.users"].with_context(active_test=False).search_count([])
        self.env.flush_all()
        self.everybody._preview_roles(added=self.mason)
        self.assertFalse(self.env._field_dirty)
        self.assertEqual(self.env["res.users"].with_context(active_test=False).search_count([]), before)
        self.assertNotIn(self.bricks, self.ann.all_group_ids)

    def wizard(self, user=None, **values):
        wizard = self.env["res.users.role.wizard"].with_user(user or self.env.user)
        return wizard.create(
            {name: value.ids if hasattr(value, "ids") else value for name, value in values.items()}
        )

    def test_wizard_assigns(self):
        wizard = self.wizard(
            self.clerk, action="assign", user_ids=self.ann + self.bob, role_ids=self.mason, reason="x"
        )
        self.assertEqual(wizard.line_ids.user_id, self.ann + self.bob)
        line = wizard.line_ids.filtered(lambda line: line.user_id == self.ann)
        self.assertIn("Bricks", line.gained)
        self.assertEqual((line.menus_gained, line.warning, line.lost), ("Site", "", ""))
        wizard.action_apply()
        self.assertIn(self.bricks, self.ann.group_ids)
        self.assertEqual(self.ann.role_line_ids.reason, "x")

    def test_wizard_warns_of_administrator_rights(self):
        up = self.wizard(action="assign", user_ids=self.ann, role_ids=self.boss)
        self.assertIn("Becomes an administrator.", up.line_ids.warning)
        down = self.wizard(action="assign", user_ids=self.admin, role_ids=self.mason)
        self.assertIn("Is no administrator any more.", down.line_ids.warning)
        keeper = self.create_role("Keeper", self.access_rights)
        self.assertIn(
            "May change access rights.",
            self.wizard(action="assign", user_ids=self.ann, role_ids=keeper).line_ids.warning,
        )

    def test_wizard_makes_a_role_of_a_user(self):
        self.ann.group_ids += self.bricks + self.roofs
        self.roofs.implied_ids = self.invoices
        wizard = self.wizard(action="from_user", user_ids=self.ann, name="As Ann")
        self.assertEqual(set(wizard.group_names.split(", ")), {"Bricks", "Role / User", "Roofs"})
        before = self.ann.all_group_ids
        role = self.env["res.users.role"].browse(wizard.action_apply()["res_id"])
        self.assertEqual(role.implied_ids, self.employee + self.bricks + self.roofs)
        self.assertEqual(self.ann.user_role_ids, role)
        self.assertEqual(self.ann.all_group_ids, before + role.group_id)

    def test_wizard_applies_a_preset(self):
        self.mason._assign(self.ann)
        self.mason.preset_groups = "base.group_user, base.group_partner_manager"
        wizard = self.wizard(action="preset", role_ids=self.mason, keep_changes="exact")
        self.assertIn("Bricks", wizard.line_ids.lost)
        wizard.action_apply()
        self.assertEqual(self.mason.preset_state, "in_step")
        self.assertNotIn(self.bricks, self.ann.group_ids)

    def test_wizard_says_what_is_lost_first(self):
        self.roofer._assign(self.ann)
        self.roofer._withdraw(self.ann)
        self.mason._assign(self.ann)
        wizard = self.wizard(action="withdraw", user_ids=self.ann + self.bob, role_ids=self.mason)
        self.assertEqual(wizard.losses, "Lost by Ann Mason: Bricks")
        self.assertEqual(wizard.line_ids.mapped("user_id.name"), ["Ann Mason", "Bob Roofer"])
        self.assertEqual(wizard.line_ids[1].note, "Nothing changes.")
        self.assertFalse(wizard.nothing_changes)

    def test_empty_preview(self):
        wizard = self.wizard(action="withdraw", user_ids=self.bob, role_ids=self.mason)
        self.assertTrue(wizard.nothing_changes)
        self.assertFalse(wizard.losses)
        self.assertFalse(
            self.wizard(action="withdraw", user_ids=self.bob).nothing_changes, "no role is chosen yet"
        )

    def test_assigning_is_confirmed(self):
        users = self.env["res.users"].create([{"name": f"U{n}", "login": f"u{n}"} for n in range(6)])
        for chosen, names in (
            (self.ann, "Ann Mason"),
            (users[:4], "U0, U1, U2, U3"),
            (users, "U0, U1, U2 and 3 more"),
        ):
            told = self.wizard(action="assign", user_ids=chosen, role_ids=self.mason).action_apply()
            self.assertEqual(told["params"]["message"], f"Mason: given to {names}.")
            self.assertEqual(told["params"]["next"], {"type": "ir.actions.act_window_close"})

    def test_tab_of_groups(self):
        """It shows what saving will do, before it is saved."""
        self.mason._assign(self.ann)
        with Form(self.mason.with_user(self.admin)) as form:
            self.assertFalse(form.change_lost or form.change_is_idle)
            form.implied_ids.remove(self.bricks.id)
            form.implied_ids.add(self.roofs)
            self.assertEqual(
                (form.change_lost, form.change_gained),
                ("Lost by Ann Mason: Bricks", "Gained by Ann Mason: Roofs"),
            )
            form.implied_ids.add(self.system)
            self.assertIn("Ann Mason: Becomes an administrator.", form.change_warning)
            self.assertIn(self.bricks, self.ann.all_group_ids)
            form.implied_ids.remove(self.system.id)
        self.assertFalse(self.mason.change_lost)
        self.assertIn(self.roofs, self.ann.all_group_ids)
        with Form(self.boss.with_user(self.admin)) as form:
            form.implied_ids.add(self.roofs)
            self.assertTrue(form.change_is_idle)

    def test_losses_are_red_and_gains_green_in_every_preview(self):
        colours = {"lost": "danger", "gained": "success"}
        for view in (
            "res_users_role_wizard_line_view_list",
            "res_users_role_wizard_line_view_kanban",
            "res_users_role_import_view_form",
            "view_res_users_role_form",
        ):
            arch = etree.fromstring(self.env.ref(f"fleet_user_roles.{view}").arch)
            told = {field: field.get("name").split("_")[-1] for field in arch.iter("field")}
            told = {field: colours[word] for field, word in told.items() if word in colours}
            self.assertEqual(set(told.values()), set(colours.values()))
            for field, colour in told.items():
                with self.subTest(view=view, field=field.get("name")):
                    around = " ".join(node.get("class", "") for node in field.iterancestors())
                    self.assertTrue(field.get(f"decoration-{colour}") or f"text-{colour}" in around)

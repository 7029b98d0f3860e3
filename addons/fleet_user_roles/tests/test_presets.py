"""Roles by the external ids of their groups, as data files and upgrades write them."""

import base64
import json

from odoo.tests import tagged

from ..tools.preset import external_ids
from .common import RolesCase


@tagged("post_install", "-at_install")
class TestPresets(RolesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for group, name in ((cls.bricks, "bricks"), (cls.roofs, "roofs"), (cls.invoices, "invoices")):
            cls.named(group, name)

    @classmethod
    def named(cls, record, name):
        cls.env["ir.model.data"].create(
            {"module": "acme", "name": name, "model": record._name, "res_id": record.id, "noupdate": True}
        )

    def load(self, groups, name="Site worker", update=True, **values):
        """Load the role from a data file, as upgrading does, or installing."""
        loader = self.env["res.users.role"].with_context(install_mode=True, install_module="acme")
        return loader._load_records(
            [{"xml_id": "acme.role_site", "values": {"name": name, "preset_groups": groups, **values}}],
            update=update,
        ).with_env(self.env)

    def test_groups_by_their_external_ids(self):
        role = self.load("base.group_user,acme.bricks\n  acme.roofs")
        self.assertEqual(role.implied_ids, self.employee + self.bricks + self.roofs)
        self.assertEqual(role.preset_state, "in_step")
        self.assertFalse(role.preset_missing)
        self.assertEqual(role.external_id, "acme.role_site")
        self.assertEqual(self.mason.preset_state, "none")

    def test_role_that_is_part_of_another(self):
        self.load("base.group_user, acme.bricks")._assign(self.ann)
        foreman = self.env["res.users.role"].create(
            {"name": "Foreman", "preset_groups": "acme.role_site acme.roofs"}
        )
        foreman._assign(self.bob)
        self.assertLessEqual(self.bricks + self.roofs, self.bob.group_ids)
        self.load("base.group_user, acme.invoices")
        self.assertLessEqual(self.invoices + self.roofs, self.bob.group_ids)
        self.assertNotIn(self.bricks, self.bob.group_ids)

    def test_missing_groups_come_with_their_module(self):
        role = self.load("base.group_user, acme.bricks, later.group_x, nonsense")
        role._assign(self.ann)
        self.assertEqual(role.implied_ids, self.employee + self.bricks)
        self.assertEqual(role.preset_missing, "later.group_x, nonsense")
        self.assertEqual(role.preset_state, "in_step")
        late = self.env["res.groups"].create({"name": "Late"})
        self.env["ir.model.data"].create(
            {"module": "later", "name": "group_x", "model": "res.groups", "res_id": late.id, "noupdate": True}
        )
        self.env["ir.model.data"]._process_end(["later"])
        self.assertIn(late, self.ann.group_ids)
        self.assertEqual(role.preset_missing, "nonsense")

    def test_group_that_goes_and_comes_back_with_its_module(self):
        role = self.load("base.group_user, acme.bricks")
        self.bricks.unlink()
        self.load("base.group_user, acme.bricks")
        self.assertEqual((role.implied_ids, role.preset_missing), (self.employee, "acme.bricks"))
        back = self.env["res.groups"].create({"name": "Bricks"})
        self.named(back, "bricks")
        self.env["ir.model.data"]._process_end(["acme"])
        self.assertEqual(role.implied_ids, self.employee + back)

    def test_upgrade_follows_the_preset(self):
        role = self.load("base.group_user, acme.bricks")
        role._assign(self.ann)
        self.load("base.group_user, acme.roofs")
        self.assertIn(self.roofs, self.ann.group_ids)
        self.assertNotIn(self.bricks, self.ann.group_ids)
        self.assertEqual(role.preset_state, "in_step")

    def test_upgrade_keeps_what_an_administrator_changed(self):
        role = self.load("base.group_user, acme.bricks")
        role._assign(self.ann)
        role.implied_ids += self.invoices
        self.load("base.group_user, acme.bricks")
        self.assertEqual(role.preset_state, "changed")
        self.assertIn(self.invoices, self.ann.group_ids)
        self.load("base.group_user, acme.roofs")
        self.assertEqual(role.preset_state, "waiting")
        self.assertEqual(self.env["res.users.role"].search([("preset_state", "=", "waiting")]), role)
        self.assertEqual(role.implied_ids, self.employee + self.bricks + self.invoices)
        role._apply_preset(keep=True)
        self.assertEqual(role.implied_ids, self.employee + self.roofs + self.invoices)
        self.assertEqual(role.preset_state, "changed")
        self.assertIn(self.roofs, self.ann.group_ids)
        role._apply_preset(keep=False)
        self.assertEqual(role.implied_ids, self.employee + self.roofs)
        self.assertEqual(role.preset_state, "in_step")

    def test_group_that_an_administrator_took_away_stays_away(self):
        role = self.load("base.group_user, acme.bricks")
        role.implied_ids -= self.bricks
        self.load("base.group_user, acme.bricks, acme.roofs")
        role._apply_preset(keep=True)
        self.assertEqual(role.implied_ids, self.employee + self.roofs)

    def test_administrator_and_author_agree(self):
        role = self.load("base.group_user, acme.bricks")
        role.implied_ids += self.roofs
        self.load("base.group_user, acme.bricks, acme.roofs")
        self.assertEqual(role.preset_state, "in_step")
        self.load("base.group_user")
        self.assertEqual(role.implied_ids, self.employee)

    def test_upgrade_keeps_the_wording_of_an_administrator(self):
        role = self.load("base.group_user", comment="As told")
        role.name = "Our own name"
        self.load("base.group_user", comment="Told better")
        self.assertEqual((role.name, role.comment), ("Our own name", "Told better"))
        self.load("base.group_user", name="New name")
        self.assertEqual(role.name, "Our own name")

    def test_presets_that_come_along(self):
        """Each gives what it names of what is installed, and lists the rest."""
        for name in ("consultant", "accountant", "auditor"):
            role = self.env.ref(f"fleet_user_roles.role_{name}")
            with self.subTest(name):
                groups = external_ids(role.preset_groups)
                here = [group for group in groups if self.env.ref(group, raise_if_not_found=False)]
                self.assertEqual(
                    external_ids(role.preset_missing), [group for group in groups if group not in here]
                )
                self.assertEqual(role.implied_ids, self.employee.concat(*map(self.env.ref, here)))
                self.assertEqual(role.preset_state, "in_step")
                self.assertFalse(role._making_administrators())
                self.assertFalse(role.line_ids or role.is_default)

    def imported(self, *groups, name="Ours", comment="Our word"):
        """An administrator imports the role under the external id that the module will use."""
        content = json.dumps([{"id": "acme.role_site", "name": name, "comment": comment, "groups": groups}])
        wizard = self.env["res.users.role.import"].with_user(self.admin)
        wizard.create({"file": base64.b64encode(content.encode())}).action_import()
        return self.env.ref("acme.role_site")

    def test_module_that_comes_after_its_role_was_imported(self):
        """What an administrator imported stays; what the module says waits until they decide."""
        role = self.imported("base.group_user", "acme.bricks")
        role._assign(self.ann)
        self.load("base.group_user, acme.roofs", comment="Of the module", is_default=True, update=False)
        self.assertEqual((role.name, role.comment, role.is_default), ("Ours", "Our word", False))
        self.assertEqual(role.implied_ids, self.employee + self.bricks)
        self.env["ir.model.data"]._process_end(["acme"])
        self.assertIn(self.bricks, self.ann.group_ids)
        self.assertEqual(role.preset_state, "waiting")
        self.load("base.group_user, acme.roofs, acme.invoices", name="Newer", update=False)
        self.assertEqual((role.name, role.preset_state), ("Ours", "waiting"))
        role._apply_preset(keep=True)
        self.assertEqual(role.implied_ids, self.employee + self.bricks + self.roofs + self.invoices)
        role._apply_preset(keep=False)
        self.assertEqual(
            (role.preset_state, role.implied_ids), ("in_step", self.employee + self.roofs + self.invoices)
        )
        self.load("base.group_user", update=False)
        self.assertEqual(role.implied_ids, self.employee, "decided once, it follows")

    def test_imported_role_without_any_group_of_here(self):
        role = self.imported("later.group_x")
        role._assign(self.ann)
        self.load("base.group_user, acme.roofs", update=False)
        self.env["ir.model.data"]._process_end(["acme"])
        self.assertFalse(role.implied_ids)
        self.assertEqual(role.preset_state, "waiting")

    def test_role_of_a_module_that_an_administrator_imported_anew(self):
        role = self.load("base.group_user, acme.bricks")
        self.imported("base.group_user", "acme.roofs", name="Site worker", comment="")
        self.load("base.group_user, acme.bricks")
        self.assertEqual((role.implied_ids, role.preset_state), (self.employee + self.roofs, "waiting"))

    def test_role_that_was_imported_as_the_module_says(self):
        role = self.load("base.group_user, acme.bricks")
        self.imported("acme.bricks", "base.group_user", name="Site worker", comment="")
        self.load("base.group_user, acme.roofs")
        self.assertEqual((role.implied_ids, role.preset_state), (self.employee + self.roofs, "in_step"))

    def test_preset_for_a_role_made_by_hand_waits(self):
        self.mason.preset_groups = "base.group_user, acme.roofs"
        self.assertEqual(self.mason.preset_state, "waiting")
        self.assertEqual(self.mason.implied_ids, self.employee + self.bricks)

    def test_role_that_left_the_data_file(self):
        """As with a module that goes, the settings say whether its users keep the groups."""
        for setting in ("lose", "keep"):
            self.env["ir.config_parameter"].set_param("fleet_user_roles.after_uninstall", setting)
            role = self.load("base.group_user, acme.bricks")
            role._assign(self.ann)
            self.env.registry.loaded_xmlids.clear()
            self.env["ir.model.data"]._process_end(["acme"])
            self.assertFalse(role.exists())
            self.assertEqual(self.bricks in self.ann.all_group_ids, setting == "keep")

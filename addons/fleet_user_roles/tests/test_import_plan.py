"""What the preview of an import says of each role and of each user is what the import does."""

import base64
import json
from random import Random

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import RolesCase
from .test_clashes import LATER, TODAY, TOMORROW


class PlanCase(RolesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = [("bricks", cls.bricks), ("roofs", cls.roofs), ("invoices", cls.invoices)]
        names += [("mason", cls.mason), ("roofer", cls.roofer), ("boss", cls.boss)]
        for name, record in names:
            cls.named(record, name)

    @classmethod
    def named(cls, record, name):
        names = cls.env["ir.model.data"]
        names.search([("model", "=", record._name), ("res_id", "=", record.id)]).unlink()
        names.create({"module": "acme", "name": name, "model": record._name, "res_id": record.id})

    def told(self, name, *groups):
        return {"id": f"acme.{name}", "name": name.capitalize(), "groups": list(groups)}

    def wizard(self, *told, user=None):
        content = base64.b64encode(json.dumps(told).encode())
        wizard = self.env["res.users.role.import"].with_user(user or self.env.user).create({"file": content})
        wizard.flush_recordset()
        return wizard

    def lines(self, wizard):
        return {line.name: line for line in wizard.line_ids}

    def people(self):
        return self.env["res.users"].with_context(active_test=False).search([])

    def rights(self):
        """:return: user -> set of names of the groups that they have, those behind roles left out"""
        self.env.invalidate_all()
        return {
            user: set(user.all_group_ids.filtered(lambda group: not group.role_id).mapped("full_name"))
            for user in self.people()
        }

    def assertComesTrue(self, *told):
        """Look, import, and compare each role and each user."""
        wizard = self.wizard(*told)
        role_of = {line: self.env.ref(line.external_id, False) for line in wizard.line_ids}
        roles = {line: self.contained(role) for line, role in role_of.items()}
        said = {
            line.user_id: (self.split(line.gained), self.split(line.lost)) for line in wizard.user_line_ids
        }
        before = self.rights()
        wizard.action_import()
        after = self.rights()
        for user in after:
            happened = (after[user] - before[user], before[user] - after[user])
            self.assertEqual(said.get(user, (set(), set())), happened, user.login)
        for line in wizard.line_ids:
            found = self.contained(self.env.ref(line.external_id))
            happened = (found - roles[line], roles[line] - found)
            self.assertEqual((self.split(line.gained), self.split(line.lost)), happened, line.name)
            if line.state == "same":
                self.assertEqual(found, roles[line], line.name)
        return wizard

    def contained(self, role):
        groups = role.all_implied_ids if role else self.env["res.groups"]
        return set(groups.filtered(lambda group: not group.role_id).mapped("full_name"))

    def split(self, names):
        return set(filter(None, (names or "").split(", ")))


@tagged("post_install", "-at_install")
class TestImportPlan(PlanCase):
    def test_role_that_comes_with_the_file(self):
        """The outer role contains what its inner role brings, in whatever order they stand."""
        self.mason._assign(self.ann)
        inner = self.told("inner", "base.group_user", "base.group_system")
        for told in ([self.told("mason", "acme.inner"), inner], [inner, self.told("mason", "acme.inner")]):
            with self.subTest([role["id"] for role in told]), self.env.cr.savepoint() as done:
                line = self.lines(self.wizard(*told))["Mason"]
                self.assertFalse(line.missing)
                self.assertIn("administrator", line.warning)
                wizard = self.assertComesTrue(*told)
                self.assertEqual(wizard.user_line_ids.user_id, self.ann)
                self.assertIn("Becomes an administrator.", wizard.user_line_ids.warning)
                self.assertTrue(self.ann._is_system())
                done.close(rollback=True)
            self.env.invalidate_all()
            self.env.registry.clear_cache("stable", "groups")

    def test_inner_role_that_gains_administrator_rights(self):
        self.mason.implied_ids = self.roofer.group_id
        self.mason._assign(self.ann)
        told = [self.told("mason", "acme.roofer"), self.told("roofer", "base.group_system")]
        lines = self.lines(self.wizard(*told))
        self.assertEqual(lines["Mason"].state, "changed")
        self.assertIn("administrator", lines["Mason"].warning)
        self.assertIn("administrator", lines["Roofer"].warning)
        self.assertEqual(lines["Mason"].users, 1)
        self.assertComesTrue(*told)
        self.assertTrue(self.ann._is_system())

    def test_role_beside_the_file(self):
        """Users of a role that isn't in the file, but has one of its roles in it, are told of."""
        gaffer = self.create_role("Gaffer", self.roofer.group_id)
        gaffer._assign(self.bob)
        wizard = self.assertComesTrue(self.told("roofer", "base.group_user", "acme.bricks"))
        self.assertEqual(wizard.user_line_ids.user_id, self.bob)

    def test_member_of_the_group_without_the_role(self):
        self.bob.group_ids += self.roofer.group_id
        wizard = self.assertComesTrue(self.told("roofer", "base.group_user", "acme.bricks"))
        self.assertEqual(wizard.user_line_ids.user_id, self.bob)

    def test_ids_are_what_was_shown(self):
        """A line break at the end was let through, not found in the preview, and found by the import."""
        for told in (
            self.told("mason", "base.group_user", "base.group_system\n"),
            self.told("mason", "base.group_user") | {"id": "acme.mason\n"},
            self.told("mason", "base.group_user,base.group_system"),
            self.told("mason", "base.group_user base.group_system"),
        ):
            with self.subTest(told), self.assertRaisesRegex(UserError, "external id"):
                self.wizard(told)

    def test_last_administrator(self):
        """Who stays an administrator because somebody has to, is not shown as one who goes."""
        self.boss._assign(self.admin)
        others = self.env["res.users"].browse(self.env["res.users"]._administrators()) - self.admin
        others.write({"active": False})
        self.assertComesTrue(self.told("boss", "base.group_user"))
        self.assertTrue(self.admin._is_system())

    def test_what_was_given_by_hand_stays_through_the_whole_import(self):
        """The import is one step: what somebody lacks by hand isn't given back on the way."""
        outer = self.create_role("Outer", self.mason.group_id)
        self.named(outer, "outer")
        outer._assign(self.ann)
        self.ann.group_ids -= self.bricks
        wizard = self.assertComesTrue(
            self.told("outer", "acme.mason"),
            self.told("mason", "base.group_user", "acme.bricks") | {"name": "Bricklayer"},
        )
        self.assertNotIn(self.bricks, self.ann.group_ids)
        self.assertFalse(wizard.user_line_ids)

    def test_nesting_the_other_way_round(self):
        self.mason.implied_ids = self.roofer.group_id + self.bricks
        self.mason._assign(self.ann)
        self.roofer._assign(self.bob)
        self.assertComesTrue(
            self.told("roofer", "acme.mason", "acme.roofs"), self.told("mason", "base.group_user")
        )
        self.assertLessEqual(self.mason.group_id, self.bob.all_group_ids)

    def test_nothing_changes(self):
        self.mason._assign(self.ann)
        same = self.told("mason", "base.group_user", "acme.bricks")
        wizard = self.wizard(same)
        self.assertTrue(wizard.nothing_changes)
        wizard = self.wizard(same | {"groups": ["base.group_user"]})
        self.assertFalse(wizard.nothing_changes)
        self.assertEqual(wizard.losses, "Lost by Ann Mason: Bricks")

    def test_changed_since_it_was_shown(self):
        wizard = self.wizard(self.told("mason", "base.group_user", "acme.roofs"))
        self.mason._assign(self.ann)
        with self.assertRaisesRegex(UserError, "since"):
            wizard.action_import()

    def test_access_rights_administrators_get_no_further_by_nesting(self):
        told = [self.told("outer", "acme.inner"), self.told("inner", "base.group_user", "base.group_system")]
        with self.assertRaisesRegex(UserError, "Only an administrator"), self.env.cr.savepoint():
            self.wizard(*told, user=self.clerk).action_import()
        self.assertFalse(self.env.ref("acme.outer", raise_if_not_found=False))

    def test_any_file(self):
        """For files made up at random: preview and deed agree, or both refuse."""
        agreed = 0
        for seed in range(8):
            with self.subTest(seed=seed), self.env.cr.savepoint() as done:
                random = Random(seed)
                told = self.made_up(random)
                try:
                    self.assertComesTrue(*told)
                    agreed += 1
                except UserError as refused:
                    self.assertNotIsInstance(refused, ValidationError, told)
                done.close(rollback=True)
            self.env.invalidate_all()
            self.env.registry.clear_cache("stable", "groups")
        self.assertGreater(agreed, 3, "files that nobody can take show nothing")

    def made_up(self, random):
        """Roles, users and a file over few names, so that they meet."""
        self.policy(random.choice(["warn", "warn", "revert", "allow"]))
        roles = self.mason + self.roofer + self.boss
        for role in roles:
            earlier = roles[: roles.ids.index(role.id)].group_id
            groups = [self.employee, self.bricks, self.roofs, self.invoices, self.access_rights, *earlier]
            role.implied_ids = [Command.set([group.id for group in random.sample(groups, 2)])]
        for number in range(4):
            user = new_test_user(self.env, f"somebody-{number}", "base.group_user")
            for role in random.sample(list(roles), random.randint(0, 2)):
                role._assign(user)
            by_hand = random.choice([self.bricks, self.roofs, self.mason.group_id, self.system])
            if random.random() < 0.5:
                user.group_ids = (
                    user.group_ids - by_hand if by_hand in user.group_ids else user.group_ids + by_hand
                )
        names = ["mason", "roofer", "boss", "foreman", "gaffer"]
        groups = ["base.group_user", "base.group_system", "acme.bricks", "acme.roofs", "acme.invoices"]
        groups += [f"acme.{name}" for name in names] + ["later.group_x"]
        chosen = random.sample(names, random.randint(1, 4))
        return [self.told(name, *random.sample(groups, random.randint(0, 3))) for name in chosen]


@tagged("post_install", "-at_install")
class TestHolders(PlanCase):
    """Who had which role comes back with the file, after the role went with its module."""

    def test_roles_come_back_to_who_had_them(self):
        self.mason._assign(self.ann, date_to="2040-01-01", reason="New site")
        self.mason._assign(self.bob, date_from="2040-01-01")
        [told] = self.mason._told(with_users=True)
        self.mason.unlink()
        self.assertNotIn(self.bricks, self.ann.all_group_ids)
        wizard = self.assertComesTrue(told)
        self.assertEqual(wizard.line_ids.given, "Ann Mason, Bob Roofer")
        [back] = self.env["res.users.role"].search([("name", "=", "Mason")])
        self.assertEqual(back._told(with_users=True), [told])
        self.assertIn(self.bricks, self.ann.all_group_ids)
        self.assertNotIn(self.bricks, self.bob.all_group_ids)
        self.assertEqual(self.wizard(told).line_ids.state, "same")

    def test_the_role_is_here_again_already(self):
        self.mason._assign(self.ann)
        [told] = self.mason._told(with_users=True)
        self.mason._withdraw(self.ann)
        wizard = self.assertComesTrue(told)
        self.assertEqual(wizard.line_ids.state, "changed")
        self.assertEqual(self.ann.role_line_ids.role_id, self.mason)

    def test_who_is_not_here_is_told(self):
        [told] = self.mason._told(with_users=True)
        told["users"] = [{"login": "gone"}, {"login": "ann", "id": self.bob.id}]
        line = self.assertComesTrue(told).line_ids
        self.assertEqual((line.unknown, line.given), ("gone", "Ann Mason"))

    def test_who_may_give_it(self):
        [told] = self.boss._told()
        told["users"] = [{"login": "ann"}]
        with self.assertRaises(AccessError):
            self.wizard(told, user=self.clerk).action_import()
        self.assertFalse(self.ann._is_system())

    def visitor(self, *dates):
        """A role for portal users that comes with the file, and is given to Ann for these dates."""
        return {**self.told("visitor", "base.group_portal"), "users": [self.holder("ann", *dates)]}

    def holder(self, login, begin=None, end=None):
        return {"login": login, "from": begin and str(begin), "until": end and str(end)}

    def test_users_of_the_file_who_would_be_two_kinds_of_user(self):
        """What the preview calls impossible is refused, and nothing else."""
        mason = self.told("mason", "base.group_user", "acme.bricks")
        self.roofer._assign(self.bob)
        for dates, other, is_possible in (
            ((), (), False),
            ((None, TODAY), (TOMORROW, None), True),
            ((None, TOMORROW), (TOMORROW, None), False),
            ((LATER, None), (TOMORROW, None), False),
            ((LATER, None), (TOMORROW, TOMORROW), True),
        ):
            told = [{**mason, "users": [self.holder("ann", *dates)]}, self.visitor(*other)]
            for file in (told, told[::-1]):
                with self.subTest(dates=dates, other=other), self.env.cr.savepoint() as done:
                    wizard = self.wizard(*file)
                    warnings = " ".join(filter(None, wizard.user_line_ids.mapped("warning")))
                    if is_possible:
                        self.assertNotIn("Impossible", warnings)
                        wizard.action_import()
                        self.assertEqual(len(self.ann.role_line_ids), 2)
                    else:
                        for word in ("Impossible", "Ann Mason", "Mason", "Visitor"):
                            self.assertIn(word, warnings)
                        with self.assertRaises(ValidationError):
                            wizard.action_import()
                    done.close(rollback=True)
                self.env.invalidate_all()
                self.env.registry.clear_cache("stable", "groups")

    def test_a_user_of_the_file_has_another_role(self):
        self.roofer._assign(self.ann)
        wizard = self.wizard(self.visitor(LATER))
        for word in ("Impossible", "Roofer", "Visitor"):
            self.assertIn(word, wizard.user_line_ids.warning)
        with self.assertRaises(ValidationError):
            wizard.action_import()

    def test_the_file_says_that_one_ends_before_the_other_begins(self):
        """Whichever of them it gives first: only what is so in the end counts."""
        self.mason._assign(self.ann)
        mason = self.told("mason", "base.group_user", "acme.bricks")
        mason["users"] = [self.holder("ann", None, TODAY)]
        wizard = self.wizard(self.visitor(TOMORROW), mason)
        self.assertFalse(wizard.user_line_ids.filtered("warning"))
        wizard.action_import()
        self.assertEqual(self.ann.role_line_ids.role_id.mapped("name"), ["Mason", "Visitor"])
        self.assertIn(self.bricks, self.ann.all_group_ids)

    def test_bad_users(self):
        [told] = self.mason._told()
        for users in ("ann", ["ann"], [{}], [{"login": 5}], [{"login": "ann", "from": "soon"}],
                      [{"login": "ann", "until": 5}], [{"login": "a\x00"}], [{"login": "ann"}] * 2):  # fmt: skip
            with self.subTest(users), self.assertRaisesRegex(UserError, "Mason.*users"):
                self.wizard({**told, "users": users})

"""The readme's table of who may do what says what is found when each does it."""

from contextlib import suppress
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..tools.preset import external_ids
from .common import RolesCase

README = Path(__file__).parents[1] / "readme" / "DESCRIPTION.md"


@tagged("post_install", "-at_install")
class TestReadme(RolesCase):
    def may(self, do):
        """Tell whether somebody may do this, and take it back."""
        with suppress(AccessError, UserError), self.env.cr.savepoint() as done:
            do()
            self.env.flush_all()
            done.close(rollback=True)
            self.env.invalidate_all()
            return True
        self.env.invalidate_all()
        return False

    def give(self, person, role, user):
        lines = self.env["res.users.role.line"].with_user(person)
        return lambda: lines.create({"role_id": role.id, "user_id": user.id})

    def given(self, role, person):
        """A role that somebody has, whom nobody else tried it with."""
        somebody = new_test_user(self.env, f"{role.name} of {person.login}", "base.group_user")
        return self.env["res.users.role.line"].create({"role_id": role.id, "user_id": somebody.id})

    def change(self, person, role):
        add = {"implied_ids": [Command.link(self.roofs.id)]}
        return lambda: role.with_user(person).write(add)

    def ordinary_roles(self, person):
        given = self.given(self.mason, person)
        implied = {"name": "New", "implied_ids": [Command.set(self.mason.implied_ids.ids)]}
        for do in (
            lambda: self.env["res.users.role"].with_user(person).create(implied),
            self.change(person, self.mason),
            self.give(person, self.mason, self.ann),
            given.with_user(person).unlink,
        ):
            self.assertTrue(self.may(do))
        return "yes" if self.may(self.give(person, self.mason, person)) else "yes, but not to themselves"

    def own_role(self, person):
        own = self.create_role(f"Own of {person.login}", person.group_ids)
        self.env["res.users.role.line"].create({"role_id": own.id, "user_id": person.id})
        return "yes" if self.may(self.change(person, own)) else "can't be extended"

    def administrator_roles(self, person):
        given = self.given(self.boss, person)
        self.assertTrue(self.may(given.with_user(person).unlink))
        gives = self.may(self.give(person, self.boss, self.ann))
        self.assertEqual(gives, self.may(self.change(person, self.boss)))
        return "yes" if gives else "withdraw only"

    def making_an_administrator(self, person):
        becomes = {"group_ids": [Command.link(self.system.id)]}
        return "yes" if self.may(lambda: self.ann.with_user(person).write(becomes)) else "no"

    def api_keys(self, person):
        for user in (self.ann, person):
            self.env["res.users.apikeys"].with_user(user).sudo()._generate("rpc", user.login, None)
        seen = self.env["res.users.apikeys"].with_user(person).search([]).user_id
        self.assertIn(person, seen)
        return "all" if self.ann in seen else "their own"

    def test_who_may_do_what(self):
        lines = README.read_text().partition("Who may do what:")[2].strip().partition("\n\n")[0].splitlines()
        told = [[cell.strip() for cell in line.strip("|").split("|")][1:] for line in lines[2:]]
        found = [
            [find(person) for person in (self.admin, self.clerk)]
            for find in (
                self.ordinary_roles,
                self.own_role,
                self.administrator_roles,
                self.making_an_administrator,
                self.api_keys,
            )
        ]
        self.assertEqual(told, found)

    def test_presets(self):
        lines = README.with_name("CONFIGURE.md").read_text().partition("| role |")[2].partition("\n\n")[0]
        told = {}
        for line in lines.splitlines()[2:]:
            role, _what, groups = (cell.strip() for cell in line.strip("|").split("|"))
            told[role] = {name.strip("`") for name in groups.split(", ")}
        names = self.env["ir.model.data"].search(
            [("module", "=", "fleet_user_roles"), ("model", "=", "res.users.role")]
        )
        roles = self.env["res.users.role"].browse(names.mapped("res_id"))
        self.assertEqual(told, {role.name: set(external_ids(role.preset_groups)) for role in roles})

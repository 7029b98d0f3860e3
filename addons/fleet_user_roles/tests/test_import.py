"""Roles leave and come as files."""

import base64
import json

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RolesCase


@tagged("post_install", "-at_install")
class TestImport(RolesCase):
    def wizard(self, content):
        content = content if isinstance(content, bytes) else json.dumps(content).encode()
        return self.env["res.users.role.import"].create({"file": base64.b64encode(content)})

    def exported(self, roles):
        action = roles.action_export()
        export = self.env["res.users.role.export"].browse(int(action["url"].split("/")[4]))
        return json.loads(base64.b64decode(export.file))

    def test_there_and_back(self):
        gaffer = self.create_role("Gaffer", self.mason.group_id + self.roofs, comment="Leads")
        told = self.exported(self.mason + gaffer)
        self.assertEqual([role["name"] for role in told], ["Mason", "Gaffer"])
        self.assertIn(self.mason.external_id, told[1]["groups"])
        self.roofer._assign(self.ann)
        gaffer.unlink()
        self.mason.unlink()
        wizard = self.wizard(told)
        self.assertEqual(wizard.line_ids.mapped("state"), ["new", "new"])
        self.assertFalse(wizard.line_ids[1].missing, "it comes with the file")
        wizard.action_import()
        back = self.env["res.users.role"].search([("name", "=", "Gaffer")])
        self.assertLessEqual(self.bricks + self.roofs + self.employee, back.all_implied_ids)
        self.assertEqual((back.comment, back.external_id), ("Leads", told[1]["id"]))
        self.assertEqual(self.exported(back)[0], told[1])

    def test_what_it_will_do(self):
        self.mason._assign(self.ann)
        [told] = self.exported(self.mason)
        self.assertEqual(self.wizard([told]).line_ids.state, "same")
        told["groups"] = ["base.group_user", "base.group_no_one", "later.group_x"]
        line = self.wizard([told]).line_ids
        self.assertEqual((line.state, line.users, line.missing), ("changed", 1, "later.group_x"))
        self.assertIn("Bricks", line.lost)
        self.assertIn(self.bricks, self.ann.group_ids, "looking changes nothing")
        self.wizard([told]).action_import()
        self.assertNotIn(self.bricks, self.ann.group_ids)
        self.assertEqual((self.mason.preset_missing, self.mason.preset_state), ("later.group_x", "in_step"))

    def test_bad_files(self):
        good = {"id": "acme.role", "name": "Good", "groups": ["base.group_user"]}
        for name in ("mason", "bricklayer"):
            self.env["ir.model.data"].create(
                {"module": "acme", "name": name, "model": "res.users.role", "res_id": self.mason.id}
            )
        for content, message in (
            (b"\xff\x00", "can't be read as JSON"),
            (b"[{]", "can't be read as JSON"),
            ({}, "a list of roles"),
            ([], "a list of roles"),
            ([good, "x"], "Role 2 of the file"),
            ([good | {"name": " "}], "no name"),
            ([good | {"name": 3}], "no name"),
            ([good | {"id": "role"}], "no external id"),
            ([good | {"id": None}], "no external id"),
            ([good | {"id": "base.group_user"}], "something else"),
            ([good | {"groups": "base.group_user"}], "list of external ids"),
            ([good | {"groups": [["base.group_user"]]}], "list of external ids"),
            ([good | {"groups": ["a b.c"]}], "list of external ids"),
            ([good, good], "Twice in the file: acme.role"),
            (b"", "Choose a file"),
            (b"[" * 100_000, "nested too deeply"),
            (b'[{"a":' * 100_000, "nested too deeply"),
            ([good | {"name": "a\x00b"}], "Role 1 of the file: it has characters that can't be stored"),
            ([good | {"name": "\ud800"}], "Role 1 of the file: it has characters that can't be stored"),
            ([good | {"comment": "\udfff"}], "Role 1 of the file: it has characters that can't be stored"),
            ([good | {"id": "acme.\ud800"}], "Role 1 of the file: it has characters that can't be stored"),
            (
                [good | {"groups": ["acme.\x00"]}],
                "Role 1 of the file: it has characters that can't be stored",
            ),
            (
                [good | {"name": "x" * 2_000_000}],
                "Role 1 of the file: its name is longer than 200 characters",
            ),
            ([good | {"comment": "x" * 2_000_000}], "Good.*its comment is longer"),
            ([good | {"id": "acme." + "x" * 4000}], "Good.*an external id is longer"),
            ([good | {"groups": ["acme." + "x" * 4000]}], "Good.*an external id is longer"),
            ([good | {"name": "-Good"}], "-Good.*can't begin with"),
            ([good | {"comment": ["a"]}], "Good.*its comment has to be a text"),
            ([good | {"comment": {"a": 1}}], "Good.*its comment has to be a text"),
            (
                [good | {"groups": ["base.group_user", "base.group_portal"]}],
                "Good.*more than one user type.*Portal",
            ),
            (
                [
                    good | {"groups": ["acme.x"]},
                    good | {"id": "acme.x", "name": "X", "groups": ["acme.role"]},
                ],
                "contain themselves or each other: Good, X",
            ),
            ([good | {"id": "acme.mason"}, good | {"id": "acme.bricklayer"}], "acme.bricklayer.*same role"),
        ):
            with (
                self.subTest(content=str(content)[:80]),
                self.assertRaisesRegex(UserError, message) as refused,
            ):
                self.wizard(content).action_import()
            self.assertLess(len(str(refused.exception)), 200)
        self.assertFalse(self.env["res.users.role"].search([("name", "=", "Good")]))

    def test_odoos_own_import(self):
        """A column of external ids is enough."""
        outcome = self.env["res.users.role"].load(
            ["id", "name", "preset_groups"], [["acme.role_a", "A", "base.group_user,later.group_x"]]
        )
        role = self.env["res.users.role"].browse(outcome["ids"])
        self.assertEqual((role.implied_ids, role.external_id), (self.employee, "acme.role_a"))
        self.assertEqual(role.preset_missing, "later.group_x")

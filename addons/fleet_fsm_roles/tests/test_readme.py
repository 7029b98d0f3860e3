"""The readme's table of roles says which groups they bring."""

import re
from pathlib import Path

from odoo.tests import TransactionCase, tagged

README = Path(__file__).parents[1] / "readme" / "DESCRIPTION.md"


@tagged("post_install", "-at_install")
class TestReadme(TransactionCase):
    def test_groups_of_the_roles(self):
        rows = re.findall(r"^\| (.+?) \| .+? \| (.+?) \|$", README.read_text(), re.MULTILINE)[2:]
        told = {name: set(re.findall(r"`([\w.]+)`", groups)) for name, groups in rows}
        names = self.env["ir.model.data"].search(
            [("module", "=", "fleet_fsm_roles"), ("model", "=", "res.users.role")]
        )
        roles = self.env["res.users.role"].browse(names.mapped("res_id"))
        before = {name.complete_name for name in names}
        self.assertEqual(told, {role.name: set(role.preset_groups.split()) - before for role in roles})

"""Roles that come with field service go with it and come back, with who had them; users and workers stay."""

import json

from farm import addons
from farm.hub import own_hub

GIVE = """
import base64, json
from odoo.fields import Command
ann = env["res.users"].create({"name": "Ann Installer", "login": "ann"})
env.ref("fleet_fsm_roles.role_installer")._assign(ann, reason="New site")
wizard = env["base.module.uninstall"].create(
    {"module_ids": env["ir.module.module"].search([("name", "=", "fleet_user_roles")]).ids}
)
export = env["res.users.role.export"].browse(int(wizard.action_export_roles()["url"].split("/")[4]))
print(json.dumps([wizard.role_consequences, base64.b64decode(export.file).decode()]))
"""
LOOK = """
import json
ann = env["res.users"].search([("login", "=", "ann")])
worker = env["fsm.person"].with_context(active_test=False).search([("partner_id", "=", ann.partner_id.id)])
print(json.dumps([
    ann.has_group("base.group_user"), ann.has_group("fieldservice.group_fsm_user"), worker.mapped("active"),
]))
"""
IMPORT = """
import base64
told = {told!r}
env["res.users.role.import"].create({{"file": base64.b64encode(told.encode())}}).action_import()
ann = env["res.users"].search([("login", "=", "ann")])
print([(line.role_id.name, line.reason) for line in ann.role_line_ids])
"""


def printed(output):
    return json.loads(output.splitlines()[-1])


def test_they_go_and_come_back():
    with own_hub("role_uninstall") as hub:
        consequences, told = printed(hub.run(GIVE))
        for word in ("Installer", "Ann Installer", "keep"):
            assert word in consequences
        assert printed(hub.run(LOOK)) == [True, True, [True]]
        addons.uninstall(hub, "fleet_user_roles")  # and fleet_fsm_roles, which stands on it
        assert printed(hub.run(LOOK)) == [True, True, [True]]
        addons.install(hub, "fleet_fsm_roles")
        assert "('Installer', 'New site')" in hub.run(IMPORT.format(told=told))
        assert printed(hub.run(LOOK)) == [True, True, [True]]

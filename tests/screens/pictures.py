"""Takes the pictures of README.md and of the addons' pages in the list of apps. ``setup/screenshots`` runs it."""

import base64
import io
from dataclasses import dataclass, field

from PIL import Image

from odoo.tests import HttpCase, tagged

from bootstrap.paths import ADDONS

from .filling import LONG_NAME, fill
from .page import visit

LARGEST = 150_000
DESK, PHONE = (1366, 768), (390, 844)


@dataclass(frozen=True)
class Picture:
    """One picture.

    :param file: its name, in the folder of the addon's page
    :param action: external id of what is opened
    :param name: of the record whose form is shown
    :param context: for the action
    """

    addon: str
    file: str
    action: str
    name: str = ""
    context: dict = field(default_factory=dict)
    size: tuple = DESK

    @property
    def path(self):
        return ADDONS / self.addon / "static" / "description" / self.file


def pictures(env):
    """Return what is taken."""
    databases, roles, workers = "fleet_databases", "fleet_user_roles", "fleet_fsm_roles"
    people = env["res.users"].search([("login", "in", ("ben", "ida"))])
    role = env["res.users.role"].search([("name", "=", "Closers")])
    giving = {"default_user_ids": [[6, 0, people.ids]], "default_role_ids": [[6, 0, role.ids]]}
    listed = f"{databases}.project_project_action_databases"
    return [
        Picture(databases, "list.png", listed),
        Picture(databases, "form.png", listed, "Bakery Dupont"),
        Picture(databases, "failing.png", listed, LONG_NAME),
        Picture(databases, "phone.png", listed, "Bakery Dupont", size=PHONE),
        Picture(databases, "users.png", f"{databases}.databases_user_action"),
        Picture(databases, "runs.png", f"{databases}.databases_run_action"),
        Picture(roles, "role.png", "base_user_role.action_res_users_role_tree", role.name),
        Picture(roles, "assign.png", f"{roles}.res_users_role_wizard_action_assign", context=giving),
        Picture(workers, "new_colleague.png", f"{workers}.fsm_new_user_action"),
    ]


@tagged("post_install", "-at_install")
class TestPictures(HttpCase):
    def test_take(self):
        fill(self.env)
        wanted = pictures(self.env)
        for size in (DESK, PHONE):
            self.touch_enabled = size == PHONE
            self.browser_size = f"{size[0]}x{size[1]}"
            of_size = [picture for picture in wanted if picture.size == size]
            visit(self, "/odoo", "admin", lambda page, of_size=of_size: self._take(page, of_size))

    def _take(self, page, wanted):
        for picture in wanted:
            action = self.env.ref(picture.action)
            page.call("open", action.id, {"additionalContext": picture.context})
            if picture.name:
                record = self.env[action.res_model].search([("name", "=", picture.name)], limit=1)
                page.call("switchTo", "form", {"resId": record.id})
            content = _small(base64.b64decode(page.picture()))
            self.assertLess(len(content), LARGEST, picture.path)
            picture.path.write_bytes(content)
            page.call("close")


def _small(png):
    """Return a PNG with a palette, which is a third as large; nothing of the web client has more colours."""
    written = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(128).save(written, "PNG", optimize=True)
    return written.getvalue()

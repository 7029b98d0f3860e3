from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import RolesCase


@tagged("post_install", "-at_install")
class TestTour(HttpCase, RolesCase):
    """An administrator gives a role, in a real browser."""

    def test_assign_a_role_with_a_preview(self):
        action = self.env["ir.actions.act_window"].create({"name": "Partners", "res_model": "res.partner"})
        self.env["ir.ui.menu"].create(
            {
                "name": "Site",
                "action": f"ir.actions.act_window,{action.id}",
                "group_ids": [Command.set(self.bricks.ids)],
            }
        )
        self.start_tour("/odoo/users", "fleet_user_roles_assign", login="admin")
        self.assertEqual(self.bricks.user_ids, self.ann + self.bob)
        log = self.env["res.users.role.log"].search([("user_id", "=", self.ann.id)])
        self.assertEqual((log.author_id, log.reason), (self.env.ref("base.user_admin"), "New site"))


@tagged("post_install", "-at_install")
class TestPhone(HttpCase, RolesCase):
    """The same on a phone: the preview is cards."""

    browser_size = "390x844"
    touch_enabled = True

    def test_what_is_lost_is_seen_before_the_button(self):
        self.mason._assign(self.ann)
        action = self.env.ref("fleet_user_roles.res_users_role_wizard_action_withdraw")
        action.context = {
            "default_action": "withdraw",
            "default_user_ids": [[6, 0, (self.ann + self.bob).ids]],
            "default_role_ids": [[6, 0, self.mason.ids]],
        }
        self.start_tour(f"/odoo/action-{action.id}", "fleet_user_roles_phone", login="admin")
        self.assertNotIn(self.bricks, self.ann.group_ids)

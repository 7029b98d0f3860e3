"""API keys under an administrator's eyes."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools.safe_eval import safe_eval

from .common import RolesCase

SOON = datetime.now() + timedelta(days=30)


@tagged("post_install", "-at_install")
class TestApiKeys(HttpCase, RolesCase):
    def make_key(self, user, name="Script", until=SOON):
        return self.env["res.users.apikeys"].with_user(user).sudo()._generate(None, name, until)

    def listed(self, user):
        """The keys in the menu, as this person sees them."""
        domain = safe_eval(self.env.ref("fleet_user_roles.res_users_apikeys_action").domain)
        return self.env["res.users.apikeys"].with_user(user).search(domain)

    def test_all_valid_keys(self):
        before = self.listed(self.admin)
        self.make_key(self.ann, "Ann's script")
        self.make_key(self.bob, "For good", None)
        self.make_key(self.bob, "Too old", datetime.now() - timedelta(days=1))
        self.make_key(self.clerk, "Left")
        self.clerk.active = False
        keys = self.listed(self.admin) - before
        self.assertEqual(set(keys.mapped("name")), {"Ann's script", "For good"})
        self.assertEqual(keys.user_id, self.ann + self.bob)
        self.assertTrue(all(key.create_date for key in keys))
        self.assertEqual(self.listed(self.ann).user_id, self.ann)
        view = (
            self.env["res.users.apikeys"]
            .with_user(self.admin)
            .get_view(self.env.ref("fleet_user_roles.res_users_apikeys_view_list").id, "list")
        )
        for name in ("user_id", "scope", "create_date", "expiration_date"):
            self.assertIn(f'name="{name}"', view["arch"])

    def opens(self, key):
        """Whose account a script opens with this key."""
        owner = self.env["res.users.apikeys"]._check_credentials(scope="rpc", key=key)
        return self.env["res.users"].browse(owner)

    def test_revoking_a_single_one(self):
        key, other = self.make_key(self.ann), self.make_key(self.ann, "Other")
        self.assertEqual((self.opens(key), self.opens(other)), (self.ann, self.ann))
        found = self.listed(self.admin).filtered(
            lambda found: found.user_id == self.ann and found.name == "Script"
        )
        with self.assertRaises(AccessError):
            found.with_user(self.bob)._remove()
        found._remove()
        self.assertFalse(self.opens(key))
        self.assertEqual(self.opens(other), self.ann)

    def test_identity_is_asked_for(self):
        self.make_key(self.ann)
        key = self.listed(self.ann)
        self.authenticate(self.admin.login, self.admin.login)
        for model, method, ids in (
            ("res.users.apikeys", "remove", key.ids),
            ("res.users", "action_revoke_api_keys", self.ann.ids),
        ):
            params = {"model": model, "method": method, "args": [ids], "kwargs": {}}
            answer = self.url_open(f"/web/dataset/call_kw/{model}/{method}", json={"params": params}).json()
            self.assertEqual(answer["result"]["res_model"], "res.users.identitycheck")
        self.assertTrue(key.exists())

    def test_keys_are_for_oneself(self):
        wizard = self.env["res.users.apikeys.description"].with_user(self.admin)
        with self.assertRaises(ValueError):
            wizard.create({"name": "For Ann", "duration": "1", "user_id": self.ann.id})
        key = self.make_key(self.admin)
        self.assertEqual(self.opens(key), self.admin)

    def test_no_keys_on_shared_accounts(self):
        self.make_key(self.ann)
        self.assertEqual(self.ann.api_key_count, 1)
        self.ann.api_keys_blocked = True
        with self.assertRaisesRegex(UserError, "shared by several people"):
            self.make_key(self.ann)
        with self.assertRaisesRegex(UserError, "shared by several people"):
            self.env["res.users.apikeys.description"].with_user(self.ann).check_access_make_key()
        self.assertEqual(self.ann.api_key_count, 1, "what there is stays until somebody revokes it")
        self.ann.api_keys_blocked = False
        self.make_key(self.ann)

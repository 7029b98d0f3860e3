from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import DatabasesCase


@tagged("post_install", "-at_install")
class TestLog(DatabasesCase, HttpCase):
    @mute_logger("odoo.http")
    def test_calls_that_may_hold_keys(self):
        """Their parameters are never logged, at any level."""
        self.authenticate(self.admin.login, self.admin.login)
        content = {"res_model": "project.project", "file": "name,database_api_key\nBakery,the-secret-key"}
        for model, method, args in (
            ("base_import.import", "create", [content]),
            ("ir.default", "set", ["project.project", "database_api_key", "the-secret-key"]),
        ):
            params = {"model": model, "method": method, "args": args, "kwargs": {}}
            with self.assertLogs("odoo", "DEBUG") as logs:
                self.url_open(f"/web/dataset/call_kw/{model}/{method}", json={"params": params})
            written = "\n".join(logs.output)
            self.assertIn(f"call {model}().{method}(", written)
            self.assertNotIn("the-secret-key", written)

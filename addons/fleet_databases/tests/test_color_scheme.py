from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestColorScheme(HttpCase):
    def test_a_page_has_the_colours_that_its_browser_asks_for(self):
        self.authenticate("admin", "admin")
        for scheme, is_dark in (("dark", True), ("light", False), ("'><script>", False)):
            page = self.url_open("/odoo", cookies={"color_scheme": scheme})
            self.assertEqual("web.assets_web_dark." in page.text, is_dark, scheme)

    def test_the_dark_colours_are_dark(self):
        bundle = self.env["ir.qweb"]._get_asset_bundle("web.assets_web_dark", js=False)
        style = bundle.css().raw.decode()
        self.assertFalse(bundle.css_errors)
        self.assertRegex(style, r"--o-webclient-color-scheme: ?dark")
        self.assertRegex(style, r"--body-bg: ?#14161c")

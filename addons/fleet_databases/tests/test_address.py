from odoo.tests import BaseCase

from odoo.addons.fleet_databases.tools.address import flaw, normalized, origin


class TestAddress(BaseCase):
    def test_flaws(self):
        for url, expected in {
            "https://erp.example.com": None,
            " https://erp.example.com/ ": None,
            "http://127.0.0.1:8069": None,
            "http://[::1]:8069": None,
            "https://bücher.example": None,
            "erp.example.com": "scheme",
            "ftp://erp.example.com": "scheme",
            "javascript:alert(1)": "scheme",
            "file:///etc/passwd": "scheme",
            "https://": "host",
            "https:///odoo": "host",
            "https://a..b": "host",
            "https://erp.example.com:0": "host",
            "https://erp.example.com:99999": "host",
            "https://erp.example.com:http": "host",
            "https://erp example.com": "host",
            "https://[::1": "host",
            "https://" + "a" * 64 + ".com": "host",
            "https://ann:secret@erp.example.com": "credentials",
            "https://ann@erp.example.com": "credentials",
        }.items():
            self.assertEqual(flaw(url), expected, url)

    def test_same_address_is_written_in_one_way(self):
        for url in (
            "https://erp.example.com",
            "https://ERP.example.com/",
            " HTTPS://erp.example.com:443 ",
            "https://erp.example.com./#home",
        ):
            self.assertEqual(normalized(url), "https://erp.example.com")

    def test_normalizing_keeps_what_makes_a_difference(self):
        for url in ("http://erp.example.com", "https://erp.example.com:8443/a/B?c=D", "http://[::1]:8069"):
            self.assertEqual(normalized(url), url)

    def test_origin(self):
        self.assertEqual(
            origin("https://erp.example.com/odoo/action-12?debug=1#x"), "https://erp.example.com"
        )
        self.assertEqual(origin("http://[::1]:8069/web"), "http://[::1]:8069")

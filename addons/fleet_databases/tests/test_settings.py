from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from odoo.addons.fleet_databases.models.settings import front_ends, reach, setting
from odoo.addons.fleet_databases.remote.values import Reach

from .common import DatabasesCase

NUMBERS = {"workers": 32, "per_host": 4, "timeout": 15, "hours": 24, "keep_days": 30, "oldest_version": 17}


@tagged("post_install", "-at_install")
class TestSettings(DatabasesCase):
    def store(self, name, value):
        """Write a system parameter as an administrator of the system does, who may write anything."""
        parameters_sudo = self.env["ir.config_parameter"].sudo()
        parameters_sudo.set_param(f"fleet_databases.{name}", value)

    def numbers(self):
        return {name: setting(self.env, name) for name in NUMBERS}

    def test_defaults(self):
        self.assertEqual(self.numbers(), NUMBERS)
        self.store("own_network", False)
        self.assertEqual(reach(self.env), Reach(agent=reach(self.env).agent))
        self.assertFalse(setting(self.env, "odoo_com_login"))

    def test_changed_in_the_form(self):
        with Form(self.env["databases.settings"]) as form:
            form.workers = 64
            form.hours = 12
            form.plain_http = True
            form.odoo_com_login = "hub@agency.example"
        self.assertEqual(self.numbers(), {**NUMBERS, "workers": 64, "hours": 12})
        allowed = reach(self.env)
        self.assertEqual(allowed, Reach(own_network=True, plain_http=True, agent=allowed.agent))
        again = Form(self.env["databases.settings"])
        self.assertEqual((again.workers, again.plain_http), (64, True))
        self.assertEqual(again.odoo_com_login, "hub@agency.example")
        again.plain_http = again.odoo_com_login = False
        again.save()
        self.assertFalse(reach(self.env).plain_http or setting(self.env, "odoo_com_login"))

    def test_a_number_has_a_lowest_and_a_highest_value(self):
        for name, value in (("workers", 0), ("timeout", 61), ("hours", 10**9)):
            with self.assertRaisesRegex(ValidationError, "between 1 and"):
                self.env["databases.settings"].create({name: value})

    def test_what_is_no_number_counts_as_not_set(self):
        for value in ("many", "-3", "0", "", "1.5"):
            self.store("workers", value)
            self.assertEqual(setting(self.env, "workers"), 32, value)
        self.store("hours", "9" * 30)
        self.assertEqual(setting(self.env, "hours"), 24 * 365)
        self.assertEqual(Form(self.env["databases.settings"]).hours, 24 * 365)

    def test_what_is_no_permission_allows_nothing(self):
        for value in ("1", "yes", "true"):
            self.store("proxies", value)
            self.assertFalse(reach(self.env).proxies, value)

    def test_hub_says_who_it_is_and_how_to_reach_its_owner(self):
        company_sudo = self.env.ref("base.main_company").sudo()
        company_sudo.write({"email": "info@agency.example", "website": "https://agency.example"})
        hub = f"Fleet/{self.env.ref('base.module_fleet_databases').sudo().latest_version}"
        self.assertEqual(reach(self.env).agent, f"{hub} (+info@agency.example)")
        company_sudo.email = "müller@agency.example"
        self.assertEqual(reach(self.env).agent, f"{hub} (+https://agency.example)")
        self.env["databases.settings"].create({"contact": "it@agency.example"})
        self.assertEqual(reach(self.env).agent, f"{hub} (+it@agency.example)")
        company_sudo.write({"email": False, "website": False})
        for past_the_hub in ("a\r\nX-Odoo-Database: b", "a) b", "é", "x" * 300, " "):
            self.store("contact", past_the_hub)
            self.assertEqual(reach(self.env).agent, hub, past_the_hub)

    def test_what_can_not_be_sent_is_no_way_to_reach_anybody(self):
        for contact in ("a\nb", "müller@agency.example", "x" * 300, "(it)"):
            with self.assertRaisesRegex(ValidationError, "How to reach you"):
                self.env["databases.settings"].create({"contact": contact})

    def test_shared_front_ends(self):
        self.assertEqual(front_ends(self.env), [])
        self.env["databases.settings"].create(
            {"front_ends": "*.Cloud.example, .other.example\nthird.example;"}
        )
        self.assertEqual(front_ends(self.env), ["cloud.example", "other.example", "third.example"])

    def test_what_is_no_template_any_more_counts_as_not_set(self):
        template = self.env["project.project"].create({"name": "New database", "is_template": True})
        self.store("template", str(template.id))
        self.assertEqual(setting(self.env, "template_id"), template)
        template.is_template = False
        self.assertFalse(setting(self.env, "template_id"))
        self.assertFalse(Form(self.env["databases.settings"]).template_id)
        for value in ("new", "-1", "0", str(2**31 - 1)):
            self.store("template", value)
            self.assertFalse(setting(self.env, "template_id"), value)

    def test_every_setting_says_what_it_needs(self):
        model = self.env["databases.settings"]
        for field in (model._fields[name] for name in model._settings()):
            with self.subTest(field=field):
                self.assertTrue(field.config_parameter)
                if field.type == "integer":
                    self.assertLessEqual(field.lowest, field.default(model))
                    self.assertLessEqual(field.default(model), field.highest)

from lxml import etree

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import AccessCase, custom_group, new_user


@tagged("post_install", "-at_install")
class TestAccess(AccessCase):
    def test_bare_user_reaches_nothing(self):
        for model in ("res.users", "res.partner", "res.company", "ir.ui.menu", "ir.filters", "x_dummy"):
            self.assert_refused(self.bare, model, "search_read", [])
        self.assertEqual(
            self.rpc(self.bare, "res.users", "read", self.bare.ids, ["name"])[0]["name"], "Bo Backend"
        )

    def test_bare_user_reaches_what_is_granted(self):
        group = custom_group(self.env, "Robot", "fleet_backend_group.group_backend")
        self.env["ir.model.access"].create(
            {
                "name": "x_dummy robot",
                "model_id": self.env["ir.model"]._get_id("x_dummy"),
                "group_id": group.id,
                "perm_read": True,
            }
        )
        self.bare.group_ids = group
        self.assertEqual(self.rpc(self.bare, "x_dummy", "search_count", []), 1)
        self.assert_refused(self.bare, "x_dummy", "create", {"x_name": "No"})

    def test_a_group_grants_its_app(self):
        created = self.rpc(self.dummy, "x_dummy", "create", {"x_name": "Mine"})
        self.rpc(self.dummy, "x_dummy", "write", created, {"x_amount": 3})
        self.assertEqual(self.rpc(self.dummy, "x_dummy", "read", created, ["x_amount"])[0]["x_amount"], 3)
        self.rpc(self.dummy, "x_dummy", "unlink", created)
        self.assert_refused(self.ui, "x_dummy", "search_read", [])

    def test_devices_of_others(self):
        log = self.env["res.device.log"]
        values = {
            "session_identifier": "a" * 42,
            "platform": "linux",
            "browser": "b",
            "ip_address": "127.0.0.1",
        }
        for user in self.employee + self.ui:
            log.create(
                {**values, "user_id": user.id, "first_activity": "2026-01-01", "last_activity": "2026-01-02"}
            )
        self.env.flush_all()
        for model in ("res.device", "res.device.log"):
            rows = self.rpc(self.ui, model, "search_read", [], ["user_id"])
            self.assertEqual({row["user_id"][0] for row in rows}, {self.ui.id}, model)

    def test_external_ids(self):
        self.assert_refused(
            self.ui,
            "ir.model.data",
            "create",
            {"name": "x", "module": "x", "model": "res.users", "res_id": self.ui.id},
        )
        self.assert_refused(self.ui, "ir.model.data", "search_read", [])

    def test_filters_defaults_settings_and_keys_of_others(self):
        theirs = self.env["ir.filters"].create(
            {"name": "Theirs", "model_id": "res.partner", "user_ids": self.employee.ids, "domain": "[]"}
        )
        self.assertNotIn(theirs.id, self.rpc(self.ui, "ir.filters", "search", []))
        self.assert_refused(self.ui, "ir.filters", "unlink", theirs.ids)
        field = self.env["ir.model.fields"]._get("res.partner", "name")
        default = self.env["ir.default"].create(
            {"field_id": field.id, "user_id": self.employee.id, "json_value": '"x"'}
        )
        self.assert_refused(self.ui, "ir.default", "write", default.ids, {"json_value": '"y"'})
        settings = self.env["res.users.settings"]._find_or_create_for_user(self.employee)
        self.assert_refused(self.ui, "res.users.settings", "read", settings.ids)
        self.env["res.users.apikeys"].with_user(self.employee).sudo()._generate("rpc", "theirs", None)
        self.assertEqual(self.rpc(self.ui, "res.users.apikeys", "search_count", []), 0)

    def test_people(self):
        """Colleagues and the company are known, customers and their portal users are not."""
        customer = self.env["res.partner"].create({"name": "Customer", "phone": "+32 2 290 34 90"})
        portal = new_user(self.env, "portal", "base.group_portal")
        partners = self.rpc(self.ui, "res.partner", "search", [])
        self.assertIn(self.employee.partner_id.id, partners)
        self.assertIn(self.env.company.partner_id.id, partners)
        self.assertNotIn(customer.id, partners)
        self.assertNotIn(portal.partner_id.id, partners)
        self.assertNotIn(portal.id, self.rpc(self.ui, "res.users", "search", []))
        self.assert_refused(self.ui, "res.partner", "write", self.ui.partner_id.ids, {"name": "Other"})

    def test_people_with_the_right_to_create_contacts(self):
        self.ui.group_ids += self.env.ref("base.group_partner_manager")
        created = self.rpc(self.ui, "res.partner", "create", {"name": "Customer"})
        self.assertEqual(self.rpc(self.ui, "res.partner", "read", created, ["name"])[0]["name"], "Customer")

    def test_a_colleague_and_a_contact_open(self):
        """From a link in a record, or from who wrote a message: no field in the form is one that they may not read."""
        for record in (self.employee, self.employee.partner_id):
            view = self.rpc(self.ui, record._name, "get_view", False, "form")
            names = [field.get("name") for field in etree.fromstring(view["arch"]).iter("field")]
            self.assertIn("email", names)
            [values] = self.rpc(self.ui, record._name, "web_read", record.ids, {name: {} for name in names})
            self.assertEqual(values["email"], "employee@example.com")
        employees = self.env["res.users"].with_user(self.employee).get_view(False, "form")
        self.assertEqual(employees["id"], self.env.ref("base.view_users_simple_form").id)

    def test_fields_of_employees_stay_theirs(self):
        """No field with groups="base.group_user" but those that views with a chatter need, and what everybody reads
        of themselves."""
        widened = set()
        own, _writeable = self.env["res.users"]._self_accessible_fields()
        for name in self.env.registry:
            if not self.env[name]._abstract and self.env[name].with_user(self.ui).has_access("read"):
                fields_ = self.rpc(self.ui, name, "fields_get", [], ["type"])
                theirs = self.env[name].with_user(self.employee).fields_get([], ["type"])
                self.assertLessEqual(set(fields_), set(theirs) | {"role"}, name)
                widened |= {
                    field
                    for field in fields_
                    if "base.group_user" in (self.env[name]._fields[field].groups or "").split(",")
                    and not (name == "res.users" and field in own)
                }
        self.assertLessEqual(
            widened,
            {
                "access_token",
                "activity_calendar_event_id",
                "activity_date_deadline",
                "activity_ids",
                "activity_state",
                "activity_summary",
                "activity_type_id",
                "activity_user_id",
                "message_attachment_count",
                "message_follower_ids",
                "message_partner_ids",
                "my_activity_date_deadline",
            },
        )

    def test_groups_of_others(self):
        self.assert_refused(self.ui, "res.users", "has_group", self.employee.ids, "base.group_system")
        self.assertFalse(self.rpc(self.ui, "res.users", "has_group", self.ui.ids, "base.group_user"))
        self.assert_refused(self.ui, "res.users", "write", self.ui.ids, {"group_ids": [Command.link(1)]})

    def test_a_right_without_a_rule_opens_what_employees_see(self):
        theirs, mine = self.env["x_dummy"].create(
            [{"x_name": "theirs", "x_user_id": SUPERUSER_ID}, {"x_name": "mine", "x_user_id": self.dummy.id}]
        )
        self.rule("base.group_user", "[('x_user_id', '=', user.id)]")
        self.assertEqual(self.rpc(self.dummy, "x_dummy", "search", []), mine.ids)
        self.assert_refused(self.dummy, "x_dummy", "write", theirs.ids, {"x_amount": 1})
        self.rpc(self.dummy, "x_dummy", "write", mine.ids, {"x_amount": 1})

    def test_rules_of_employees_hold_for_their_mode_only(self):
        theirs = self.env["x_dummy"].create({"x_name": "theirs", "x_user_id": SUPERUSER_ID})
        self.rule("base.group_user", "[('x_user_id', '=', user.id)]", perm_read=False)
        self.assertIn(theirs.id, self.rpc(self.dummy, "x_dummy", "search", []))
        self.assert_refused(self.dummy, "x_dummy", "write", theirs.ids, {"x_amount": 1})

    def test_a_rule_of_their_own_counts_instead(self):
        theirs = self.env["x_dummy"].create({"x_name": "theirs", "x_user_id": SUPERUSER_ID})
        self.rule("base.group_user", "[('x_user_id', '=', user.id)]")
        self.rule("fleet_backend_group.group_dummy", "[(1, '=', 1)]")
        self.assertIn(theirs.id, self.rpc(self.dummy, "x_dummy", "search", []))
        # An addon that widens what employees see does not widen this.
        self.env["ir.rule"].search(
            [("groups", "in", self.env.ref("fleet_backend_group.group_dummy").ids)]
        ).unlink()
        self.rule("fleet_backend_group.group_dummy", "[('x_name', '=', 'mine')]")
        self.rule("base.group_user", "[(1, '=', 1)]")
        self.assertEqual(self.rpc(self.dummy, "x_dummy", "search", []), [])

    def test_companies(self):
        """As for employees: the records of the companies that are chosen, among those that are the user's."""
        mine = self.env["res.company"].create({"name": "Mine"})
        other = self.env["res.company"].create({"name": "Other"})
        self.ui.write({"company_ids": [Command.link(mine.id)]})
        self.assertIn(self.env.ref("base.group_multi_company"), self.ui.group_ids)
        chosen = (self.env.company + mine).ids
        user = self.env["res.company"].with_user(self.ui).with_context(allowed_company_ids=chosen)
        self.assertEqual(set(user.search([]).ids), set(chosen))
        with self.assertRaises(AccessError):
            user.with_context(allowed_company_ids=other.ids).env.companies.ensure_one()

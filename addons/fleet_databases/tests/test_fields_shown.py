from odoo.tests import new_test_user

from .common import DatabasesCase, store_answer, user

TECHNICAL = {
    "database_claim",
    "database_claimed_until",
    "database_api_key",
    "database_api_key_asked",
    "database_api_key_reminded",
    "database_api_uid",
    "database_audience",
    "database_connection_seen",
    "database_has_documents",
    "database_is_hidden",
    "database_left_as_is",
    "database_left_out",
    "database_missing_credentials",
}


class TestFieldsShown(DatabasesCase):
    """What people may choose from in filters, groups and exports."""

    def test_technical_fields_are_not_offered(self):
        described = self.env["project.project"].fields_get([], ["searchable", "groupable", "exportable"])
        ours = {name: told for name, told in described.items() if name.startswith("database_")}
        for offered in ("searchable", "groupable", "exportable"):
            self.assertFalse(TECHNICAL & {name for name, told in ours.items() if told[offered]}, offered)
        self.assertEqual(TECHNICAL, {name for name, told in ours.items() if not told["exportable"]})
        for name in ("database_url", "database_synchro_error", "database_last_synchro"):
            self.assertTrue(ours[name]["searchable"] and ours[name]["exportable"], name)

    def test_users_are_filtered_to_our_people_and_the_client_s_own(self):
        new_test_user(self.env(su=True), "portal@client.example", "base.group_portal")
        store_answer(
            self.create_database(),
            users=[
                user(self.consultant.login),
                user("hub", email="Project-Manager@agency.example"),
                user("baker@client.example", email="baker@client.example"),
                user("portal@client.example"),
                user("admin"),
            ],
        )
        for is_ours, logins in (
            (True, {self.consultant.login, "hub"}),
            (False, {"baker@client.example", "portal@client.example", "admin"}),
        ):
            found = self.env["databases.user"].search([("is_of_colleague", "=", is_ours)])
            self.assertEqual(set(found.mapped("login")), logins)
            self.assertEqual(set(found.mapped("is_of_colleague")), {is_ours})

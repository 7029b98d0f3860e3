from odoo.tests import new_test_user

from odoo.addons.fleet_databases.tests.common import DatabasesCase, store_answer, user


class TestTimesheets(DatabasesCase):
    """Who sees the hours that were spent on a database: those who see the database."""

    def setUp(self):
        super().setUp()
        env = self.env(su=True)
        self.approver = new_test_user(
            env,
            "approver@x.example",
            "hr_timesheet.group_hr_timesheet_approver,fleet_databases.group_databases_user",
        )
        self.worker = new_test_user(
            env,
            "worker@x.example",
            "hr_timesheet.group_hr_timesheet_user,fleet_databases.group_databases_user",
        )
        self.database = self.create_database()
        self.party = env["project.project"].create({"name": "Office Party"})
        worker = env["hr.employee"].create({"name": "Worker", "user_id": self.worker.id})
        self.lines = env["account.analytic.line"].create(
            [
                {"name": name, "project_id": project.id, "employee_id": worker.id, "unit_amount": 2}
                for name, project in (("Mended the oven", self.database), ("Bought cake", self.party))
            ]
        )

    def seen(self, model, person):
        return set(self.env[model].with_user(person).search([("id", "in", self.lines.ids)]).mapped("name"))

    def test_lines_and_analysis(self):
        both, party = {"Mended the oven", "Bought cake"}, {"Bought cake"}
        store_answer(self.database, users=[user("nobody@x.example")])
        for model in ("account.analytic.line", "timesheets.analysis.report"):
            # Their own hours, too, once they may not see the database any more.
            self.assertEqual(self.seen(model, self.worker), party, model)
            self.assertEqual(self.seen(model, self.approver), party, model)
        store_answer(self.database, users=[user("Approver@x.example")])
        for model in ("account.analytic.line", "timesheets.analysis.report"):
            self.assertEqual(self.seen(model, self.approver), both, model)

    def test_account_has_a_neutral_name(self):
        """Whoever books on analytic accounts reads the names of all of them."""
        self.assertEqual(self.database.account_id.name, f"Database {self.database.id}")
        self.database.name = "Bakery Dupont & Sons"
        self.assertEqual(self.database.account_id.name, f"Database {self.database.id}")
        self.assertEqual(self.party.account_id.name, "Office Party")
        self.party.write({"database_hosting": "premise", "database_url": "https://party.example.com"})
        self.assertEqual(self.party.account_id.name, f"Database {self.party.id}")
        chosen = (
            self.env["account.analytic.account"]
            .sudo()
            .create({"name": "Consulting", "plan_id": self.party.account_id.sudo().plan_id.id})
        )
        self.party.sudo().account_id = chosen
        self.assertEqual(chosen.name, "Consulting", "a name that somebody chose stays")

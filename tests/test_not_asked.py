"""A database that was archived, or became a link, is asked nothing more, whoever wants to ask it."""

from odoo.exceptions import UserError

from farm import fleet
from test_engine import EngineCase

ANN = "ann@agency.example"


class TestNotAsked(EngineCase):
    def ended(self, databases):
        """One is archived, one becomes a link; the third one goes on."""
        databases[0].action_archive()
        databases[1].database_hosting = "other"
        return databases[2]

    def reasons(self, run):
        return {change.database: change.reason for change in run.change_ids}

    def request(self, databases):
        with self.committing(self.env["databases.user.change"]) as committing:
            changes = [(database, ANN, "Ann") for database in databases]
            return self.env["databases.run"].browse(committing._request("invite", changes)["res_id"])

    def test_retry_of_changes_of_users(self):
        with self.fleet(hosts=1, databases=3) as (databases, farm):
            databases.database_api_key = "refused"
            run = self.request(databases)
            self.assertEqual(set(self.reasons(run).values()), {"wrong_key"})
            databases.database_api_key = fleet.KEY
            goes_on = self.ended(databases)
            with self.committing(run) as committing:
                retry = self.env["databases.run"].browse(committing.action_retry()["res_id"])
            self.assertEqual(
                self.reasons(retry),
                dict.fromkeys(databases.mapped("name"), "not_asked") | {goes_on.name: False},
            )
            self.assertTrue(retry.end)
            self.assertEqual(set(farm.invited()), {goes_on.name})

    def test_changes_that_wait(self):
        with self.fleet(hosts=1, databases=25) as (databases, farm):
            databases.database_next_synchro = False
            run = self.request(databases)
            self.ended(databases)
            self.run_scheduled_action()
            ended = {change.database for change in run.change_ids if change.reason == "not_asked"}
            self.assertEqual(ended, set(databases[:2].mapped("name")))
            self.assertEqual(len(farm.invited()), 23)

    def test_preview(self):
        with self.fleet(hosts=1, databases=3) as (databases, _farm):
            goes_on = self.ended(databases)
            with self.committing(self.env["databases.user.change"]) as committing:
                preview = committing._preview("invite", [(database, ANN, "Ann") for database in databases])
            effects = {told.asked.database.id: told.effect for told in preview}
            self.assertEqual(effects, dict.fromkeys(databases.ids, "failed") | {goes_on.id: "create"})
            self.assertIn("Nothing was asked", preview[0].message)

    def test_connection_test(self):
        with self.fleet(hosts=1, databases=3) as (databases, _farm):
            goes_on = self.ended(databases)
            with self.committing(databases) as committing:
                test = committing.action_database_test_connection()
            lines = self.env[test["res_model"]].browse(test["res_id"]).line_ids
            self.assertEqual(lines.project_id, databases)
            worked = lines.filtered(lambda line: line.state == "ok").project_id
            self.assertEqual(worked, goes_on)
            told = lines.filtered(lambda line: line.state == "failed")
            self.assertEqual(told.project_id, databases - goes_on)
            self.assertIn("archived", told[0].message)
            for database in databases - goes_on:
                with self.assertRaisesRegex(UserError, "no database here that can be asked"):
                    database.action_database_test_connection()

    def test_synchronization_and_renewal(self):
        with self.fleet(hosts=1, databases=3) as (databases, farm):
            goes_on = self.ended(databases)
            self.run_scheduled_action()
            with self.committing(databases) as committing:
                committing.action_database_synchronize()
            self.assertEqual(set(farm.asked()), {goes_on.name})
            for database in databases - goes_on:
                with self.assertRaisesRegex(UserError, "no database here that can be asked"):
                    database.action_database_renew_key()

    def test_no_key_is_handed_out(self):
        with self.fleet(hosts=1, databases=3) as (databases, _farm):
            self.ended(databases)
            keys = [target.key for target in databases.sudo()._database_targets()]
            self.assertEqual(keys, ["", "", fleet.KEY])

"""Access to a database is taken away in sets of records, so it takes as many statements for much as for little."""

from odoo import Command
from odoo.modules import load_script
from odoo.tests import new_test_user

from .common import DatabasesCase, store_answer, user

DATABASE = {"database_hosting": "premise", "database_url": "https://bakery.example.com"}


class TestAudienceSize(DatabasesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            su=True, context={**cls.env.context, "tracking_disable": True, "mail_notrack": True}
        )
        cls.employees = cls.env["res.users"]
        for number in range(4):
            cls.employees += new_test_user(
                cls.env, f"employee-{number}@x.example", "project.group_project_user"
            )
        cls.insider = new_test_user(cls.env, "ann@x.example", "fleet_databases.group_databases_user")

    def shared_project(self, tasks):
        """A project with this many tasks. Everybody follows each task, has a notification and an activity of it, and
        may open it."""
        project = self.env["project.project"].create(
            {"name": "Bakery Dupont", "privacy_visibility": "portal"}
        )
        tasks = self.env["project.task"].create(
            [{"name": f"Task {number}", "project_id": project.id} for number in range(tasks)]
        )
        everybody = (self.employees + self.insider).partner_id
        tasks.message_subscribe(everybody.ids)
        self.env["mail.message"].create(
            [
                {
                    "model": "project.task",
                    "res_id": task.id,
                    "body": "Flour",
                    "partner_ids": [Command.set(everybody[number % 4 :].ids)],
                    "notification_ids": [
                        Command.create({"res_partner_id": partner.id}) for partner in everybody
                    ],
                }
                for task in tasks
                for number in range(3)
            ]
        )
        here = [{"res_model": "project.task", "res_id": task.id} for task in tasks]
        model = self.env["ir.model"]._get("project.task")
        to_do = self.env.ref("mail.mail_activity_data_todo")
        self.env["mail.activity"].create(
            [
                {
                    "res_model_id": model.id,
                    "res_id": task.id,
                    "activity_type_id": to_do.id,
                    "user_id": self.employees[number % 4].id,
                }
                for number, task in enumerate(tasks)
            ]
        )
        files = self.env["ir.attachment"].create(
            [{"name": "list", "raw": b"Flour", **where} for where in here]
        )
        files.generate_access_token()
        self.env["rating.rating"].create(
            [{"res_model_id": model.id, "res_id": task.id, "partner_id": everybody[0].id} for task in tasks]
        )
        for task in tasks:
            task._portal_ensure_token()
        store_answer(project, users=[user("ann@x.example")])
        return project

    def links(self, tasks):
        here = [("res_model", "=", "project.task"), ("res_id", "in", tasks.ids)]
        ratings, files = self.env["rating.rating"].search(here), self.env["ir.attachment"].search(here)
        return [*tasks.mapped("access_token"), *files.mapped("access_token"), *ratings.mapped("access_token")]

    def statements(self, tasks):
        """:return: how many statements it takes to make a project with this many tasks a database"""
        project = self.shared_project(tasks)
        before = set(self.links(project.task_ids)) - {False}
        self.assertEqual(len(before), 3 * tasks)
        self.env.flush_all()
        self.env.invalidate_all()
        before_count = self.env.cr.sql_log_count
        project.write({**DATABASE, "database_name": f"of-{tasks}"})
        self.env.flush_all()
        count = self.env.cr.sql_log_count - before_count

        self.env.invalidate_all()
        tasks, insider, strangers = project.task_ids, self.insider.partner_id, self.employees.partner_id
        self.assertEqual(tasks.message_partner_ids & (strangers + insider), insider)
        self.assertEqual(tasks.message_ids.partner_ids, insider)
        self.assertEqual(tasks.message_ids.notification_ids.res_partner_id, insider)
        self.assertFalse(tasks.activity_ids.user_id)
        self.assertFalse(before & set(self.links(tasks)))
        return count

    def test_statements_do_not_grow_with_what_is_taken_away(self):
        self.statements(2)  # some statements are needed only once
        few, many = self.statements(5), self.statements(50)
        self.assertLess(many - few, 5, "it may read some records together with others, or alone")

    def test_the_upgrade_forgets_each_part_before_the_next(self):
        """It needs only the memory of one part, for any number of databases, and leaves none out."""
        databases = self.env["project.project"]
        for number in range(5):
            databases += self.create_database(database_name=f"old-{number}")
        tasks = self.env["project.task"].create([{"name": "Buy", "project_id": id_} for id_ in databases.ids])
        (databases[1] + databases[4]).active = False
        self.env.flush_all()
        # As older versions left them.
        self.env.cr.execute(
            "INSERT INTO mail_followers (res_model, res_id, partner_id)"
            " SELECT 'project.task', unnest(%s), %s",
            (tasks.ids, self.employees[0].partner_id.id),
        )
        self.env.invalidate_all()
        self.assertEqual(len(tasks.filtered("message_partner_ids")), 5)
        script = load_script("fleet_databases/migrations/19.0.1.3.0/post-audience.py", "migration")
        script.PART = 2
        script.migrate(self.env.cr, "19.0.1.2.0")
        for records in (databases, tasks):
            self.assertFalse(records._fields["name"]._get_cache(self.env), "nothing is left in memory")
        self.assertFalse(tasks.message_partner_ids & self.employees.partner_id)

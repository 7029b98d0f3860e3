"""When a project becomes a database, people who may not see it lose it: followers, links and mails."""

from odoo import Command
from odoo.modules import load_script
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import store_answer, user

NAMES = ("Bakery Dupont", "Buy flour", "Nothing but flour")
DATABASE = {"database_hosting": "premise", "database_url": "https://bakery.example.com"}


class SharedProject(HttpCase):
    """A project that is shared in every way, with an employee and with a portal user."""

    def setUp(self):
        super().setUp()
        self.employee, self.portal, self.ann = (
            new_test_user(self.env, login, groups)
            for login, groups in (
                ("employee@x.example", "project.group_project_user"),
                ("portal@x.example", "base.group_portal"),
                ("ann@x.example", "fleet_databases.group_databases_user"),
            )
        )
        self.strangers = (self.employee + self.portal).partner_id
        everybody = self.strangers + self.ann.partner_id
        self.project = self.env["project.project"].create(
            {
                "name": "Bakery Dupont",
                "privacy_visibility": "portal",
                "collaborator_ids": [Command.create({"partner_id": self.portal.partner_id.id})],
            }
        )
        self.task = self.env["project.task"].create({"name": "Buy flour", "project_id": self.project.id})
        self.update = self.env["project.update"].create(
            {"name": "Buy flour", "project_id": self.project.id, "status": "on_track"}
        )
        self.threads = (self.project, self.task, self.update)
        for thread in self.threads:
            thread.message_subscribe(everybody.ids)
        self.message = self.task.message_post(
            body="Nothing but flour", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.file = self.env["ir.attachment"].create(
            {"name": "list", "raw": b"Buy flour", "res_model": "project.task", "res_id": self.task.id}
        )

    def give_links_away(self):
        self.links = {thread: thread._portal_ensure_token() for thread in (self.project, self.task)}
        pid = self.portal.partner_id.id
        self.hashes = {thread: thread._sign_token(pid) for thread in self.links}
        [self.file_token] = self.file.generate_access_token()

    def opened(self):
        """What each kind of link shows, as text."""
        project, task, file = self.project.id, self.task.id, self.file.id
        [by_project, by_task] = self.links.values()
        pages = {
            "project": f"/my/projects/{project}?access_token={by_project}",
            "task of project": f"/my/projects/{project}/task/{task}?access_token={by_project}",
            "task": f"/my/tasks/{task}?access_token={by_task}",
            "mail": f"/mail/view?model=project.project&res_id={project}&access_token={by_project}",
            "file": f"/web/content/{file}?access_token={self.file_token}",
        }
        told = {way: self.url_open(page).text for way, page in pages.items()}
        sharing = self.url_open(f"/my/projects/{project}/project_sharing")
        told["sharing"] = sharing.text
        for thread in self.links:
            asked = {"thread_model": thread._name, "thread_id": thread.id}
            pid = self.portal.partner_id.id
            for way, proof in (
                ("token", {"token": self.links[thread]}),
                ("hash", {"hash": self.hashes[thread], "pid": pid}),
                ("sharing", {"token": self.links[self.project], "project_sharing_id": project}),
            ):
                for route in ("/mail/chatter_fetch", "/portal/chatter_init"):
                    answer = self.url_open(route, json={"params": {**asked, **proof}})
                    told[f"{route} of {thread._name} by {way}"] = answer.text
        return told

    def telling(self, told):
        return {way for way, text in told.items() if any(name in text for name in NAMES)}


@tagged("post_install", "-at_install")
class TestAudience(SharedProject):
    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_links_that_were_given_away_open_nothing(self):
        self.give_links_away()
        before = self.telling(self.opened())
        self.assertLessEqual({"project", "task of project", "task", "mail", "file"}, before)
        self.assertIn("/mail/chatter_fetch of project.task by token", before)
        self.project.write(DATABASE)
        for login in (None, "employee@x.example", "portal@x.example"):
            self.authenticate(login, login)
            self.assertEqual(self.telling(self.opened()), set(), login)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_a_link_that_is_given_away_at_that_moment(self):
        """It is made in a transaction that does not see yet that the project becomes a database."""
        self.give_links_away()
        self.project.write(DATABASE)
        self.env.flush_all()
        for thread, token in self.links.items():
            self.env.cr.execute(
                f"UPDATE {thread._table} SET access_token = %s WHERE id = %s", (token, thread.id)
            )
        self.env.invalidate_all()
        self.authenticate(None, None)
        self.assertEqual(self.telling(self.opened()), set())

    def test_upgrade(self):
        """Before the upgrade, databases had followers and links."""
        self.project.write(DATABASE)
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO mail_followers (res_model, res_id, partner_id) VALUES ('project.task', %s, %s)",
            (self.task.id, self.employee.partner_id.id),
        )
        self.env.cr.execute("UPDATE project_task SET access_token = 'old' WHERE id = %s", (self.task.id,))
        self.env.invalidate_all()
        script = load_script("fleet_databases/migrations/19.0.1.3.0/post-audience.py", "migration")
        script.migrate(self.env.cr, "19.0.1.2.0")
        self.env.invalidate_all()
        self.assertFalse(self.task.access_token)
        self.assertFalse(self.task.message_partner_ids & self.strangers)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_no_new_link(self):
        self.project.write(DATABASE)
        for thread in (self.project, self.task):
            self.assertFalse(thread._portal_ensure_token())
            thread.access_token = "chosen"
            self.assertFalse(thread.access_token)
            self.assertNotIn(
                "access_token", thread._get_share_url(redirect=True, pid=self.portal.partner_id.id)
            )
        party = self.env["project.project"].create({"name": "Office Party"})
        self.assertNotEqual(party._sign_token(5), self.project._sign_token(5), "neither has a token")
        task = self.env["project.task"].create({"name": "Buy cake", "project_id": party.id})
        self.assertTrue(task._portal_ensure_token())
        task.project_id = self.project
        self.assertFalse(task.access_token)

    def test_followers_and_collaborators_end(self):
        self.project.write(DATABASE)
        for thread in self.threads:
            thread.invalidate_recordset()
            self.assertFalse(thread.message_partner_ids & (self.strangers + self.ann.partner_id), thread)
            thread.message_subscribe(self.strangers.ids)
            self.assertFalse(thread.message_partner_ids & self.strangers, thread)
        self.assertFalse(self.env["project.collaborator"].search([("project_id", "=", self.project.id)]))
        task = self.env["project.task"].create({"name": "Buy eggs", "project_id": self.project.id})
        self.assertFalse(task.message_partner_ids & self.strangers)

    def test_who_has_a_login_there_goes_on_following(self):
        store_answer(self.project, users=[user("ANN@x.example")])
        self.project.write(DATABASE)
        self.assertEqual(
            self.task.message_partner_ids & (self.strangers + self.ann.partner_id), self.ann.partner_id
        )
        self.assertEqual(self.told("Once more") & self.ann.partner_id, self.ann.partner_id)
        store_answer(self.project, users=[user("nobody@x.example")])
        self.assertFalse(self.told("And again") & self.ann.partner_id, "the login is gone")
        self.assertIn(self.ann.partner_id, self.task.message_partner_ids)

    def told(self, body):
        """Who is notified of a message."""
        message = self.task.message_post(body=body, subtype_xmlid="mail.mt_comment")
        return message.notified_partner_ids

    def test_chatter_is_mailed_to_nobody_else(self):
        self.assertEqual(self.told("Flour") & self.strangers, self.strangers)
        self.project.write(DATABASE)
        self.assertFalse(self.told("Flour") & self.strangers)
        self.assertFalse(self.project.message_post(body="Flour").notified_partner_ids & self.strangers)

    def test_the_inbox_is_emptied(self):
        self.employee.notification_type = "inbox"
        message = self.task.message_post(body="Flour", partner_ids=self.employee.partner_id.ids)
        self.assertTrue(message.with_user(self.employee).needaction)
        self.project.write(DATABASE)
        self.assertFalse(
            message.with_user(self.employee).search([("id", "in", (message + self.message).ids)])
        )

    def test_a_customer_does_not_undo_what_the_author_says(self):
        """Odoo makes a link for the customer with each message about a record that has one."""
        self.project.write(DATABASE)
        self.task.partner_id = self.env["res.partner"].create({"name": "Dupont", "email": "d@dupont.example"})
        self.employee.notification_type = "inbox"
        named = self.employee.partner_id
        message = self.task.message_post(body="Flour", partner_ids=(named + self.task.partner_id).ids)
        self.assertFalse(self.task.access_token)
        self.assertIn(named, message.notified_partner_ids)

    def test_accounts_of_hours(self):
        """The name of a database's account does not tell whose it is. An account that an ordinary project has too keeps
        its name, and an account of a project that is not a database any more gets it back."""
        customer = self.env["res.partner"].create({"name": "Dupont"})
        plan = self.env["account.analytic.plan"].search([], limit=1)
        own, shared = self.env["account.analytic.account"].create(
            [
                {"name": "Bakery Dupont", "plan_id": plan.id, "partner_id": customer.id}
                for _account in range(2)
            ]
        )
        _rollout, other = self.env["project.project"].create(
            [{"name": name, "account_id": shared.id} for name in ("Rollout", "Bakery Dupont")]
        )
        self.project.write({"account_id": own.id, "partner_id": customer.id, **DATABASE})
        other.write({**DATABASE, "database_name": "other"})
        self.assertEqual((own.name, own.partner_id.id), (f"Database {self.project.id}", False))
        self.assertEqual((shared.name, shared.partner_id), ("Bakery Dupont", customer))
        self.project.database_hosting = False
        self.assertEqual((own.name, own.partner_id), ("Bakery Dupont", customer))

    def test_open_activities_are_nobodys(self):
        activity = self.task.activity_schedule("mail.mail_activity_data_todo", user_id=self.employee.id)
        self.project.write(DATABASE)
        self.assertFalse(activity.user_id)

    def test_an_ordinary_project_again_is_shared_anew(self):
        self.give_links_away()
        self.project.write(DATABASE)
        self.project.database_hosting = False
        self.assertNotIn(self.project._portal_ensure_token(), (False, self.links[self.project]))
        self.project.message_subscribe(self.strangers.ids)
        self.assertLessEqual(self.strangers, self.project.message_partner_ids)
        self.assertTrue(self.project.action_open_share_project_wizard())

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_share_project(self):
        """The form's own button, and what is behind it, over HTTP."""
        self.project.write(DATABASE)
        self.authenticate("admin", "admin")
        project, partner = self.project.id, self.portal.partner_id.id
        collaborator = [[0, 0, {"partner_id": partner, "access_mode": "edit"}]]
        context = {"active_model": "project.project", "active_id": project}
        shared = {"res_model": "project.project", "res_id": project}
        of_task = {"res_model": "project.task", "res_id": self.task.id, "partner_ids": [[6, 0, [partner]]]}
        for model, method, args in (
            ("project.project", "action_open_share_project_wizard", [[project]]),
            ("project.share.wizard", "create", [{**shared, "collaborator_ids": collaborator}]),
            ("portal.share", "create", [of_task]),
            ("project.collaborator", "create", [{"project_id": project, "partner_id": partner}]),
            (
                "project.project",
                "write",
                [[project], {"collaborator_ids": [[0, 0, {"partner_id": partner}]]}],
            ),
        ):
            params = {"model": model, "method": method, "args": args, "kwargs": {"context": context}}
            answer = self.url_open(f"/web/dataset/call_kw/{model}/{method}", json={"params": params}).text
            self.assertIn("A database can't be shared", answer.replace("\\u2019", "'"), f"{model}.{method}")
        self.assertFalse(self.project.collaborator_ids)

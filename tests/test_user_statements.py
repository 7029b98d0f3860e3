"""Inviting or removing many users takes hardly more statements of the hub's database than a few."""

from unittest.mock import patch

from odoo import sql_db
from odoo.fields import Command

from test_engine import EngineCase


class TestUserStatements(EngineCase):
    def counted(self, method):
        """:return: what a method that commits returns, and how many statements it took"""
        method.__self__.env.flush_all()
        with self.committing(method.__self__) as committing:
            before = sql_db.sql_counter
            returned = getattr(committing, method.__name__)()
            committing.env.flush_all()
            return returned, sql_db.sql_counter - before

    def statements(self, hosts, number):
        """:return: how many statements it takes to look what inviting so many users into databases would do, to invite
        them, and to look what removing them would do"""
        logins = [f"person{each}@{number}.{hosts}.example" for each in range(number)]
        people_sudo = self.env["res.users"].sudo()
        users = people_sudo.create([{"name": login, "login": login} for login in logins]).sudo(False)
        with self.fleet(hosts=hosts, databases=1) as (databases, _farm):
            values = {"project_ids": [Command.set(databases.ids)], "user_ids": [Command.set(users.ids)]}
            wizard = self.env["databases.user.wizard"].create(values)
            _action, looked = self.counted(wizard.action_preview)
            wizard.invalidate_recordset()
            self.assertEqual(wizard.to_do, hosts * number)
            action, invited = self.counted(wizard.action_apply)
            run = self.env["databases.run"].browse(action["res_id"])
            self.assertEqual(run.done, hosts * number)
            removal = self.env["databases.user.wizard"].create({**values, "action": "remove"})
            _action, looked_again = self.counted(removal.action_preview)
        return looked, invited, looked_again

    # What arrives is written down together, however slow the machine is.
    @patch("odoo.addons.fleet_databases.remote.round.COLLECT_SECONDS", 60)
    def test_statements_do_not_grow_with_the_users_or_the_databases(self):
        self.statements(1, 1)  # what is only asked once
        few, many_users, many_databases = (
            self.statements(1, 5),
            self.statements(1, 50),
            self.statements(10, 5),
        )
        for one, users, databases in zip(few, many_users, many_databases, strict=True):
            # One for each of the 45 more users would be far above.
            self.assertLess(users, one + 10, (few, many_users))
            # Answers of several databases may arrive one after the other, and each is written down as it comes.
            self.assertLess(databases, 2 * one, (few, many_databases))

"""Odd accounts in a real client database; SQL in the client's database says what is true."""

from farm.clients import one_at_a_time
from farm.relay import as_odoo_18, relaying
from farm.server import serving
from test_user_changes import RealClients

pytestmark = one_at_a_time


class TestOddAccounts(RealClients):
    def become(self, database, person, **columns):
        """Change the account of a person in the client's database."""
        table = {"email": "res_partner"}
        for column, value in columns.items():
            self.clients.sql(
                database.database_name,
                f"UPDATE {table.get(column, 'res_users')} SET {column} = %s WHERE id ="
                f" (SELECT {'partner_id' if column in table else 'id'} FROM res_users WHERE login = %s)",
                value,
                person.login,
            )

    def synchronized(self, database):
        self.committing(database.action_database_synchronize)
        self.env.invalidate_all()
        self.assertFalse(database.database_synchro_message)
        return database.database_user_ids

    def are_active(self, database, logins):
        return [self.account(database, login)[1] for login in logins]

    def check_odd_logins(self, word, url):
        """They are removed together, and none of them costs another one."""
        logins = (f"CORP\\{word}", f"\u202e{word}", word * 60, f"100%_{word}", f"{word}\\", word)
        database = self.create_clients(url)[0]
        people = [self.create_person(f"{word} {number}") for number in range(len(logins))]
        self.invite(database, *people)
        for person, login in zip(people, logins, strict=True):
            self.become(database, person, login=login)
        chosen = self.synchronized(database).filtered(lambda user: user.login in logins)
        self.assertEqual(set(chosen.mapped("login")), set(logins))
        run = self.apply(self.wizard("remove", database, remote_users=chosen))
        self.assertEqual((run.done, run.failed), (len(logins), 0))
        self.assertEqual(self.are_active(database, logins), [False] * len(logins))
        self.assertFalse(chosen.exists())

    def test_odd_logins_over_json2(self):
        self.check_odd_logins("oddj", self.url)

    def test_odd_logins_over_xmlrpc(self):
        with serving(relaying(self.url, as_odoo_18)) as url:
            self.check_odd_logins("oddx", url)

    def test_logins_that_differ_by_letter_case(self):
        database = self.create_clients()[1]
        people = [self.create_person("Twin First"), self.create_person("Twin Second")]
        self.invite(database, *people)
        for person, login in zip(people, ("twin", "TWIN"), strict=True):
            self.become(database, person, login=login)
        user = self.synchronized(database).filtered(lambda user: user.login == "TWIN")
        action = self.committing(user.action_remove)
        self.committing(self.env["databases.user.wizard"].browse(action["res_id"]).action_apply)
        self.assertEqual(self.are_active(database, ("twin", "TWIN")), [True, False])

    def test_who_is_invited_by_an_address_is_offboarded_by_it(self):
        database, person = self.create_clients()[2], self.create_person("Maily Address")
        self.invite(database, person)
        self.become(database, person, email="Maily.Address@Agency.example", active=False, login="maily")
        self.assertEqual(self.invite(database, person).change_ids.effect, "reactivate")
        self.assertEqual(self.are_active(database, ["maily"]), [True])
        self.committing(database.action_database_synchronize)
        self.env.invalidate_all()
        action = self.committing(self.env["databases.user.wizard"]._offboard, person)
        wizard = self.env["databases.user.wizard"].browse(action["res_id"])
        self.assertEqual((wizard.line_ids.login, wizard.line_ids.effect), ("maily", "remove"))
        self.committing(wizard.action_apply)
        self.assertEqual(self.are_active(database, ["maily"]), [False])

    def test_letters_of_a_pattern_find_nobody_else(self):
        database = self.create_clients()[0]
        person, other = self.create_person("Wild_Card%"), self.create_person("WildXCardXX")
        self.invite(database, other)
        self.become(database, other, active=False)
        self.assertEqual(self.invite(database, person).change_ids.effect, "create")
        self.assertEqual(self.are_active(database, [person.login, other.login]), [True, False])

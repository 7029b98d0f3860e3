"""A user of a client's database is known by the id there, whatever becomes of the login."""

from odoo.addons.fleet_databases.remote.work.accounts import Account, AccountOutcome

from .common import DatabasesCase, store_answer, user


class TestUserIds(DatabasesCase):
    def setUp(self):
        super().setUp()
        self.database = self.create_database()

    def rows(self, database=None):
        """id there -> login, of the users that the hub knows"""
        users = (database or self.database).database_user_ids
        return {row.remote_id: row.login for row in users}

    def row(self, login):
        return self.database.database_user_ids.filtered(lambda row: row.login == login)

    def change(self, action, **values):
        values = {"project_id": self.database.id, "action": action, **values}
        return self.env["databases.user.change"].sudo().new(values)

    def test_a_login_that_changes_is_the_same_user(self):
        store_answer(self.database, users=[{"id": 5, "login": "ann"}])
        row = self.row("ann")
        store_answer(self.database, users=[{"id": 5, "login": "Ann@x.example"}])
        self.assertEqual((row.login, row.address), ("Ann@x.example", "ann@x.example"))
        self.assertEqual(self.rows(), {5: "Ann@x.example"})

    def test_two_users_change_their_logins(self):
        store_answer(self.database, users=[{"id": 5, "login": "ann"}, {"id": 6, "login": "bob"}])
        store_answer(self.database, users=[{"id": 5, "login": "bob"}, {"id": 6, "login": "ann"}])
        self.assertEqual(self.rows(), {5: "bob", 6: "ann"})

    def test_users_from_before_an_upgrade_get_their_ids(self):
        """Those whose login was stored as it can be shown are found anew; nobody is there twice."""
        other = self.create_database(name="b", database_name="b")
        users = self.env["databases.user"].sudo()
        old = users.create(
            [
                {"project_id": database.id, "login": login, "name": login}
                for database in (self.database, other)
                for login in ("ann", "odd\ufffd", "gone")
            ]
        )
        told = [{"id": 5, "login": "ann"}, {"id": 6, "login": "od\u200bd"}, {"id": 7, "login": "ANN"}]
        store_answer(self.database, users=told)
        self.assertEqual(self.rows(), {5: "ann", 6: "od\u200bd", 7: "ANN"})
        self.assertEqual(self.row("ann"), old[0], "it is the same record")
        self.assertEqual(self.database.database_nb_users, 3)
        self.assertEqual(set(other.database_user_ids.mapped("login")), {"ann", "odd\ufffd", "gone"})
        store_answer(self.database, users=told)
        self.assertEqual(self.row("ann"), old[0])

    def test_who_can_not_be_read_is_not_forgotten(self):
        date = "2026-03-01 08:15:00"
        store_answer(self.database, users=[user("ann", login_date=date), user("bob", login_date=date)])
        ann, bob = self.row("ann"), self.row("bob")
        store_answer(
            self.database,
            users=[
                {"id": ann.remote_id, "login": False},
                {"id": bob.remote_id, "login": "bob", "name": "Bob B.", "login_date": "yesterday"},
            ],
        )
        self.assertFalse(self.database.database_synchro_message)
        self.assertEqual((ann.exists(), ann.login), (ann, "ann"))
        self.assertEqual((bob.name, str(bob.latest_authentication)), ("Bob B.", date))
        store_answer(self.database, users=[user("bob")])
        self.assertFalse(ann.exists())

    def test_if_it_is_not_known_who_could_not_be_read_nobody_is_forgotten(self):
        told = [user("ann"), user("bob")]
        store_answer(self.database, users=told)
        store_answer(self.database, users=[told[0], {**told[1], "id": "odd"}, {"id": None}])
        self.assertEqual(self.database.database_user_ids.mapped("login"), ["ann", "bob"])
        self.assertEqual(
            self.database.database_left_out_message,
            "2 of 3 users could not be read completely: #2: an id was expected; #3: an id was expected.",
        )

    def test_who_has_to_be_invited_by_hand_is_not_there_yet(self):
        change = self.env["databases.user.change"].sudo()
        change = change.new({"project_id": self.database.id, "action": "invite", "login": "new@x.example"})
        for effect, number in (("by_hand", 0), ("renamed", 0), ("create", 1)):
            self.env["databases.user"].sudo()._follow_changes({change: AccountOutcome(effect)})
            self.assertEqual(len(self.database.database_user_ids), number, effect)

    def test_a_change_is_repeated_for_the_account_that_it_was_made_for(self):
        store_answer(self.database, users=[{"id": 5, "login": "ann"}, {"id": 6, "login": "Ann"}])
        outcome = AccountOutcome("remove", Account(6, "Ann", "", "Ann", active=False))
        changes = {self.change("remove", login="ann", remote_id=6): outcome}
        self.env["databases.user"].sudo()._follow_changes(changes)
        self.assertEqual(self.rows(), {5: "ann"})

    def test_an_account_that_changed_its_login_stays_known(self):
        store_answer(self.database, users=[{"id": 5, "login": "ann"}])
        outcome = AccountOutcome("renamed", Account(5, "anna", "", "Ann"))
        changes = {self.change("remove", login="ann", remote_id=5): outcome}
        self.env["databases.user"].sudo()._follow_changes(changes)
        self.assertEqual(self.rows(), {5: "ann"})

    def test_who_was_invited_without_a_look_gets_the_id_later(self):
        changes = {self.change("invite", login="new@x.example", name="New"): AccountOutcome("create")}
        self.env["databases.user"].sudo()._follow_changes(changes)
        row = self.row("new@x.example")
        self.assertEqual((row.remote_id, row.name), (0, "New"))
        store_answer(self.database, users=[{"id": 9, "login": "new@x.example", "name": "New"}])
        self.assertEqual((self.rows(), self.row("new@x.example")), ({9: "new@x.example"}, row))

"""Who is offboarded from a database with odd accounts: each account that fits is listed, and why it is left alone."""

from test_odd_accounts import AGENCY, OddAccounts, account


class TestOffboard(OddAccounts):
    def test_every_account_is_listed_and_why_it_is_left_alone(self):
        address = f"eve{AGENCY}"
        person = self.create_person(address)
        accounts = [
            account(201, f"Eve{AGENCY}"),
            account(202, address, share=True),
            account(203, "shared", address),
            account(204, "old", address, active=False),
            account(205, "other", f"other{AGENCY}"),
        ]
        with self.database_with(*accounts) as (database, farm):
            wizard = self.offboard(person)
            self.assertEqual(
                self.effects(wizard), {201: "remove", 202: "portal", 203: "ambiguous", 204: "inactive"}
            )
            self.assertEqual(
                {line.remote_id: line.why for line in wizard.line_ids},
                {201: "login_case", 202: "login", 203: "email", 204: "email"},
            )
            self.apply(wizard)
            self.assertEqual(self.gone(farm, *range(201, 206)), {201, 204})
            self.assertEqual(database.database_user_ids.filtered("email").mapped("login").count("shared"), 1)

    def test_the_user_of_the_hub_is_listed_and_kept(self):
        person = self.create_person(f"owner{AGENCY}")
        with self.fleet(hosts=1, accounts=[account(1, "hub", person.login)]) as (database, farm):
            self.synchronize(database)
            wizard = self.offboard(person)
            self.assertEqual(self.effects(wizard), {1: "own_key"})
            self.assertEqual(self.gone(farm, 1), set())

    def test_a_login_that_contains_an_address_is_not_that_person(self):
        person = self.create_person(f"spaces{AGENCY}")
        for odd in ("two  spaces{}", "two\u2003spaces{}", "two;spaces{}", "two\u200b spaces{}"):
            with self.database_with(account(201, odd.format(AGENCY))) as (database, _farm):
                user = self.user(database, odd.format(AGENCY))
                self.assertEqual((user.address, user.local_user_id.id), (False, False))
                wizard = self.preview("remove", database, [person])
                self.assertEqual(wizard.line_ids.mapped("effect"), ["absent"])

    def test_letters_decide_between_two_and_the_other_is_told(self):
        person = self.create_person(f"kim{AGENCY}")
        with self.database_with(account(201, f"kim{AGENCY}"), account(202, f"Kim{AGENCY}")) as (
            database,
            _farm,
        ):
            self.assertEqual(self.effects(self.offboard(person)), {201: "remove", 202: "ambiguous"})
            self.assertEqual(self.user(database, f"kim{AGENCY}").local_user_id, person)
            self.assertFalse(self.user(database, f"Kim{AGENCY}").local_user_id)

    def test_the_login_of_one_and_the_address_of_another(self):
        ann, bob = self.create_person(f"ann{AGENCY}"), self.create_person(f"bob{AGENCY}")
        accounts = [account(201, ann.login, bob.login), account(202, bob.login)]
        with self.database_with(*accounts) as (database, farm):
            self.assertEqual(self.user(database, ann.login).local_user_id, ann)
            self.assertEqual(self.effects(self.offboard(bob)), {202: "remove", 201: "ambiguous"})
            wizard = self.offboard(bob + ann)
            self.assertEqual(self.effects(wizard), {202: "remove", 201: "remove"})
            self.assertEqual(len(wizard.line_ids), 2)
            self.apply(wizard)
            self.assertEqual(self.gone(farm, 201, 202), {201, 202})

    def test_from_everywhere(self):
        """What was chosen itself is removed, and elsewhere what belongs to the same person."""
        accounts = [account(201, f"lou{AGENCY}"), account(202, f"Lou{AGENCY}")]
        with self.fleet(hosts=1, databases=2, accounts=accounts) as (databases, farm):
            for database in databases:
                self.synchronize(database)
            wizard = self.trash(self.user(databases[0], f"Lou{AGENCY}"))
            self.assertEqual(self.effects(wizard), {202: "remove"})
            with self.committing(wizard) as committing:
                committing.action_everywhere()
            self.env.invalidate_all()
            found = {(line.project_id, line.remote_id): line.effect for line in wizard.line_ids}
            self.assertEqual(
                found,
                {
                    (databases[0], 202): "remove",
                    (databases[0], 201): "remove",
                    (databases[1], 201): "remove",
                    (databases[1], 202): "ambiguous",
                },
            )
            self.assertFalse(any({201, 202} - ids for ids in farm.active().values()))

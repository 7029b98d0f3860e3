"""Accounts with logins and addresses that are odd, and that an Odoo allows: an account is its id."""

from contextlib import contextmanager

from odoo.tests import new_test_user

from test_engine import EngineCase

AGENCY = "@agency.example"
LONG = f"{'x' * 230}@client.example"


def account(id_, login, email=False, **values):
    return {"id": id_, "login": login, "email": email, "name": f"Account {id_}", **values}


class OddAccounts(EngineCase):
    @contextmanager
    def database_with(self, *accounts, **options):
        """A database with these accounts, which is synchronized, and the farm."""
        with self.fleet(hosts=1, accounts=accounts, **options) as (database, farm):
            self.synchronize(database)
            yield database, farm

    def synchronize(self, database):
        with self.committing(database) as committing:
            committing.action_database_synchronize()
        self.env.invalidate_all()
        self.assertFalse(database.database_synchro_message)

    def create_person(self, login):
        return new_test_user(self.env(su=True), login, "base.group_user").with_user(self.admin)

    def user(self, database, login):
        return database.database_user_ids.filtered(lambda user: user.login == login)

    def preview(self, action, databases, people=(), accounts=()):
        """:return: the wizard, which shows what would be done"""
        wizard = self.env["databases.user.wizard"].create(
            {
                "action": action,
                "project_ids": [(6, 0, databases.ids)],
                "user_ids": [(6, 0, [person.id for person in people])],
                "remote_user_ids": [(6, 0, [account.id for account in accounts])],
            }
        )
        with self.committing(wizard) as committing:
            committing.action_preview()
        self.env.invalidate_all()
        return wizard

    def offboard(self, person):
        with self.committing(self.env["databases.user.wizard"]) as committing:
            action = committing._offboard(person)
        self.env.invalidate_all()
        return self.env["databases.user.wizard"].browse(action["res_id"])

    def trash(self, user):
        with self.committing(user) as committing:
            action = committing.action_remove()
        self.env.invalidate_all()
        return self.env["databases.user.wizard"].browse(action["res_id"])

    def apply(self, wizard):
        """:return: the run"""
        with self.committing(wizard) as committing:
            action = committing.action_apply()
        self.env.invalidate_all()
        return self.env["databases.run"].browse(action["res_id"])

    def effects(self, wizard):
        """Of each line, by the login or the id there."""
        return {line.remote_id or line.login: line.effect for line in wizard.line_ids}

    def gone(self, farm, *ids):
        """:return: those of the accounts that are not active any more"""
        [active] = farm.active().values()
        return set(ids) - active


class TestTrashIcon(OddAccounts):
    def test_logins_that_differ_by_letter_case(self):
        with self.database_with(account(201, "twin"), account(202, "Twin")) as (database, farm):
            for id_, login, left in ((202, "Twin", {"twin"}), (201, "twin", set())):
                run = self.apply(self.trash(self.user(database, login)))
                self.assertEqual((run.change_ids.effect, run.change_ids.state), ("remove", "done"))
                self.assertIn(id_, self.gone(farm, 201, 202))
                twins = [user.login for user in database.database_user_ids if user.login.lower() == "twin"]
                self.assertEqual(set(twins), left)

    def test_website_account_with_the_same_login(self):
        both = f"both{AGENCY}"
        website = account(201, both, share=True)
        with self.database_with(website, account(202, both)) as (database, farm):
            self.apply(self.trash(self.user(database, both)))
            self.assertEqual(self.gone(farm, 201, 202), {202})

    def test_odd_logins_together(self):
        logins = ("CORP\\jdoe", "\u202emark@client.example", LONG, "50%_off", " blank", "end\\", "ann")
        for old in (0, 1):
            accounts = [account(number, login) for number, login in enumerate(logins, 201)]
            with self.database_with(*accounts, old=old) as (database, farm):
                chosen = database.database_user_ids.filtered(lambda user: user.name.startswith("Account"))
                self.assertEqual(set(chosen.mapped("login")), set(logins))
                run = self.apply(self.preview("remove", database, accounts=chosen))
                self.assertEqual((run.done, run.failed), (len(logins), 0))
                self.assertEqual(len(self.gone(farm, *range(201, 201 + len(logins)))), len(logins))

    def test_a_login_that_was_changed_meanwhile(self):
        with self.database_with(account(201, "ann"), account(202, "bob")) as (database, farm):
            ann = self.user(database, "ann")
            ann.sudo().login = "anna"
            wizard = self.trash(ann)
            self.assertEqual(wizard.line_ids.effect, "renamed")
            changes = [(database, "anna", "Ann", 201), (database, "nobody", "Nobody", 999)]
            with self.committing(self.env["databases.user.change"]) as committing:
                run = self.env["databases.run"].browse(committing._request("remove", changes)["res_id"])
            self.assertEqual(run.change_ids.sorted("remote_id").mapped("effect"), ["renamed", "absent"])
            self.assertEqual(run.skipped, 2)
            self.assertFalse(self.gone(farm, 201, 202))

    def test_each_login_counts(self):
        logins = ("lead", " lead", "lead ", "le\u00adad", "Lead")
        accounts = [account(number, login) for number, login in enumerate(logins, 201)]
        with self.database_with(*accounts) as (database, farm):
            [active] = farm.active().values()
            self.assertEqual(database.database_nb_users, len(active))
            shown = database.database_user_ids.filtered(lambda user: user.login in logins)
            self.assertEqual(
                sorted(shown.mapped("shown_login")),
                ["Lead", "lead", "lead\ufffd", "lead\ufffd", "lead\ufffd"],
            )


class TestInvite(OddAccounts):
    def test_an_account_that_is_found_by_its_address_is_found_by_offboarding(self):
        address = f"mail{AGENCY}"
        person = self.create_person(address)
        with self.database_with(account(201, "mailed", f"Mail{AGENCY}", active=False)) as (database, farm):
            wizard = self.preview("invite", database, [person])
            self.assertEqual(wizard.line_ids.effect, "reactivate")
            self.apply(wizard)
            self.assertEqual(self.gone(farm, 201), set())
            self.assertEqual(self.user(database, "mailed").local_user_id, person)
            wizard = self.offboard(person)
            self.assertEqual(self.effects(wizard), {201: "remove"})
            self.assertEqual(wizard.line_ids.why, "email")
            self.apply(wizard)
            self.assertEqual(self.gone(farm, 201), {201})
            again = self.preview("remove", database, [person])
            self.assertEqual(self.effects(again), {201: "inactive"}, "inviting would find it again")

    def test_login_before_letters_before_address(self):
        person = self.create_person(f"ann{AGENCY}")
        by_login = account(203, f"ann{AGENCY}", active=False)
        by_letters = account(202, f"ANN{AGENCY}", active=False)
        by_address = account(201, "ann", f"ann{AGENCY}", active=False)
        for accounts, found in (
            ([by_address, by_letters, by_login], by_login),
            ([by_address, by_letters], by_letters),
            ([by_address], by_address),
        ):
            with self.database_with(*accounts) as (database, farm):
                self.apply(self.preview("invite", database, [person]))
                ids = {told["id"] for told in accounts}
                self.assertEqual(self.gone(farm, *ids), ids - {found["id"]})

    def test_a_website_account_keeps_nobody_out_who_is_internal(self):
        address = f"both{AGENCY}"
        person = self.create_person(address)
        website = account(201, address, share=True)
        with self.database_with(website) as (database, _farm):
            self.assertEqual(self.preview("invite", database, [person]).line_ids.effect, "portal")
        with self.database_with(website, account(202, "both", address, active=False)) as (database, farm):
            self.apply(self.preview("invite", database, [person]))
            self.assertEqual(self.gone(farm, 202), set())

    def test_where_several_fit_nothing_is_done(self):
        person = self.create_person(f"any{AGENCY}")
        accounts = [account(201, f"ANY{AGENCY}", active=False), account(202, f"Any{AGENCY}", active=False)]
        with self.database_with(*accounts) as (database, farm):
            self.assertEqual(self.preview("invite", database, [person]).line_ids.effect, "ambiguous")
            with self.committing(self.env["databases.user.change"]) as committing:
                changes = [(database, f"any{AGENCY}", "Any")]
                run = self.env["databases.run"].browse(committing._request("invite", changes)["res_id"])
            self.assertEqual((run.change_ids.state, run.change_ids.effect), ("skipped", "ambiguous"))
            self.assertEqual(self.gone(farm, 201, 202), {201, 202})
            self.assertFalse(self.user(database, f"any{AGENCY}"))

    def test_wildcards_find_nobody_else(self):
        person = self.create_person(f"ann_lee%x{AGENCY}")
        with self.database_with(account(201, f"annxleeyyyx{AGENCY}", active=False)) as (database, farm):
            self.apply(self.preview("invite", database, [person]))
            self.assertEqual(self.gone(farm, 201), {201})
            self.assertTrue(self.user(database, person.login))

    def test_two_people_with_one_address(self):
        people = [self.create_person(login) for login in (f"twice{AGENCY}", f"Twice{AGENCY}", "no-address")]
        with self.database_with() as (database, _farm):
            wizard = self.preview("invite", database, people)
            self.assertEqual(
                {line.login: line.effect for line in wizard.line_ids},
                {people[0].login: "create", people[1].login: "same_address", "no-address": "no_email"},
            )

    def test_an_address_among_other_text_counts_as_odoo_counts_it(self):
        """Odoo would re-activate each account whose first address it is."""
        address = f"ann{AGENCY}"
        person = self.create_person(address)
        for id_, email in ((201, f"Ann <{address}>"), (202, f" {address.upper()}, ann@elsewhere.example")):
            archived = account(id_, f"old{id_}", email, active=False)
            with self.database_with(archived) as (database, farm):
                line = self.preview("invite", database, [person]).line_ids
                self.assertEqual(
                    (line.effect, line.message, line.remote_id), ("reactivate", f"old{id_}", id_)
                )
                self.apply(line.wizard_id)
                self.assertEqual(self.gone(farm, id_), set())
                self.synchronize(database)
                self.assertEqual(self.effects(self.offboard(person)), {id_: "remove"})

    def test_who_has_another_account_meanwhile_is_not_let_in_by_it(self):
        """It was decided for the account that people saw."""
        address = f"ann{AGENCY}"
        with self.database_with(account(202, "intern", address, active=False)) as (database, farm):
            with self.committing(self.env["databases.user.change"]) as committing:
                action = committing._request("invite", [(database, address, "Ann", 201)])
            change = self.env["databases.run"].browse(action["res_id"]).change_ids
            self.assertEqual((change.state, change.effect), ("skipped", "renamed"))
            self.assertEqual(self.gone(farm, 202), {202})

    def test_an_active_account_goes_before_an_archived_one(self):
        address = f"ann{AGENCY}"
        person = self.create_person(address)
        accounts = account(201, address, active=False), account(202, "ann", address)
        with self.database_with(*accounts) as (database, farm):
            self.assertEqual(self.preview("invite", database, [person]).line_ids.effect, "present")
            offboarding = self.offboard(person)
            self.assertEqual(self.effects(offboarding), {202: "remove", 201: "inactive"})
            self.apply(offboarding)
            self.assertEqual(self.gone(farm, 202), {202})

    def test_nobody_is_removed_by_an_address_that_nobody_looked_at(self):
        address = f"ann{AGENCY}"
        with self.database_with(account(201, "reception", address)) as (database, farm):
            with self.committing(self.env["databases.user.change"]) as committing:
                action = committing._request("remove", [(database, address, "Ann")])
            change = self.env["databases.run"].browse(action["res_id"]).change_ids
            self.assertEqual((change.state, change.effect), ("skipped", "ambiguous"))
            self.assertEqual(self.gone(farm, 201), set())

from odoo.tests import BaseCase

from odoo.addons.fleet_databases.remote.http.answer import Answer
from odoo.addons.fleet_databases.remote.pull import pull
from odoo.addons.fleet_databases.remote.values import Job, Target
from odoo.addons.fleet_databases.remote.work.accounts import Wanted
from odoo.addons.fleet_databases.remote.work.invitations import Invitations
from odoo.addons.fleet_databases.remote.work.removals import Removals

from .fake_server import FakeServer, json_answer, odoo_17, odoo_19, odoo_error, xml_answer

TARGET = Target(1, "http://erp.test", "erp", "hub", "the-secret-key")
NO_RIGHT = odoo_error(
    403, "You are not allowed to create 'User' (res.users) records.", "odoo.exceptions.AccessError"
)


def account(id_, login, active=True, share=False, email=None):
    return {
        "id": id_,
        "login": login,
        "email": email or login,
        "name": login,
        "active": active,
        "share": share,
    }


class Users(FakeServer):
    """A fake Odoo 19.0 with these users. It does what it is asked to do.

    :param refusing: addresses and ids over which it fails
    :param administrators: ids
    """

    def __init__(self, *accounts, refusing=(), administrators=(2,), **answers):
        super().__init__(version=json_answer({"version": "19.0"}))
        self._json2 = {name.replace("__", "."): answer for name, answer in answers.items()}
        self.accounts = {row["id"]: dict(row) for row in accounts}
        self.refusing = refusing
        self.administrators = administrators

    def _answer(self, answers, name, arguments):
        if name in answers or name == "/web/version":
            return super()._answer(answers, name, arguments)
        self.asked.append((name, arguments))
        return getattr(self, f"on_{name.rpartition('.')[2]}")(name, arguments)

    def on_has_access(self, name, arguments):
        return json_answer(True)

    def on_context_get(self, name, arguments):
        return json_answer({"lang": "en_US", "uid": 7})

    def on_search_read(self, name, arguments):
        if name.startswith("ir.model.data"):
            return json_answer([{"id": 1, "res_id": 4}])
        if name.startswith("res.groups"):
            return json_answer([{"id": 1, "full_name": "Internal User"}])
        if arguments["fields"] == ["login"]:
            rows = [
                row for row in self.accounts.values() if row["id"] in self.administrators and row["active"]
            ]
            return json_answer(rows)
        [(field, _operator, value), *_others] = [each for each in arguments["domain"] if each != "|"]
        return json_answer([row for row in self.accounts.values() if field != "id" or row["id"] in value])

    def on_default_get(self, name, arguments):
        return json_answer({"group_ids": [[6, 0, [1]]]})

    def on_web_create_users(self, name, arguments):
        [contact] = arguments["emails"]
        name, _bracket, address = contact.removesuffix(">").partition(" <")
        if address in self.refusing:
            return odoo_error(422, "No more users in this plan.\nAsk for more.")
        found = [row for row in self.accounts.values() if row["login"] == address]
        for row in found:
            row["active"] = True
        if not found:
            id_ = 100 + len(self.accounts)
            self.accounts[id_] = {**account(id_, address), "name": name.strip('"')}
        return json_answer(True)

    def on_write(self, name, arguments):
        [id_] = arguments["ids"]
        if id_ in self.refusing:
            return odoo_error(500, "Boom")
        self.accounts[id_] |= arguments["vals"]
        return json_answer(True)

    def calls(self, method):
        return [arguments for name, arguments in self.asked if name.endswith(f".{method}")]


def busy_after(server, call):
    """From this call on, there is no time to look."""
    look = server.on_search_read

    def looked(name, arguments):
        is_busy = call in [asked for asked, _arguments in server.asked]
        return Answer(503, "text/html", b"Busy") if is_busy else look(name, arguments)

    server.on_search_read = looked


class TestInvitations(BaseCase):
    def invite(self, server, *addresses, dry=False):
        work = Invitations(tuple(Wanted(address, address, address.title()) for address in addresses), dry)
        result = pull(Job(TARGET, work), transport=server)
        self.assertFalse(result.error)
        return {
            address: outcome.error.kind if outcome.error else outcome.effect
            for address, outcome in result.answers.items()
        }

    def test_each_kind(self):
        server = Users(
            account(2, "here@a.example"),
            account(3, "gone@a.example", active=False),
            account(4, "portal@a.example", share=True),
            account(5, "old-portal@a.example", active=False, share=True),
            account(6, "other-login", email="Mail@A.example"),
        )
        addresses = [f"{name}@a.example" for name in ("new", "here", "gone", "portal", "old-portal", "mail")]
        expected = dict(
            zip(addresses, ("create", "present", "reactivate", "portal", "portal", "present"), strict=True)
        )
        self.assertEqual(self.invite(server, *addresses, dry=True), expected)
        self.assertFalse(server.calls("web_create_users"))
        self.assertEqual(self.invite(server, *addresses), expected)
        self.assertEqual(
            [call["emails"] for call in server.calls("web_create_users")],
            [['"New@A.Example" <new@a.example>']],
        )
        self.assertEqual(server.calls("write"), [{"ids": [3], "vals": {"active": True}}])
        self.assertTrue(
            all(call["context"] == {"no_reset_password": True} for call in server.calls("web_create_users"))
        )

    def test_wildcards_match_nobody_else(self):
        server = Users(account(2, "annxlee@a.example"))
        self.assertEqual(self.invite(server, "ann_lee@a.example", dry=True), {"ann_lee@a.example": "create"})

    def test_one_that_fails_keeps_nobody_from_it(self):
        server = Users(refusing=["bad@a.example"])
        self.assertEqual(
            self.invite(server, "one@a.example", "bad@a.example", "two@a.example"),
            {"one@a.example": "create", "bad@a.example": "refused", "two@a.example": "create"},
        )

    def test_refusal_tells_the_reason_of_the_database(self):
        work = Invitations((Wanted(7, "bad@a.example", "Bad"),))
        result = pull(Job(TARGET, work), transport=Users(refusing=["bad@a.example"]))
        self.assertEqual(result.answers[7].error.detail, "No more users in this plan. Ask for more.")

    def test_a_reason_that_is_cut_says_so(self):
        server = Users(res__users__web_create_users=odoo_error(422, "No more users. " * 100))
        result = pull(Job(TARGET, Invitations((Wanted(7, "ann@a.example", "Ann"),))), transport=server)
        detail = result.answers[7].error.detail
        self.assertEqual((len(detail), detail[-1]), (200, "…"))

    def test_missing_right(self):
        server = Users(res__users__has_access=json_answer(False))
        self.assertEqual(self.invite(server, "ann@a.example", dry=True), {"ann@a.example": "no_right"})
        server = Users(res__users__web_create_users=NO_RIGHT)
        self.assertEqual(
            self.invite(server, "ann@a.example", "bob@a.example"),
            {"ann@a.example": "access_refused", "bob@a.example": "access_refused"},
        )
        self.assertEqual(len(server.calls("web_create_users")), 1, "the second would fail alike")

    def test_before_odoo_12_people_are_invited_there_by_hand(self):
        for version, effect in (("11.0", "by_hand"), ("12.0", "create")):
            for dry in (True, False):
                server = odoo_17(
                    version=xml_answer({"server_version": version}),
                    res__users__search_read=xml_answer([]),
                    res__users__check_access_rights=xml_answer(True),
                    res__partner__check_access_rights=xml_answer(True),
                    res__users__web_create_users=xml_answer(True),
                )
                people = (Wanted("ann", "ann@x.example", "Ann"),)
                outcome = pull(Job(TARGET, Invitations(people, dry)), transport=server).answers["ann"]
                self.assertEqual(outcome.effect, effect)
                created = [name for name, _arguments in server.asked if "web_create_users" in name]
                self.assertEqual(bool(created), effect == "create" and not dry)

    def test_names_and_addresses_of_all_alphabets(self):
        people = (Wanted(1, "josé@x.example", 'José "Pepe" <Núñez>'), Wanted(2, "ann@x.example", "安"))
        server = Users()
        result = pull(Job(TARGET, Invitations(people)), transport=server)
        self.assertEqual([outcome.error for outcome in result.answers.values()], [None, None])
        self.assertEqual(
            [call["emails"] for call in server.calls("web_create_users")],
            [['"José  Pepe   Núñez " <josé@x.example>'], ['"安" <ann@x.example>']],
        )

    def test_no_time_to_look_again(self):
        """If a call said that it was done, it is done."""
        server = Users(refusing=["bad@a.example"])
        busy_after(server, "res.users.web_create_users")
        self.assertEqual(
            self.invite(server, "one@a.example", "bad@a.example"),
            {"one@a.example": "create", "bad@a.example": "refused"},
        )

    def test_what_was_not_understood_and_not_looked_at_is_not_said_to_be_unchanged(self):
        server = Users(res__users__web_create_users=Answer(200, "text/html", b"Busy"))
        busy_after(server, "res.users.web_create_users")
        self.assertEqual(self.invite(server, "ann@a.example"), {"ann@a.example": "unconfirmed"})

    def test_said_done_and_not_there(self):
        server = Users(res__users__web_create_users=json_answer(True))
        self.assertEqual(self.invite(server, "ann@a.example"), {"ann@a.example": "not_understood"})

    def test_said_failed_and_there(self):
        """The answer was lost on the way. What counts is what is true now."""
        server = Users()
        create = server.on_web_create_users

        def lost(name, arguments):
            create(name, arguments)
            return Answer(502, "text/html", b"Bad Gateway")

        server.on_web_create_users = lost
        self.assertEqual(self.invite(server, "ann@a.example"), {"ann@a.example": "create"})

    def test_an_account_that_somebody_else_made_meanwhile_is_not_the_invited_one(self):
        for share, email in ((True, None), (False, "new@x.example")):
            login = "new@x.example" if share else "other"
            users = Users(refusing=["new@x.example"])
            invited = users.on_web_create_users

            def meanwhile(name, arguments, users=users, invited=invited, made=(login, share, email)):
                users.accounts[50] = account(50, made[0], share=made[1], email=made[2])
                return invited(name, arguments)

            users.on_web_create_users = meanwhile
            people = (Wanted("new", "new@x.example", "New"),)
            outcome = pull(Job(TARGET, Invitations(people)), transport=users).answers["new"]
            self.assertEqual(outcome.error.kind, "refused")
            self.assertFalse([name for name, _arguments in users.asked if name.endswith(".write")])

    def test_answers_of_the_wrong_shape(self):
        for answer in (
            {},
            [{"id": 1}],
            [{"id": "1", "login": "ann"}],
            [{"id": 1, "login": ["ann"]}],
            None,
            [1],
        ):
            server = odoo_19(
                res__users__search_read=json_answer(answer), res__users__has_access=json_answer(True)
            )
            result = pull(Job(TARGET, Invitations((Wanted(1, "ann@a.example", "Ann"),))), transport=server)
            self.assertEqual(result.error and result.error.kind, "not_understood", answer)


class TestRemovals(BaseCase):
    def remove(self, server, *logins, dry=False):
        """Remove accounts by their ids, or what is not there by its login."""
        ids = {row["login"]: id_ for id_, row in server.accounts.items()}
        people = tuple(Wanted(login, login, id=ids.get(login, 0)) for login in logins)
        result = pull(Job(TARGET, Removals(people, dry)), transport=server)
        if result.error:
            return result.error.kind
        return {
            login: outcome.error.kind if outcome.error else outcome.effect
            for login, outcome in result.answers.items()
        }

    def server(self, **options):
        return Users(
            account(2, "admin"),
            account(3, "ann"),
            account(7, "hub"),
            account(8, "gone", active=False),
            account(9, "other", email="ann"),
            **options,
        )

    def test_each_kind(self):
        server = self.server()
        expected = {
            "ann": "remove",
            "gone": "inactive",
            "nobody": "absent",
            "hub": "own_key",
            "admin": "last_admin",
        }
        self.assertEqual(self.remove(server, *expected, dry=True), expected)
        self.assertFalse(server.calls("write"))
        self.assertEqual(self.remove(server, *expected), expected)
        self.assertEqual(server.calls("write"), [{"ids": [3], "vals": {"active": False}}])

    def test_by_name(self):
        """The id is not known: it is decided as for an invitation, and what else fits is left alone."""
        server = self.server()
        people = (Wanted("ann", "ann"), Wanted("nobody", "nobody"), Wanted("gone", "GONE"))
        result = pull(Job(TARGET, Removals(people)), transport=server)
        told = {key: (outcome.effect, outcome.why) for key, outcome in result.answers.items()}
        expected = {"ann": ("remove", "login"), "nobody": ("absent", ""), "gone": ("inactive", "login_case")}
        self.assertEqual(told, expected)
        self.assertEqual(result.answers["ann"].others, (), "what is no address is nobody's address")
        self.assertEqual(server.calls("write"), [{"ids": [3], "vals": {"active": False}}])

    def test_another_account_than_decided(self):
        server = self.server()
        people = (Wanted(1, "ann", id=9), Wanted(2, "nobody", id=99), Wanted(3, "ann", id=3))
        server.accounts[3]["share"] = True
        result = pull(Job(TARGET, Removals(people)), transport=server)
        effects = [outcome.effect for outcome in result.answers.values()]
        self.assertEqual(effects, ["renamed", "absent", "portal"])
        self.assertFalse(server.calls("write"))

    def test_not_looked_at(self):
        for said, told in (
            (json_answer(True), "remove"),
            (Answer(200, "text/html", b"Busy"), "unconfirmed"),
            (odoo_error(422, "No"), "refused"),
        ):
            server = self.server(res__users__write=said)
            busy_after(server, "res.users.write")
            self.assertEqual(self.remove(server, "ann"), {"ann": told})

    def test_one_administrator_remains(self):
        server = self.server(administrators=(2, 3, 8))
        self.assertEqual(self.remove(server, "admin", "ann"), {"admin": "remove", "ann": "last_admin"})

    def test_not_knowing_the_administrators_removes_nobody(self):
        for answers in (
            {"ir__model__data__search_read": json_answer([])},
            {"ir__model__data__search_read": NO_RIGHT},
            {"res__users__context_get": json_answer({"lang": "en_US"})},
            {"res__users__context_get": json_answer(None)},
        ):
            server = self.server(**answers)
            self.assertIn(self.remove(server, "ann"), ("not_understood", "access_refused"))
            self.assertFalse(server.calls("write"))

    def test_one_that_fails_keeps_nobody_from_it(self):
        server = self.server(refusing=[3], administrators=(2, 7))
        self.assertEqual(self.remove(server, "ann", "other"), {"ann": "server_error", "other": "remove"})

    def test_said_done_and_still_there(self):
        server = self.server(res__users__write=json_answer(True))
        self.assertEqual(self.remove(server, "ann"), {"ann": "not_understood"})

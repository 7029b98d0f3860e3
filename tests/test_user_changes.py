"""Users are invited to and removed from real client databases; SQL in the client's database says what is true."""

import json
from dataclasses import replace

from odoo.exceptions import UserError

from odoo.addons.fleet_databases.tests.common import DatabasesCase

from farm.clients import Clients, one_at_a_time
from farm.relay import as_odoo_18, relaying
from farm.server import serving

pytestmark = one_at_a_time


class RealClients(DatabasesCase):
    """The client databases, as databases of the hub. They outlive a test, so each test has people of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clients = Clients()
        cls.url = cls.clients.url

    def create_clients(self, url=None):
        return self.clients.create(self.env, url)

    def create_person(self, name, **values):
        address = f"{name.lower().replace(' ', '.')}@agency.example"
        return (
            self.env["res.users"]
            .sudo()
            .create({"name": name, "login": address, "email": address, **values})
            .with_user(self.admin)
        )

    def account(self, database, login):
        """(name, active, share) in the client's database, or None."""
        rows = self.clients.sql(
            database.database_name,
            "SELECT partner.name, usr.active, usr.share FROM res_users usr"
            " JOIN res_partner partner ON partner.id = usr.partner_id WHERE usr.login = %s",
            login,
        )
        return rows[0] if rows else None

    def wizard(self, action, databases, users=(), remote_users=()):
        return self.env["databases.user.wizard"].create(
            {
                "action": action,
                "project_ids": [(6, 0, databases.ids)],
                "user_ids": [(6, 0, [user.id for user in users])],
                "remote_user_ids": [(6, 0, [user.id for user in remote_users])],
            }
        )

    def committing(self, method, *args):
        """Call a method that commits, which a test may do over a cursor of its own only."""
        records = method.__self__
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            return getattr(records.with_env(records.env(cr=cr)), method.__name__)(*args)

    def preview(self, wizard):
        self.committing(wizard.action_preview)
        wizard.invalidate_recordset()
        return {(line.project_id, line.login): line.effect for line in wizard.line_ids}

    def apply(self, wizard):
        """:return: the run"""
        self.preview(wizard)
        action = self.committing(wizard.action_apply)
        return self.env["databases.run"].browse(action["res_id"])

    def invite(self, databases, *users):
        return self.apply(self.wizard("invite", databases, users))

    def remove(self, databases, *users):
        return self.apply(self.wizard("remove", databases, users))


class TestInvite(RealClients):
    def check_invitation(self, name, url):
        """Created, then there already; archived in the client's database, then re-activated."""
        databases, ann = self.create_clients(url), self.create_person(name)
        login = ann.login
        wizard = self.wizard("invite", databases, [ann])
        self.assertEqual(self.preview(wizard), {(database, login): "create" for database in databases})
        self.assertFalse(any(self.account(database, login) for database in databases), "only looked")

        run = self.invite(databases, ann)
        self.assertEqual(run.change_ids.mapped("message"), [False] * 3)
        self.assertEqual((run.kind, run.done, run.failed, bool(run.end)), ("invite", 3, 0, True))
        self.assertEqual(run.change_ids.mapped("effect"), ["create"] * 3)
        for database in databases:
            self.assertEqual(self.account(database, login), (name, True, False))
            self.assertEqual(database.database_user_ids.mapped("local_user_id"), ann)

        first = databases[0]
        self.clients.sql(first.database_name, "UPDATE res_users SET active = FALSE WHERE login = %s", login)
        again = self.wizard("invite", databases, [ann])
        self.assertEqual(
            self.preview(again),
            {(first, login): "reactivate", **{(database, login): "present" for database in databases[1:]}},
        )
        run = self.apply(again)
        self.assertEqual((run.total, run.change_ids.effect), (1, "reactivate"))
        self.assertEqual(self.account(first, login), (name, True, False))

    def test_json2(self):
        self.check_invitation("Ann Json", self.url)

    def test_xmlrpc(self):
        with serving(relaying(self.url, as_odoo_18)) as url:
            self.check_invitation("Ann Xml", url)

    def test_the_preview_tells_the_rights_that_are_given(self):
        [database, *_others] = self.create_clients()
        ann = self.create_person("Ann Rights")
        wizard = self.wizard("invite", database, [ann])
        self.preview(wizard)
        told = wizard.line_ids.rights
        self.committing(wizard.action_apply)
        given = self.clients.sql(
            database.database_name,
            "SELECT groups.name->>'en_US' FROM res_groups_users_rel rel JOIN res_groups groups ON groups.id = rel.gid"
            " JOIN res_users usr ON usr.id = rel.uid WHERE usr.login = %s",
            ann.login,
        )
        self.assertTrue(given)
        for [name] in given:
            self.assertIn(name, told)

    def test_nobody_gets_a_mail(self):
        [database, *_others] = self.create_clients()
        mails = "SELECT count(*) FROM mail_mail"
        before = self.clients.sql(database.database_name, mails)
        self.invite(database, self.create_person("Quiet Quentin"))
        self.assertEqual(self.clients.sql(database.database_name, mails), before)

    def test_preview_names_each_pair(self):
        databases = self.create_clients()
        bakery, garage, notary = databases
        ann = self.create_person("Prue View")
        bob = self.create_person("Bob Mailless", email=False, login="bob.mailless")
        portal = self.create_person("Porta Lyn")
        self.clients.sql(
            garage.database_name,
            "UPDATE res_users SET login = %s WHERE share AND active AND login LIKE '%%@garage.example'",
            portal.login,
        )
        notary.database_api_key = "0" * 40
        seen = self.preview(self.wizard("invite", databases, [ann, bob, portal]))
        self.assertEqual(
            seen,
            {
                (bakery, ann.login): "create",
                (garage, ann.login): "create",
                (notary, ann.login): "failed",
                (bakery, bob.login): "no_email",
                (garage, bob.login): "no_email",
                (notary, bob.login): "no_email",
                (bakery, portal.login): "create",
                (garage, portal.login): "portal",
                (notary, portal.login): "failed",
            },
        )

    def test_no_right(self):
        [database, *_others] = self.create_clients()
        ann = self.create_person("Wright Less")
        with serving(relaying(self.url, asking_for_another_right)) as url:
            database.database_url = url
            wizard = self.wizard("invite", database, [ann])
            self.assertEqual(self.preview(wizard), {(database, ann.login): "no_right"})

    def test_one_bad_address_spoils_nothing(self):
        bakery, garage, notary = databases = self.create_clients()
        ann, bad = self.create_person("Goody Address"), self.create_person("Baddy Address")
        wizard = self.wizard("invite", databases, [bad, ann])
        self.preview(wizard)
        # Since the preview, one server has gone, and another fails over one of the addresses.
        garage.database_url = "http://127.0.0.1:9"
        with serving(relaying(self.url, lambda request: without_address(request, bad.login))) as url:
            bakery.database_url = url
            run = self.env["databases.run"].browse(self.committing(wizard.action_apply)["res_id"])
        outcomes = {(change.project_id, change.login): change for change in run.change_ids}
        self.assertEqual(outcomes[bakery, ann.login].state, "done")
        self.assertEqual(outcomes[notary, ann.login].state, "done")
        self.assertEqual(outcomes[bakery, bad.login].state, "failed")
        self.assertEqual(outcomes[notary, bad.login].state, "done")
        self.assertEqual(outcomes[garage, ann.login].reason, "unreachable")
        self.assertEqual((run.done, run.failed), (3, 3))
        self.assertTrue(self.account(bakery, ann.login))
        self.assertFalse(self.account(bakery, bad.login))

        databases.database_url = self.url
        told, tell = set(), type(run)._tell_progress
        self.patch(type(run), "_tell_progress", lambda runs: (told.update(runs.ids), tell(runs)))
        action = self.committing(run.action_retry)
        retry = self.env["databases.run"].browse(action["res_id"])
        self.assertEqual(told, {retry.id}, "nobody hears of the run that has ended")
        self.assertEqual((retry.done, retry.failed), (3, 0))
        self.assertEqual(
            {(change.project_id, change.login) for change in retry.change_ids},
            {(bakery, bad.login), (garage, ann.login), (garage, bad.login)},
        )


def asking_for_another_right(request):
    """The hub's user may create users, but not system parameters: the server says so by itself."""
    return replace(
        request, path=request.path.replace("res.users/has_access", "ir.config_parameter/has_access")
    )


def without_address(request, address):
    """An invitation of this address arrives as one of nobody, which fails in the client's database."""
    if not request.path.endswith("/web_create_users") or address.encode() not in request.body:
        return request
    return replace(request, body=json.dumps({**json.loads(request.body), "emails": [""]}).encode())


class TestRemove(RealClients):
    def check_removal(self, name, url):
        databases, bob = self.create_clients(url), self.create_person(name)
        self.invite(databases, bob)
        wizard = self.wizard("remove", databases, [bob])
        self.assertEqual(self.preview(wizard), {(database, bob.login): "remove" for database in databases})
        self.assertTrue(self.account(databases[0], bob.login)[1], "only looked")

        run = self.remove(databases, bob)
        self.assertEqual((run.kind, run.done, run.failed), ("remove", 3, 0))
        for database in databases:
            self.assertEqual(self.account(database, bob.login), (name, False, False))
            self.assertNotIn(bob.login, database.database_user_ids.mapped("login"))
        self.assertEqual(
            set(self.preview(self.wizard("remove", databases, [bob])).values()), {"inactive"}, "gone already"
        )

    def test_json2(self):
        self.check_removal("Bob Json", self.url)

    def test_xmlrpc(self):
        with serving(relaying(self.url, as_odoo_18)) as url:
            self.check_removal("Bob Xml", url)

    def synchronized(self):
        databases = self.create_clients()
        self.committing(databases.action_database_synchronize)
        databases.invalidate_recordset()
        self.assertEqual(databases.mapped("database_synchro_message"), [False] * 3)
        return databases

    def test_hub_and_last_administrator_stay(self):
        [database, *_others] = self.synchronized()
        users = database.database_user_ids
        hub = users.filtered(lambda user: user.login == database.database_api_login)
        administrator = users.filtered(lambda user: user.login == "admin")
        wizard = self.wizard("remove", database, remote_users=[hub, administrator])
        self.assertEqual(
            self.preview(wizard), {(database, hub.login): "own_key", (database, "admin"): "last_admin"}
        )
        with self.assertRaisesRegex(UserError, "nothing to do"):
            wizard.action_apply()
        # Even where the preview was overtaken.
        changes = [(database, login, login) for login in ("admin", hub.login)]
        action = self.committing(self.env["databases.user.change"]._request, "remove", changes)
        run = self.env["databases.run"].browse(action["res_id"])
        self.assertEqual((run.done, run.skipped, run.failed), (0, 2, 0))
        self.assertEqual(set(run.change_ids.mapped("effect")), {"own_key", "last_admin"})
        self.assertTrue(self.account(database, "admin")[1])
        self.assertTrue(self.account(database, hub.login)[1])

    def test_one_of_two_administrators_may_go(self):
        database, cleo = self.create_clients()[1], self.create_person("Cleo Second")
        self.invite(database, cleo)
        self.clients.sql(
            database.database_name,
            "INSERT INTO res_groups_users_rel (gid, uid)"
            " SELECT data.res_id, usr.id FROM ir_model_data data, res_users usr"
            " WHERE data.module = 'base' AND data.name = 'group_system' AND usr.login = %s",
            cleo.login,
        )
        changes = [(database, login, login) for login in (cleo.login, "admin")]
        action = self.committing(self.env["databases.user.change"]._request, "remove", changes)
        run = self.env["databases.run"].browse(action["res_id"])
        self.assertEqual(
            {change.login: change.effect for change in run.change_ids},
            {cleo.login: "remove", "admin": "last_admin"},
        )
        self.assertTrue(self.account(database, "admin")[1])

    def test_trash_icon_and_everywhere(self):
        databases, dora = self.create_clients(), self.create_person("Dora Everywhere")
        self.invite(databases, dora)
        first = databases[0]
        row = first.database_user_ids.filtered(lambda user: user.login == dora.login)
        action = self.committing(row.action_remove)
        wizard = self.env["databases.user.wizard"].browse(action["res_id"])
        self.assertEqual(wizard.line_ids.mapped("effect"), ["remove"])
        self.assertEqual((wizard.project_ids, wizard.elsewhere), (first, 2))
        self.committing(wizard.action_everywhere)
        wizard.invalidate_recordset()
        self.assertEqual(wizard.line_ids.project_id, databases)
        self.committing(wizard.action_apply)
        self.assertFalse(any(self.account(database, dora.login)[1] for database in databases))

    def wizard_of(self, action):
        wizard = self.env["databases.user.wizard"].browse(action["res_id"])
        return wizard, {(line.project_id, line.login) for line in wizard.line_ids}

    def test_admin_is_somebody_else_everywhere(self):
        first = self.synchronized()[0]
        row = first.database_user_ids.filtered(lambda user: user.login == "admin")
        wizard, lines = self.wizard_of(self.committing(row.action_remove))
        self.assertEqual((wizard.elsewhere, lines), (0, {(first, "admin")}))
        _wizard, lines = self.wizard_of(self.committing(wizard.action_everywhere))
        self.assertEqual(lines, {(first, "admin")})

    def test_offboard_finds_every_place(self):
        """Other letters, and a user who is archived already; what can't be asked is told."""
        databases, gus = self.create_clients(), self.create_person("Gus Gone")
        self.invite(databases, gus)
        self.clients.sql(
            databases[0].database_name,
            "UPDATE res_users SET login = 'Gus.Gone@Agency.example' WHERE login = %s",
            gus.login,
        )
        self.committing(databases.action_database_synchronize)
        databases.invalidate_recordset()
        databases[2].action_archive()
        gus.sudo().active = False
        wizard, lines = self.wizard_of(self.committing(self.env["databases.user.wizard"]._offboard, gus))
        self.assertEqual(lines, {(databases[0], "Gus.Gone@Agency.example"), (databases[1], gus.login)})
        self.assertEqual(wizard.out_of_reach, 1)

    def test_offboard_looks_in_all_companies(self):
        """Whichever are chosen in the menu; those that are not the administrator's are counted."""
        databases, kim = self.create_clients(), self.create_person("Kim Companies")
        self.invite(databases, kim)
        companies = self.env["res.company"].sudo().create([{"name": "Second"}, {"name": "Third"}])
        self.admin.sudo().company_ids = self.env.company + companies[0]
        for database, company in zip(databases, (self.env.company, *companies), strict=True):
            database.sudo().company_id = company
        narrow = self.env["databases.user.wizard"].with_context(allowed_company_ids=self.env.company.ids)
        wizard, _lines = self.wizard_of(self.committing(narrow._offboard, kim))
        lines = wizard._of_all_companies().line_ids
        self.assertEqual(lines.project_id, databases[:2])
        self.env.invalidate_all()
        shown = wizard.with_context(allowed_company_ids=self.env.company.ids)
        self.assertEqual((shown.elsewhere, shown.out_of_reach), (0, 1))
        action = self.committing(shown.action_apply)
        run = self.env["databases.run"].browse(action["res_id"])
        self.assertEqual(
            set(run.sudo().change_ids.mapped("database")), set(databases[:2].sudo().mapped("name"))
        )

    def test_own_address_is_not_somebody_elses_login(self):
        databases, hal, ida = (
            self.create_clients(),
            self.create_person("Hal Honest"),
            self.create_person("Ida Sly"),
        )
        self.env["databases.user"].sudo().create(
            [
                {"project_id": databases[0].id, "login": person.login, "name": person.name}
                for person in (hal, ida)
            ]
        )
        hal.sudo().login = "Hal.Honest@Agency.example"
        ida.with_user(ida).email = "hal.honest@agency.example"
        _wizard, lines = self.wizard_of(self.committing(self.env["databases.user.wizard"]._offboard, ida))
        self.assertEqual(lines, {(databases[0], ida.login)})

    def test_offboard(self):
        databases, eve = self.create_clients(), self.create_person("Eve Leaving")
        self.invite(databases[:2], eve)
        action = self.committing(self.env["databases.user.wizard"]._offboard, eve)
        wizard = self.env["databases.user.wizard"].browse(action["res_id"])
        self.assertEqual(
            {(line.project_id, line.login, line.effect) for line in wizard.line_ids},
            {(database, eve.login, "remove") for database in databases[:2]},
        )
        self.committing(wizard.action_apply)
        self.assertFalse(any(self.account(database, eve.login)[1] for database in databases[:2]))
        self.assertFalse(self.account(databases[2], eve.login))

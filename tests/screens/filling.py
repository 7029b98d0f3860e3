"""A hub that has lived: databases in every state, people, runs, changes of users, roles."""

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.fleet_databases.models.own_hand import with_own_hand
from odoo.addons.fleet_databases.remote import errors
from odoo.addons.fleet_databases.tests.common import kpi, store_answer, store_result, user

LONG_NAME = "Vereniging van Mede-eigenaars Residentie Zonnebloem te Sint-Lambrechts-Woluwe NV"
# Nothing listens there: "discard".
NOBODY = "http://127.0.0.1:9"
REASONS = {
    "Notary Wouters": errors.WrongKey(),
    LONG_NAME: errors.Refused("Access Denied by record rules for operation: read, records: [42], user: 7"),
    "Florist De Smet": errors.CredentialsMissing(),
    "Brewery Lambert": errors.DatabaseNotFound(),
    "Dentist Claes": errors.UnknownHost(),
}
NEVER = "Never Asked"
WORKING = {"Bakery Dupont": 12, "Garage Peeters": 0, "Webshop Janssens": 1204}


def fill(env):
    """Fill the hub, and return the consultant."""
    env = env(context={**env.context, "no_reset_password": True, "tracking_disable": True})
    env["ir.config_parameter"].set_param("fleet_databases.own_network", True)
    consultant = _people(env)
    admin = env.ref("base.user_admin")
    # Its own name and signature are words of a language.
    admin.write({"name": "Ada Agency", "signature": "Ada"})
    # Else it opens a chat, over everything on a phone.
    (consultant + admin).odoobot_state = "disabled"
    _roles(env, consultant)
    _databases(env, consultant)
    _runs(env, consultant)
    return consultant


def _people(env):
    groups = "base.group_user,fleet_databases.group_databases_user,base.group_allow_export"
    return new_test_user(
        env, "carla@agency.example", groups, name="Carla Consultant", email="carla@agency.example"
    )


def _roles(env, consultant):
    groups = env.ref("base.group_user") + env.ref("fleet_databases.group_databases_user")
    role = env["res.users.role"].create({"name": "Closers", "implied_ids": [Command.set(groups.ids)]})
    role._assign(consultant)
    new_test_user(env, "ben", name="Ben Bookkeeper", email="ben@agency.example")
    if "fsm.order" in env:
        owner = env["res.partner"].create({"name": "Housing Company Koivu"})
        place = env["fsm.location"].create({"name": "Koivu 4 B", "owner_id": owner.id})
        env["fsm.order"].create({"location_id": place.id})
        installer = new_test_user(env, "ida", name="Ida Installer", email="ida@agency.example")
        env.ref("fleet_fsm_roles.role_installer")._assign(installer)


def _databases(env, consultant):
    tags = env["project.tags"].create([{"name": f"Tag number {number}"} for number in range(6)])
    names = [LONG_NAME, *(name for name in REASONS if name != LONG_NAME), *WORKING, NEVER]
    values = [
        {
            "name": name,
            "database_hosting": "premise",
            "database_url": NOBODY,
            "database_name": name.split()[0].lower(),
            "database_api_login": f"hub@{name.split()[0].lower()}.example",
            "database_api_key": "the-secret-key",
            "user_id": consultant.id,
            "tag_ids": [Command.set(tags.ids if name == LONG_NAME else tags[:1].ids)],
        }
        for name in names
    ]
    databases = env["project.project"].create(values)
    for database in databases:
        if database.name in WORKING or database.name == LONG_NAME:
            store_answer(database, kpis=_kpis(WORKING.get(database.name, 31)), users=_users())
        if database.name in REASONS:
            store_result(database, error=REASONS[database.name])


def _kpis(sales):
    return [
        kpi("account_journal_type.sale", sales, name="Sales"),
        kpi("account_journal_type.purchase", sales // 2, name="Purchases"),
        kpi("account_journal_type.bank", 7 * sales, name="Bank"),
        kpi("account_return.vat", "late", "return_status", name="VAT return of the third quarter"),
        kpi("documents.inbox", 3, name="Inbox"),
    ]


def _users():
    return [
        user("carla@agency.example", "Carla Consultant", "2026-11-20 08:30:00", "carla@agency.example"),
        user("julie@client.example", "Julie Dupont", False, "julie@client.example"),
        user("admin", "Ada Agency", "2026-11-25 10:00:00"),
    ]


def _runs(env, consultant):
    databases = env["project.project"].search([("database_hosting", "!=", False)])
    admin = env.ref("base.user_admin")
    runs = env["databases.run"].sudo()
    databases = databases.filtered(lambda database: database.name != NEVER)
    run = runs._open(databases, admin)
    for database in databases:
        error = REASONS.get(database.name)
        if error:
            store_result(database, error=error)
        elif database.name != NEVER:
            store_answer(database, kpis=_kpis(WORKING.get(database.name, 31)), users=_users())
    run.end = fields.Datetime.now()
    _changes(env["databases.user.change"].with_user(admin), databases[:4], consultant)


def _changes(changes, databases, person):
    """An invitation that was done, one that failed, and one that waits; and a removal."""
    changes_sudo = with_own_hand(changes.sudo())  # only the hub itself writes runs and tasks
    for action, asked in (("invite", databases[:3]), ("remove", databases[3:])):
        run = changes_sudo.env["databases.run"].create({"kind": action, "user_id": changes.env.uid})
        values = [
            {
                "run_id": run.id,
                "user_id": changes.env.uid,
                "project_id": database.id,
                "database": database.name,
                "address": database.database_url,
                "action": action,
                "login": person.login,
                "name": person.name,
            }
            for database in asked
        ]
        created = changes_sudo.create(values)
        created[:1].write({"state": "done", "effect": "create" if action == "invite" else "remove"})
        created[1:2]._fail(errors.AccessRefused("You are not allowed to create 'User' (res.users) records."))

"""fleet_fsm_roles goes and comes back, in a hub that commits."""

import json

import pytest

from farm import addons
from farm.hub import own_hub

PEOPLE = """
role = env.ref("fleet_fsm_roles.role_installer")
users = env["res.users"].create([{"name": login, "login": login} for login in ("anna", "bert", "left")])
role._assign(users)
owner = env["res.partner"].create({"name": "Koivu"})
place = env["fsm.location"].create({"name": "Koivu 4 B", "owner_id": owner.id})
for user in users:
    env["fsm.order"].create({"name": f"of {user.login}", "location_id": place.id, "person_id": user.worker_ids.id})
role._withdraw(users[1])
users[2].action_archive()
# With the groups they lose what needs a worker.
env["ir.config_parameter"].set_param("fleet_user_roles.after_uninstall", "lose")
print(env["res.users"].create({"name": "fresh", "login": "fresh"})._give_temporary_password())
"""

LOGIN = """
from odoo.exceptions import AccessDenied

user = env["res.users"].search([("login", "=", "fresh")])
credential = {{"login": "fresh", "password": {password!r}, "type": "password"}}
try:
    print("in", user.with_user(user)._check_credentials(credential, {{"interactive": True}}))
except AccessDenied:
    print("refused")
"""

WORKERS = """
import json

workers = env["fsm.person"].with_context(active_test=False).search([("name", "in", ("anna", "bert", "left"))])
orders = env["fsm.order"].search([("name", "like", "of ")])
print(json.dumps({worker.name: worker.active for worker in workers}))
assert sorted(orders.mapped(lambda order: (order.name, order.person_id.name))) == [
    ("of anna", "anna"), ("of bert", "bert"), ("of left", "left")
]
"""

BACK = """
import json

users = env["res.users"].with_context(active_test=False).search([("login", "in", ("anna", "bert", "left"))])
before = {user.login: user.worker_ids.id for user in users}
env.ref("fleet_fsm_roles.role_installer")._assign(users.filtered("active"))
print(json.dumps({user.login: [user.worker_ids.id == before[user.login], user.worker_ids.active] for user in users}))
"""

COMPANY = """
company = env["res.company"].create({"name": "Koivu Service"})
user = env["res.users"].create(
    {"name": "chief", "login": "chief", "company_id": company.id, "company_ids": company.ids}
)
env.ref("fleet_fsm_roles.role_foreman")._assign(user)
place = env["fsm.location"].create({"name": "There"})
order = env["fsm.order"].with_user(user).create({"location_id": place.id})
print(order.company_id.name, order.warehouse_id.company_id.name, sep=", ")
"""


@pytest.mark.parametrize("gone", ["fleet_fsm_roles", "fleet_user_roles"])
def test_workers_stay_when_the_addon_goes_and_are_taken_over_when_it_is_back(gone):
    with own_hub("fsm") as hub:
        password = hub.run(PEOPLE).splitlines()[-1]
        assert hub.run(LOGIN.format(password=password)).splitlines()[-1].startswith("in")
        addons.uninstall(hub, gone)
        # Nothing would ask any more to change a temporary password, and nothing would end it.
        assert hub.run(LOGIN.format(password=password)).splitlines()[-1] == "refused"
        # They rest as before, and no other does.
        left = {"anna": True, "bert": False, "left": False}
        assert json.loads(hub.run(WORKERS).splitlines()[-1]) == left
        addons.install(hub, "fleet_fsm_roles")
        assert json.loads(hub.run(WORKERS).splitlines()[-1]) == left
        back = json.loads(hub.run(BACK).splitlines()[-1])
        assert back == {"anna": [True, True], "bert": [True, True], "left": [True, False]}


def test_a_company_can_make_orders():
    """Odoo gives new companies a warehouse while it is tested, and else none."""
    with own_hub("fsm_company") as hub:
        assert hub.run(COMPANY).splitlines()[-1] == "Koivu Service, Koivu Service"


OLDER = """
# As version 19.0.1.1.0 left a company: with a project, and nothing else that its orders take.
companies = type(env["res.company"])
start, companies._start_field_service = companies._start_field_service, companies._create_fsm_project
company = env["res.company"].create({"name": "Koivu Service"})
companies._start_field_service = start
assert company.fsm_project_id and not company._owners("stock.warehouse") | company._owners("fsm.team")
env["fsm.stage"].search([("stage_type", "=", "order")]).company_id = env.company
anna, bert = env["res.users"].create([{"name": name, "login": name} for name in ("anna", "bert")])
# As version 19.0.1.2.0 gave it, without an end.
anna._give_temporary_password()
anna.temporary_password_until = False
env["ir.module.module"].search([("name", "=", "fleet_fsm_roles")]).latest_version = "19.0.1.1.0"
"""

UPGRADED = """
company = env["res.company"].search([("name", "=", "Koivu Service")])
user = env["res.users"].create(
    {"name": "chief", "login": "chief", "company_id": company.id, "company_ids": company.ids}
)
env.ref("fleet_fsm_roles.role_foreman")._assign(user)
place = env["fsm.location"].create({"name": "There"})
order = env["fsm.order"].with_user(user).create({"location_id": place.id})
for owned in (order, order.warehouse_id, order.team_id, order.project_id):
    assert owned.company_id == company, owned._name
assert order.stage_id and not order.stage_id.company_id
users = env["res.users"].search([("login", "in", ("anna", "bert"))])
print(users.mapped(lambda user: (user.login, bool(user.temporary_password_until))))
"""


def test_an_upgrade_from_the_first_versions():
    """Of a database that has what these left."""
    with own_hub("fsm_upgrade") as hub:
        hub.run(OLDER)
        addons.upgrade(hub, "fleet_fsm_roles")
        assert hub.run(UPGRADED).splitlines()[-1] == "[('anna', True), ('bert', False)]"

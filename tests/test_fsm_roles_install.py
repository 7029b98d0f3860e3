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
print({user.login: user.worker_ids.active for user in users})
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
        hub.run(PEOPLE)
        addons.uninstall(hub, gone)
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

"""``setup/run``: a hub with a demo fleet, in the foreground until Ctrl-C."""

import json
import time
from contextlib import ExitStack, nullcontext

from . import addons, clients, lock, machine, postgres, templates
from .databases import Databases
from .odoo_commands import Odoo
from .paths import Place
from .prepared import BASE
from .say import note, step

HUB = "fleet"
# What looks after a fleet and its people. Field service waits under Apps: not everybody's hub is a workshop. OCA's is
# named so that it is updated with its pin.
HUB_ADDONS = ("base_user_role", "fleet_databases", "fleet_backend_group", "fleet_user_roles")
HUB_PORT = 8069
# Name, login, which is the e-mail address, and password of who sees the demo as those do who look after clients.
CONSULTANT = ("Carla Consultant", "carla@agency.example", "carla")


def main(arguments):
    """Start everything, show it, and wait; stop everything that was started."""
    if arguments:
        print("usage: setup/run")
        return 2
    place = Place("run").make()
    with ExitStack() as started:
        started.enter_context(lock.hold(place))
        source = machine.prepare()
        server = postgres.server(place)
        started.callback(server.stop)
        odoo = Odoo(place, source, server.start())
        _build(odoo)
        client_server = clients.serve(odoo)
        started.callback(client_server.stop)
        _update_hub(odoo)
        step("Client databases: starting their server")
        client_server.wait(clients.databases(odoo))
        clients.publish(odoo, client_server)
        hub = _serve_hub(odoo)
        started.callback(hub.stop)
        _show_fleet(odoo, hub)
        hub.wait([odoo.database(HUB)])
        _greet(hub)
        status = _stay([hub, client_server])
        step("Stopping")
    return status


def _build(odoo):
    """Create the hub and the client databases where they do not exist; the clients are filled meanwhile."""
    databases = Databases(odoo.place, odoo.address)
    base = templates.template(odoo, "base", BASE)
    account = templates.template(odoo, "account", clients.MODULES, base)
    hub = templates.Template(odoo.database(HUB), HUB_ADDONS, base)
    fresh = [name for name in clients.databases(odoo) if not databases.exists(name)]
    if fresh:
        step("Client databases: installing their accounting; the first time takes a minute")
        templates.build(odoo, databases, base)
        templates.build(odoo, databases, account)
        for name in fresh:
            databases.copy(account.name, name)
    with clients.seeding(odoo) if fresh or not clients.are_seeded(odoo) else nullcontext():
        if not databases.exists(hub.name):
            step("Hub: installing it")
            templates.build(odoo, databases, base)
            templates.build(odoo, databases, hub)
            _remember(odoo)


def _update_hub(odoo):
    """Bring the hub to the code of today if the addons changed since it was installed or updated."""
    memory = odoo.place.path / "addons.json"
    if not memory.is_file() or json.loads(memory.read_text()) != addons.digest():
        step("Hub: the addons changed, updating its database")
        odoo.update(odoo.database(HUB), HUB_ADDONS)
        _remember(odoo)


def _serve_hub(odoo):
    hub = odoo.database(HUB)
    options = [f"--database={hub}", f"--db-filter=^{hub}$", "--no-database-list"]
    server = odoo.serve("hub", HUB_PORT, *options)
    # Cookies ignore ports: under the host name of the client databases, who logs in there would be logged out here.
    server.url = f"http://localhost:{server.port}"
    return server


def _remember(odoo):
    (odoo.place.path / "addons.json").write_text(json.dumps(addons.digest()))


def _show_fleet(odoo, hub):
    step("Hub: creating the demo fleet where it is missing, and synchronizing it")
    odoo.script("demo_fleet", odoo.database(HUB), str(odoo.place.clients), hub.url, json.dumps(CONSULTANT))


def _greet(hub):
    step("Ready")
    people = [("admin", "admin", "administrator"), (*CONSULTANT[1:], "consultant: two of the clients")]
    lines = [f"    {login:28}password {password:10}{what}\n" for login, password, what in people]
    print(f"\n    {hub.url}\n\n{''.join(lines)}\n    Ctrl-C stops it.\n", flush=True)


def _stay(servers):
    """Return 0 at Ctrl-C, 1 when a server ended by itself."""
    try:
        while all(server.process.poll() is None for server in servers):
            time.sleep(0.5)
    except KeyboardInterrupt:
        print()
        return 0
    for server in servers:
        if server.process.poll() is not None:
            note(f"A server ended by itself: see {server.log}")
    return 1

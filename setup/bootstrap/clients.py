"""The demo fleet's client databases, and clients.json, which says how to reach them."""

import json
import os

TITLES = {
    "client_bakery": "Bakery Dupont",
    "client_garage": "Garage Peeters",
    "client_notary": "Notary Wouters",
}
MODULES = ("account",)
FIRST_PORT = 8070


def databases(odoo):
    """Return the names of the client databases."""
    return [odoo.database(client) for client in TITLES]


def seeding(odoo):
    """Fill the client databases that are not yet filled, while a block runs; keys that are known stay."""
    plan = {odoo.database(client): (client, title) for client, title in TITLES.items()}
    return odoo.scripting("seed_clients", _keys(odoo), json.dumps(plan))


def are_seeded(odoo):
    """Tell whether the key of every client is known."""
    path = _keys(odoo)
    return path.is_file() and set(databases(odoo)) <= {
        entry["name"] for entry in json.loads(path.read_text())
    }


def forget_keys(odoo):
    """Have all keys made anew, for databases that are filled anew."""
    _keys(odoo).unlink(missing_ok=True)


def serve(odoo, first_port=FIRST_PORT):
    """Start the server of all client databases and return it at once; see ``publish``."""
    only = f"--db-filter=^{odoo.database('client_')}"
    options = ["--max-cron-threads=0", only, f"--database={','.join(databases(odoo))}"]
    return odoo.serve("clients", first_port, *options)


def publish(odoo, server):
    """Write clients.json for a running server, readable by its owner alone."""
    address, names = odoo.address, databases(odoo)
    document = {
        "url": server.url,
        "process": server.process.pid,
        "postgres": {"host": address.host, "port": address.port, "user": address.user},
        "databases": [entry for entry in json.loads(_keys(odoo).read_text()) if entry["name"] in names],
    }
    new = odoo.place.clients.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        json.dump(document, stream, indent=2)
    new.replace(odoo.place.clients)


def _keys(odoo):
    return odoo.place.path / "keys.json"

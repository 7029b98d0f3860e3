"""Fills the client databases and keeps the keys: seed_clients.py CONFIGURATION KEYS_FILE PLAN.

The plan is JSON: ``{database: [client, title]}``.
What exists stays: a filled database is not filled again, a known key is not made again.
"""

import json
import os
import sys
from pathlib import Path

from opened import configure, opened  # first: it sets Odoo up
from books import keep_books
from clients import CLIENTS
from people import employ, make_key

MARK = "fleet.demo_is_filled"


def main(configuration, path, plan):
    """Fill every database that is not yet filled, and give each bot a key."""
    configure(configuration)
    known = (
        {entry["name"]: entry for entry in json.loads(Path(path).read_text())} if Path(path).exists() else {}
    )
    entries = []
    for name, (client, title) in json.loads(plan).items():
        with opened(name) as env:
            if not env["ir.config_parameter"].get_param(MARK):
                fill(env, CLIENTS[client], title)
                # A key of the same name belonged to another database, now gone.
                known.pop(name, None)
            if name not in known:
                bot = env["res.users"].search([("login", "=like", "hub@%")])
                known[name] = {"name": name, "title": title, "login": bot.login, "key": make_key(bot)}
        entries.append(known[name])
        write(path, entries + [entry for entry in known.values() if entry not in entries])


def fill(env, client, title):
    """Give the company its name, its books and its people."""
    # A copy must not pass for the database that it was copied from.
    env["ir.config_parameter"].init(force=True)
    env.company.name = title
    if not env.company.chart_template:
        env["account.chart.template"].try_loading("generic_coa", env.company, install_demo=False)
    keep_books(env, client.books)
    employ(env, client)
    env["ir.config_parameter"].set_param(MARK, "1")


def write(path, entries):
    """Write the file with the keys, readable by its owner alone from its first byte."""
    new = Path(f"{path}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        json.dump(entries, stream, indent=2)
    new.replace(path)


main(*sys.argv[1:])

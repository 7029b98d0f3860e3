"""The databases of the tests: built once, kept, copied for each run."""

import hashlib

from . import addons, clients, templates
from .odoo_commands import INSIDE
from .paths import OCA
from .say import step

# Without our addons: the least that any database has, and what many have.
BASE = ("base_setup",)
WIDE = ("account", "calendar", "hr", "project", "stock", "website")


class Prepared:
    """The kept databases, made where missing; the client databases are fresh copies of theirs."""

    def __init__(self, odoo, databases):
        self.odoo = odoo
        self.databases = databases
        self.modules = addons.foreign_dependencies() or ["base"]
        self.dependencies = templates.name(odoo, "dependencies", OCA.name, *self.modules)
        self.installed = templates.name(odoo, "installed", self.dependencies, addons.digest())
        self.account = templates.name(odoo, "account", *clients.MODULES)
        self.base = templates.name(odoo, "base", *BASE)
        self.wide = templates.name(odoo, "wide", *WIDE)
        self._build()
        self._fill_clients()

    def copy_dependencies(self, database):
        """Make ``database`` a fresh one in which everything but our own addons is installed."""
        self.databases.copy(self.dependencies, database)

    def copy_installed(self, database):
        """Make ``database`` a fresh one with our addons; unchanged addons are not installed again."""
        if not self.databases.exists(self.installed):
            step("Databases: installing our addons")
            templates.forget_others(self.odoo, self.databases, "installed", self.installed)
            building = self.installed + templates.BUILDING
            self.databases.copy(self.dependencies, building)
            self.odoo.install({building: list(addons.manifests())})
            self.databases.rename(building, self.installed)
        self.databases.copy(self.installed, database)

    def _build(self):
        plan = {
            self.dependencies: self.modules,
            self.account: clients.MODULES,
            self.base: BASE,
            self.wide: WIDE,
        }
        if not all(map(self.databases.exists, plan)):
            step("Databases: installing what the addons depend on and the accounting of the clients, once")
            for kind in ("dependencies", "account", "base", "wide"):
                templates.forget_others(self.odoo, self.databases, kind, getattr(self, kind))
            templates.build(self.odoo, self.databases, plan)

    def _fill_clients(self):
        """Copy the filled client databases, so that no run sees what another one wrote there."""
        scripts = hashlib.sha256(
            b"".join(path.read_bytes() for path in sorted(INSIDE.glob("*.py")))
        ).hexdigest()
        kept = {client: templates.name(self.odoo, client, self.account, scripts) for client in clients.TITLES}
        if clients.are_seeded(self.odoo) and all(map(self.databases.exists, kept.values())):
            for client, template in kept.items():
                self.databases.copy(template, self.odoo.database(client))
            return
        step("Client databases: writing their books and users")
        clients.forget_keys(self.odoo)
        for client in kept:
            self.databases.copy(self.account, self.odoo.database(client))
        clients.seed(self.odoo)
        for client, template in kept.items():
            templates.forget_others(self.odoo, self.databases, client, template)
            self.databases.copy(self.odoo.database(client), template)

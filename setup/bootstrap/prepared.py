"""The databases of the tests: built once, kept, copied for each run."""

import hashlib
from contextlib import contextmanager, nullcontext

from . import addons, clients, templates
from .odoo_commands import INSIDE
from .paths import OCA
from .say import step

# Without our addons: the least that any database has, what a small hub has, and what many have.
BASE = ("base_setup",)
PROJECT = ("hr_timesheet",)
WIDE = ("account", "calendar", "hr", "project", "stock", "website")


class Prepared:
    """The kept databases, each made from the one before; :meth:`make` builds those that are missing."""

    def __init__(self, odoo, databases):
        self.odoo = odoo
        self.databases = databases
        foreign = addons.foreign_dependencies()
        self.base = templates.template(odoo, "base", BASE)
        self.account = templates.template(odoo, "account", clients.MODULES, self.base)
        self.project = templates.template(odoo, "project", PROJECT, self.account)
        self.wide = templates.template(odoo, "wide", WIDE, self.project)
        self.dependencies = templates.template(odoo, "dependencies", foreign, self.wide, OCA.name)
        self.installed = templates.template(
            odoo,
            "installed",
            addons.manifests(),
            self.dependencies,
            # No language is installed there: a test that needs one reads the translations of today.
            addons.digest("i18n"),
            scripts=(("compile_assets", "js"), ("compile_assets", "css")),
        )

    def make(self, with_clients):
        """Build what is missing; with clients, their databases are fresh ones, so that no run sees another's."""
        chain = (self.base, self.account, self.project, self.wide, self.dependencies, self.installed)
        if not all(self.databases.exists(template.name) for template in chain):
            step("Databases: installing what is missing of what the tests need")
        self._build(self.base, self.account)
        with self._filling_clients() if with_clients else nullcontext():
            self._build(self.project, self.wide, self.dependencies, self.installed)

    def copy(self, template, database):
        """Make ``database`` a fresh copy of one of the kept databases."""
        self.databases.copy(template.name, database)

    def _build(self, *chain):
        for template in chain:
            templates.build(self.odoo, self.databases, template)

    @contextmanager
    def _filling_clients(self):
        """Copy the kept client databases; where they are missing, fill them while the block runs, and keep them."""
        scripts = hashlib.sha256(
            b"".join(path.read_bytes() for path in sorted(INSIDE.glob("*.py")))
        ).hexdigest()
        kept = {
            self.odoo.database(client): templates.template(self.odoo, client, (), self.account, scripts)
            for client in clients.TITLES
        }
        if clients.are_seeded(self.odoo) and all(
            self.databases.exists(template.name) for template in kept.values()
        ):
            for database, template in kept.items():
                self.copy(template, database)
            yield
            return
        step("Client databases: writing their books and users meanwhile")
        clients.forget_keys(self.odoo)
        for database in kept:
            self.copy(self.account, database)
        with clients.seeding(self.odoo):
            yield
        for database, template in kept.items():
            self.databases.drop(*self.databases.names(template.prefix))
            self.databases.copy(database, template.name)

"""Databases that are built once and copied: their name says what is in them, and each may be made from another."""

import hashlib
from contextlib import ExitStack
from dataclasses import dataclass

from .odoo_commands import INSIDE

BUILDING = "_building"


@dataclass(frozen=True)
class Template:
    """A database that is kept.

    :param modules: what is installed in it, besides what ``source`` has
    :param source: the Template that it is made from, or None for an empty database
    :param scripts: scripts of inside/ that add what modules don't, each with its arguments; they run at the same time
    :param prefix: how the names of those begin that have other ingredients; they are dropped when this one is built
    """

    name: str
    modules: tuple
    source: "Template | None" = None
    scripts: tuple = ()
    prefix: str = ""

    @property
    def building(self):
        """The name of its half-built state, which is never used."""
        return self.name + BUILDING


def template(odoo, kind, modules, source=None, *ingredients, scripts=()):
    """Return the Template of this kind, named after what its content depends on."""
    written = [(INSIDE / f"{script}.py").read_text() for script, *_arguments in scripts]
    parts = (source.name if source else "", scripts, *written, *modules, *ingredients)
    digest = hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
    prefix = odoo.database(f"template_{kind}_")
    return Template(f"{prefix}{digest[:10]}", tuple(modules), source, scripts, prefix)


def build(odoo, databases, *templates):
    """Build those that are missing, at the same time, and return them."""
    missing = [template for template in templates if not databases.exists(template.name)]
    for template in missing:
        databases.drop(template.building, *(databases.names(template.prefix) if template.prefix else ()))
        if template.source:
            databases.copy(template.source.name, template.building)
    if missing:
        odoo.install({template.building: template.modules for template in missing})
    for template in missing:
        with ExitStack() as running:
            for script, *arguments in template.scripts:
                running.enter_context(odoo.scripting(script, template.building, *arguments))
        databases.rename(template.building, template.name)
    return missing

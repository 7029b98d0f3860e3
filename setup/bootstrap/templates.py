"""Databases that are built once and copied: their name says what is in them, and each may be made from another."""

import hashlib
from dataclasses import dataclass

BUILDING = "_building"


@dataclass(frozen=True)
class Template:
    """A database that is kept.

    :param modules: what is installed in it, besides what ``source`` has
    :param source: the Template that it is made from, or None for an empty database
    :param script: a script of inside/ that adds what modules don't
    :param prefix: how the names of those begin that have other ingredients; they are dropped when this one is built
    """

    name: str
    modules: tuple
    source: "Template | None" = None
    script: str = ""
    prefix: str = ""

    @property
    def building(self):
        """The name of its half-built state, which is never used."""
        return self.name + BUILDING


def template(odoo, kind, modules, source=None, *ingredients, script=""):
    """Return the Template of this kind, named after what its content depends on."""
    parts = (source.name if source else "", script, *modules, *ingredients)
    digest = hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
    prefix = odoo.database(f"template_{kind}_")
    return Template(f"{prefix}{digest[:10]}", tuple(modules), source, script, prefix)


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
        if template.script:
            odoo.script(template.script, template.building)
        databases.rename(template.building, template.name)
    return missing

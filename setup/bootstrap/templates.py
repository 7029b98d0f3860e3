"""Databases that are built once and copied: their name says what is in them."""

import hashlib

BUILDING = "_building"


def name(odoo, kind, *ingredients):
    """Return the name of the template of this kind that is made of these ingredients."""
    digest = hashlib.sha256("\n".join(map(str, ingredients)).encode()).hexdigest()
    return odoo.database(f"template_{kind}_{digest[:10]}")


def build(odoo, databases, plan):
    """Build those databases of ``{name: modules}`` that do not exist; a half-built one is never used."""
    missing = {target: modules for target, modules in plan.items() if not databases.exists(target)}
    if missing:
        databases.drop(*(target + BUILDING for target in missing))
        odoo.install({target + BUILDING: modules for target, modules in missing.items()})
        for target in missing:
            databases.rename(target + BUILDING, target)
    return list(missing)


def forget_others(odoo, databases, kind, kept):
    """Drop the templates of this kind that have other ingredients."""
    databases.drop(*(other for other in databases.names(odoo.database(f"template_{kind}_")) if other != kept))

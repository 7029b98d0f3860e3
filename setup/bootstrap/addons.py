"""What the addons of this repository say about themselves."""

import ast
import hashlib

from .paths import ADDONS, OCA, OCA_ADDONS


def manifests():
    """Return ``{name: manifest}`` of the installable addons in addons/, sorted by name."""
    found = {path.parent.name: _read(path) for path in ADDONS.glob("*/__manifest__.py")}
    return {name: found[name] for name in sorted(found) if found[name].get("installable", True)}


def foreign_dependencies():
    """Return the names of the modules that our addons depend on and that are not ours, sorted."""
    ours = manifests()
    depends = {name for manifest in ours.values() for name in manifest.get("depends", ["base"])}
    return sorted(depends - set(ours))


def oca_dependencies():
    """Return the names of OCA's modules that our addons depend on, also through one another, sorted."""
    found, waiting = set(), foreign_dependencies()
    while waiting:
        name = waiting.pop()
        manifest = OCA_ADDONS / name / "__manifest__.py"
        if name not in found and manifest.is_file():
            found.add(name)
            waiting += _read(manifest).get("depends", [])
    return sorted(found)


def digest(*without):
    """Return a hash over the addons' files and OCA's pins: another value means that databases need an update.

    :param without: names of folders that don't matter to the database, besides tests
    """
    total = hashlib.sha256(OCA.name.encode())
    for path in sorted(ADDONS.rglob("*")):
        if path.is_file() and path.suffix != ".pyc" and not {"tests", *without} & set(path.parts):
            total.update(
                f"{path.relative_to(ADDONS)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode()
            )
    return total.hexdigest()


def _read(manifest):
    return ast.literal_eval(manifest.read_text())

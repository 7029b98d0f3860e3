"""What the addons of this repository say about themselves."""

import ast
import hashlib

from .paths import ADDONS


def manifests():
    """Return ``{name: manifest}`` of the installable addons in addons/, sorted by name."""
    found = {
        path.parent.name: ast.literal_eval(path.read_text()) for path in ADDONS.glob("*/__manifest__.py")
    }
    return {name: found[name] for name in sorted(found) if found[name].get("installable", True)}


def foreign_dependencies():
    """Return the names of the modules that our addons depend on and that are not ours, sorted."""
    ours = manifests()
    depends = {name for manifest in ours.values() for name in manifest.get("depends", ["base"])}
    return sorted(depends - set(ours))


def digest():
    """Return a hash over every file of the addons: another value means that databases need an update."""
    total = hashlib.sha256()
    for path in sorted(ADDONS.rglob("*")):
        if path.is_file() and path.suffix != ".pyc" and "tests" not in path.parts:
            total.update(
                f"{path.relative_to(ADDONS)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode()
            )
    return total.hexdigest()

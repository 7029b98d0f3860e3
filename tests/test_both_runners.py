"""The addons' tests run once, in pytest; by hand they run under Odoo's own runner, too. Neither may miss one.

Test files that no ``tests/__init__.py`` imports, which only pytest would find, are told by core's TestTestHoles.
"""

import importlib
import inspect

import pytest

from odoo.tests import BaseCase

from bootstrap import addons
from bootstrap.paths import ADDONS


def modules():
    for name in addons.manifests():
        for path in sorted((ADDONS / name / "tests").rglob("*.py")):
            dotted = ".".join(path.relative_to(ADDONS).with_suffix("").parts)
            yield pytest.param(path, f"odoo.addons.{dotted}", id=dotted)


def has_tests(thing):
    return any(name.startswith("test") for name, _method in inspect.getmembers(thing, inspect.isroutine))


@pytest.mark.parametrize(("path", "dotted"), modules())
def test_both_runners_find_the_same(path, dotted):
    module = importlib.import_module(dotted)
    here = {name: thing for name, thing in vars(module).items() if inspect.getmodule(thing) is module}
    classes = {name: thing for name, thing in here.items() if inspect.isclass(thing) and has_tests(thing)}
    only_pytest = {
        name
        for name, thing in here.items()
        if (name.startswith("test") and inspect.isfunction(thing))
        or (name.startswith("Test") and name in classes and not issubclass(thing, BaseCase))
    }
    assert only_pytest == set(), "Odoo's runner takes classes that inherit one of Odoo's test classes"
    if not path.name.startswith("test_"):
        assert classes == {}, "pytest takes files whose name begins with test_"

"""Core's own linters, with an eye for our addons only: over all of Odoo they take minutes, and OCA's addons fail some.

setup/lint runs the rest of them, which call pylint. The one that calls eslint needs node.
"""

import re
from contextlib import contextmanager, suppress
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from odoo.modules import Manifest
from odoo.tests import BaseCase

from odoo.addons.test_lint.tests import (
    test_docstring,
    test_dunderinit,
    test_i18n,
    test_index,
    test_jstranslate,
    test_l10n,
    test_manifests,
    test_markers,
    test_naming,
    test_onchange_domains,
    test_orm_import,
    test_override_signatures,
    test_pofile,
    test_routes,
    test_test_holes,
)

from bootstrap import addons

# They read code, and run none of ours.
pytestmark = pytest.mark.no_cover

OURS = set(addons.manifests())


class OursOnly(BaseCase):
    """A linter that goes through the addons on the path sees ours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ours = [manifest for manifest in Manifest.all_addon_manifests() if manifest.name in OURS]
        assert len(ours) == len(OURS)
        cls.enterClassContext(patch.object(Manifest, "all_addon_manifests", lambda: ours))


class TestDunderinit(OursOnly, test_dunderinit.TestDunderinit):
    pass


class TestI18n(OursOnly, test_i18n.TestI18n):
    pass


class TestJsTranslations(OursOnly, test_jstranslate.TestJsTranslations):
    pass


class TestL10n(OursOnly, test_l10n.L10nLinter):
    pass


class TestManifests(OursOnly, test_manifests.ManifestLinter):
    pass


class TestOnchangeDomains(OursOnly, test_onchange_domains.TestOnchangeDomains):
    pass


class TestOrmImport(OursOnly, test_orm_import.TestDunderinit):
    pass


class TestTestHoles(OursOnly, test_test_holes.TestTestHoles):
    pass


# These go through the registry or the path, not through the addons.


class TestConflictMarkers(test_markers.TestConflictMarkers):
    pass


class TestDocstring(test_docstring.TestDocstring):
    @contextmanager
    def subTest(self, msg=None, **params):
        # The linter reads them off the subtest, which pytest does not make.
        self._subtest = SimpleNamespace(params=params)
        with super().subTest(msg, **params):
            yield


class TestNaming(test_naming.TestNaming):
    pass


class TestPot(test_pofile.PotLinter):
    pass


class TestRoutes(test_routes.RoutesLinter):
    pass


class TestOverrides(test_override_signatures.TestLintOverrideSignatures):
    """What it finds in an addon that is not ours does not count."""

    def setUp(self):
        super().setUp()
        self.seen = set()

    def tearDown(self):
        self.assertTrue(self.seen, "the linter has not looked at any addon of ours")
        super().tearDown()

    @contextmanager
    def subTest(self, msg=None, **params):
        if params["module"] in OURS:
            self.seen.add(params["module"])
            with super().subTest(msg, **params):
                yield
        else:
            with suppress(self.failureException):
                yield


class TestIndexes(test_index.TestIndex):
    def fail(self, msg=None):
        found = re.findall(r"^([\w.]+)\.(\w+) \(inverse of ([\w.]+)\.(\w+)\)$", msg, re.MULTILINE)
        self.assertTrue(found, msg)
        ours = [pair for pair in found if self._is_ours(*pair[:2]) or self._is_ours(*pair[2:])]
        self.assertFalse(ours, "fields to be indexed with the One2many fields that they are the inverse of")

    def _is_ours(self, model, name):
        return not OURS.isdisjoint(self.env[model]._fields[name]._modules)

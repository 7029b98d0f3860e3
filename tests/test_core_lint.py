"""Core's linters that OCA's addons fail, with an eye for ours only. setup/test leaves them out of core's own run."""

import re
from contextlib import contextmanager, suppress

from odoo.addons.test_lint.tests import test_index, test_manifests, test_override_signatures

from bootstrap import addons

OURS = set(addons.manifests())


class OursOnly:
    """What a linter finds in an addon that is not ours does not count."""

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


class TestManifests(OursOnly, test_manifests.ManifestLinter):
    pass


class TestOverrides(OursOnly, test_override_signatures.TestLintOverrideSignatures):
    pass


class TestIndexes(test_index.TestIndex):
    def fail(self, msg=None):
        found = re.findall(r"^([\w.]+)\.(\w+) \(inverse of ([\w.]+)\.(\w+)\)$", msg, re.MULTILINE)
        self.assertTrue(found, msg)
        ours = [pair for pair in found if self._is_ours(*pair[:2]) or self._is_ours(*pair[2:])]
        self.assertFalse(ours, "fields to be indexed with the One2many fields that they are the inverse of")

    def _is_ours(self, model, name):
        return not OURS.isdisjoint(self.env[model]._fields[name]._modules)

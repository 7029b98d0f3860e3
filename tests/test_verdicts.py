"""Test Connection and a synchronization say the same of a database, however its server misbehaves."""

import tempfile
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from odoo.tests.common import _super_send

from odoo.addons.fleet_databases.remote import errors
from odoo.addons.fleet_databases.remote.http import connection
from odoo.addons.fleet_databases.remote.pull import pull_all
from odoo.addons.fleet_databases.remote.values import Job, Reach
from odoo.addons.fleet_databases.remote.work.connection_steps import CHANGE_USERS, STEPS, ConnectionTest
from odoo.addons.fleet_databases.tests.common import DatabasesCase

from farm.certificates import Authority
from farm.faults import FAULTS
from farm.faults.fault import DATABASE, KEY
from farm.manners import logins, odoo_19, telling_json
from farm.server import serving

ROUND = "odoo.addons.fleet_databases.remote.round"
# Seconds that a call may last; less where the server never answers.
PATIENCE, WAIT = 5, 0.3
# These come from what was entered in the hub; TARGETS has an example of each.
TARGETS = {
    "credentials_missing": {"key": ""},
    "key_unreadable": {"key": None},
    "own_network": {"reach": Reach()},
    "plain_http": {"reach": Reach(own_network=True), "url": "http://10.1.2.3"},
}
# No answer of a server makes a database fail with one of these.
OF_THE_HUB = {
    "listing_refused": "of asking a server for its databases",
    "hub_error": "of code of the hub",
    "other_certificate": "of a fingerprint that was entered",
    "not_asked": "of databases that can't be asked",
    "not_stored": "of storing",
    "too_much": "of storing",
    "gone": "of a task",
    "interrupted": "of a task",
    "unconfirmed": "of changing users",
}


def kinds():
    """The kinds of all errors of the hub: those of the whole class tree."""
    found, classes = set(), [errors.RemoteError]
    while classes:
        cls = classes.pop()
        classes += cls.__subclasses__()
        if cls.__module__ == errors.__name__ and cls not in (errors.RemoteError, errors.NotAllowed):
            found.add(cls.kind)
    return found


def pulled(job):
    """The result of a job that is done alone."""
    [[result]] = pull_all([job], workers=1, per_host=1)
    return result


def verdict(steps):
    """The kind of the first error that a person reads, of the steps that a synchronization goes, too."""
    failed = [steps[name].error for name in STEPS if name != CHANGE_USERS and name in steps]
    return next((error.kind for error in failed if error), None)


class TestVerdicts(DatabasesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.authority = Authority(Path(cls.enterClassContext(tempfile.TemporaryDirectory())))
        trusting = cls.authority.trusted(connection._tls_context())
        cls.enterClassContext(patch.object(connection, "_TLS", trusting))
        # Waiting for those that wake up is tested elsewhere.
        cls.enterClassContext(patch(f"{ROUND}.WAKE_SECONDS", 0))

    @classmethod
    def _request_handler(cls, s, r, /, **kw):
        # Odoo's own blocks addresses outside before the hub can; here it is the hub that has to.
        return _super_send(s, r, **kw)

    def verdicts(self, database, **target):
        """:return: what a synchronization says of a database, and what the test of its connection says"""
        [asked] = database._database_targets()
        asked = replace(asked, **target)
        questions = database._database_questions()[database.id]
        error = pulled(Job(asked, questions)).error
        tested = pulled(Job(asked, ConnectionTest(questions)))
        self.assertFalse(tested.error)
        return error and error.kind, verdict(tested.answers)

    def test_every_kind_of_error(self):
        database = self.create_database(
            database_name=DATABASE, database_api_login="hub", database_api_key=KEY
        )
        expected, found = {}, {}
        for fault in FAULTS:
            expected[fault.name] = fault.error, fault.error
            with fault.opened(self.authority) as database.database_url:
                timeout = WAIT if fault.waits else PATIENCE
                found[fault.name] = self.verdicts(database, timeout=timeout)
        with serving(odoo_19(telling_json([], logins(DATABASE)))) as database.database_url:
            for kind, target in TARGETS.items():
                expected[kind] = kind, kind
                found[kind] = self.verdicts(database, **target)
        self.assertEqual(found, expected)
        self.assertEqual({kind for kind, _kind in found.values()} - {None}, kinds() - OF_THE_HUB.keys())

"""Every fault of ``farm.faults`` through the whole engine, beside 20 healthy databases."""

import io
import logging
import os
import re
import tempfile
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from odoo import fields
from odoo.tests.common import _super_send

from odoo.addons.fleet_databases.models.words import ERROR_WORDS
from odoo.addons.fleet_databases.remote.http import connection
from odoo.addons.fleet_databases.tests.common import SALE, kpi, store_answer, user

from farm import fleet
from farm.certificates import Authority
from farm.faults import FAULTS, table
from farm.faults.fault import DATABASE, KEY, SECRET
from farm.fleet import Fleet
from farm.manners import answering
from farm.server import http, serving
from test_engine import EngineCase

# What it runs a hundred times is measured where it is run once: measuring costs a third more time.
pytestmark = pytest.mark.no_cover

HEALTHY = 20
ROUND = "odoo.addons.fleet_databases.remote.round"
PATIENCE = 2  # seconds that a call may last
SLACK = 6  # seconds that a busy machine may take for all the rest
WRITES = "FLEET_WRITE_TABLES"
OBSOLETE = (
    f"{table.PATH.name} is not what was found. If this is right, write it anew: "
    f"{WRITES}=1 ./setup/test tests/test_faults.py"
)
LAST_KPIS, LAST_LOGINS = {SALE: 7}, {"hub", "ann@agency.example"}


class TestFaults(EngineCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.written, cls.found = table.read(), {}
        if os.environ.get(WRITES):
            cls.addClassCleanup(cls.write_table)
        cls.authority = Authority(Path(cls.enterClassContext(tempfile.TemporaryDirectory())))
        trusting = cls.authority.trusted(connection._tls_context())
        cls.enterClassContext(patch.object(connection, "_TLS", trusting))
        # Waiting for those that wake up is tested elsewhere.
        cls.enterClassContext(patch(f"{ROUND}.WAKE_SECONDS", 0))
        cls.env["ir.config_parameter"].sudo().set_param("fleet_databases.timeout", PATIENCE)
        cls.healthy = cls.only(cls.enterClassContext(fleet.running(Fleet(hosts=10, databases=2, old=3))))

    @classmethod
    def write_table(cls):
        rows = cls.written | cls.found
        table.write([rows[fault.name] for fault in FAULTS if fault.name in rows], HEALTHY)

    @classmethod
    def _request_handler(cls, s, r, /, **kw):
        # Odoo's own blocks addresses outside before the hub can; here it is the hub that has to.
        return _super_send(s, r, **kw)

    def misbehaving(self, url, name=DATABASE):
        """A database at ``url`` that is due, with the numbers of better days."""
        database = self.create_database(
            name=name,
            database_url=url,
            database_name=name,
            database_api_login="hub",
            database_api_key=KEY,
        )
        store_answer(database, kpis=[kpi("account_journal_type.sale", 7)], users=map(user, LAST_LOGINS))
        database.database_next_synchro = fields.Datetime.now()
        return database

    @contextmanager
    def logged(self):
        """What is written to the log, of everybody, as an administrator would see it."""
        root, log = logging.getLogger(), io.StringIO()
        writing, level = logging.StreamHandler(log), root.level
        root.addHandler(writing)
        root.setLevel(logging.INFO)
        try:
            yield log
        finally:
            root.setLevel(level)
            root.removeHandler(writing)

    def check(self, fault):
        with fault.opened(self.authority) as url:
            database = self.misbehaving(url)
            begin, before = time.monotonic(), fields.Datetime.now()
            with self.logged() as log:
                self.run_scheduled_action()
            seconds = time.monotonic() - begin
        self.assertEqual(database.database_synchro_error or None, fault.error)
        self.assertStored(self.healthy)
        if fault.error:
            self.assertFailed(database)
        else:
            self.assertTold(database, fault.stored)
        if fault.pause:
            self.assertPauses(database, fault.pause, before)
        run = self.last_run()
        self.assertEqual((run.done, run.failed), (HEALTHY + (not fault.error), int(bool(fault.error))))
        self.assertTrue(run.end)
        self.assertNoSecret(database, run, log.getvalue())
        self.assertLess(seconds, fault.waits * PATIENCE + SLACK)
        self.look_up(fault, seconds)

    def assertFailed(self, database):
        """It says why, and the last good numbers stay."""
        self.assertTrue(database.database_synchro_message)
        self.assertEqual(database.database_nb_synchro_errors, 1)
        self.assertEqual(self.kpi_values(database), LAST_KPIS)
        self.assertEqual(set(database.database_user_ids.mapped("login")), LAST_LOGINS)
        self.assertEqual((database.database_version, database.database_protocol), ("19.0", "json2"))

    def assertTold(self, database, stored):
        """What it told is stored."""
        self.assertFalse(database.database_synchro_message)
        self.assertEqual(
            (database.database_version, database.database_protocol), (stored.version, stored.protocol)
        )
        self.assertEqual(self.kpi_values(database), stored.kpis)
        self.assertEqual(database.database_left_out_message or "", stored.left_out)
        users = database.database_user_ids
        self.assertEqual(set(users.mapped("login")), {row["login"] for row in fleet.users(DATABASE)})
        moment = fields.Datetime.to_datetime(stored.latest_authentication) or False
        self.assertEqual(set(users.mapped("latest_authentication")), {moment})

    def assertPauses(self, database, seconds, before):
        """It is asked again exactly after the pause, counted from when it was asked for."""
        pause = timedelta(seconds=seconds)
        self.assertLessEqual(before + pause, database.database_next_synchro)
        self.assertLessEqual(database.database_next_synchro, fields.Datetime.now() + pause)

    def assertNoSecret(self, database, run, log):
        """Neither what the remote side let slip nor the key is anywhere where a person reads."""
        names = [
            name for name in database._fields if name.startswith("database_") and name != "database_api_key"
        ]
        readable = [
            database.read(names),
            run.read(),
            run.line_ids.read(),
            database.message_ids.mapped("body"),
        ]
        for text in (*map(str, readable), log):
            for secret in (SECRET, "Traceback", KEY):
                self.assertNotIn(secret, text)

    def look_up(self, fault, seconds):
        """Compare with the row of the table, of which the seconds are only an example."""
        stored = len(self.healthy.filtered("database_last_synchro"))
        error = str(ERROR_WORDS.get(fault.error, ["none, it is stored"])[0])
        row = self.found[fault.name] = table.Row(fault.name, error, f"{seconds:.1f}", stored)
        if not os.environ.get(WRITES):
            written = self.written.get(fault.name)
            self.assertEqual(written and written._replace(seconds=row.seconds), row, OBSOLETE)

    def test_table_has_every_fault_once(self):
        names = [fault.name for fault in FAULTS]
        self.assertEqual(len(set(names)), len(names))
        if not os.environ.get(WRITES):
            self.assertEqual(list(self.written), names, OBSOLETE)

    def test_pause_holds_for_the_whole_server(self):
        asked = []

        def busy(connection, _ended, request):
            asked.append(request.path)
            connection.sendall(http(429, b"", "text/html", "Retry-After: 7200"))

        with serving(answering(("/", busy))) as url:
            databases = self.env["project.project"].union(
                *[self.misbehaving(url, name) for name in ("one", "two", "three")]
            )
            before = fields.Datetime.now()
            self.run_scheduled_action()
        self.assertEqual(asked, ["/web/version"])
        self.assertEqual(databases.mapped("database_synchro_error"), ["busy"] * 3)
        for database in databases:
            self.assertFailed(database)
            self.assertPauses(database, 7200, before)
        self.assertStored(self.healthy)


def _test(fault):
    def test(self):
        self.check(fault)

    return test


for _fault in FAULTS:
    _name = re.sub(r"\W+", "_", _fault.name.lower()).strip("_")
    setattr(TestFaults, f"test_fault_{_name}", _test(_fault))

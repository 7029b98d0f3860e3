import os
import platform
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import psycopg2

from odoo import fields

from odoo.addons.fleet_databases.remote.errors import WrongKey
from odoo.addons.fleet_databases.remote.values import Result

from .common import DatabasesCase

UNFORESEEN = "odoo.addons.fleet_databases.remote.unforeseen"


class TestTaskWorker(DatabasesCase):
    """A process for long tasks, turn by turn. What it does in a process of its own is in tests/test_example.py."""

    def setUp(self):
        super().setUp()
        self.databases = self.env["project.project"].union(
            *[self.create_database(name=name, database_name=name) for name in ("a", "b")]
        )
        changes = [
            {
                "project_id": database.id,
                "database": database.name,
                "action": "invite",
                "login": "ann@x.example",
            }
            for database in self.databases
        ]
        run = self.env["databases.run"].sudo().create({"kind": "invite", "user_id": self.env.uid})
        self.changes = (
            self.env["databases.user.change"]
            .sudo()
            .create(
                [{**values, "run_id": run.id, "user_id": self.env.uid, "is_long": True} for values in changes]
            )
        )

    @contextmanager
    def worker(self):
        """The record of a process, in a transaction that it may commit."""
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            yield self.env(cr=cr, su=True)["databases.task.worker"]
        self.env.invalidate_all()

    def test_what_has_arrived_is_not_lost_with_the_connection_to_postgresql(self):
        with self.worker() as worker:
            [(work, job), *_others] = worker._turn({}, {}, 2)
            underway, arrived = {1: work}, {1: Result(job.target.id, error=WrongKey())}
            lost = psycopg2.OperationalError("server closed the connection")
            with (
                patch.object(type(worker), "_sign_in", side_effect=lost),
                self.assertRaises(psycopg2.OperationalError),
            ):
                worker._turn(underway, arrived, 0)
            self.assertEqual((underway.keys(), arrived.keys()), ({1}, {1}))
            worker._turn(underway, arrived, 0)
            self.assertEqual((underway, arrived), ({}, {}))
        self.assertEqual(self.changes.mapped("state"), ["failed", "waiting"])

    def test_work_that_does_not_end_when_its_time_is_over_is_given_up(self):
        with self.worker() as worker:
            [(work, _job), *_others] = worker._turn({}, {}, 2)
            underway = {1: work._replace(ends=0)}
            worker._turn(underway, {}, 0)
            self.assertEqual(underway, {})
            self.assertTrue(work.sink.stopped)
        self.assertEqual((self.changes[0].state, self.changes[0].reason), ("failed", "timeout"))

    def test_a_file_that_cannot_be_deleted_stops_no_other_task(self):
        self.changes[0].tries = 5
        with (
            self.worker() as worker,
            patch.object(type(self.changes), "_sink", side_effect=[PermissionError, self.changes._sink()]),
            self.assertLogs(UNFORESEEN, "ERROR"),
        ):
            [(work, _job)] = worker._turn({}, {}, 2)
        self.assertEqual(work.ids, tuple(self.changes[1].ids))
        self.assertEqual((self.changes[0].state, self.changes[0].reason), ("failed", "interrupted"))

    def test_no_second_process_is_started_while_the_first_one_loads(self):
        process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        worker = self.env["databases.task.worker"].sudo()
        seen = fields.Datetime.now() - timedelta(minutes=5)
        worker.create({"host": platform.node(), "pid": process.pid, "seen": seen})
        self.assertTrue(worker._any_is_alive())
        process.communicate(b"\n")
        self.assertFalse(worker._any_is_alive(), "it has ended")
        worker.create({"host": "elsewhere", "pid": os.getpid(), "seen": seen})
        self.assertFalse(worker._any_is_alive(), "it is silent, and nobody here knows whether it runs")

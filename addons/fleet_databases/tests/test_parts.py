import psycopg2

from odoo.addons.fleet_databases.models.database.parts import Part
from odoo.addons.fleet_databases.remote.partly import Partly
from odoo.addons.fleet_databases.remote.values import Query, Result
from odoo.addons.fleet_databases.tools.kpi import Kpis

from .common import DatabasesCase

UNFORESEEN = "odoo.addons.fleet_databases.remote.unforeseen"


class TestParts(DatabasesCase):
    """If an addon fails for one database, only its own part of this database is lost."""

    def setUp(self):
        super().setUp()
        self.databases = self.env["project.project"].union(
            *[self.create_database(name=name, database_name=name) for name in ("a", "b", "c")]
        )
        self.bad = self.databases[1]

    def add_part(self, question, store):
        """Add a part with these methods, as an addon would."""
        project = self.registry["project.project"]
        parts = project._database_parts
        self.patch(
            project,
            "_database_parts",
            lambda model: [
                Part("visits", question="_database_ask_visits", store="_database_store_visits"),
                *parts(model),
            ],
        )
        for name, method in (("ask", question), ("store", store)):
            setattr(project, f"_database_{name}_visits", method)
            self.addCleanup(delattr, project, f"_database_{name}_visits")

    def store(self, lost=None):
        """Store the answers of all three databases, and look what the run says.

        :param lost: id -> name of an answer -> HubError
        :return: name of the database -> state, detail
        """
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            databases = self.databases.with_env(self.env(cr=cr, su=True))
            runs = databases.env["databases.run"]
            run = runs._open(databases)
            claim = databases._database_try_claim()[:1].database_claim
            runs._commit()
            answers = {"users": Partly({}), "kpis": Partly(Kpis(documents=7)), "visits": 3}
            results = [
                Result(id_, "19.0", "json2", {**answers, **(lost or {}).get(id_, {})})
                for id_ in databases.ids
            ]
            runs._write_results(results, claim)
            told = {line.project_id.name: (line.state, line.detail) for line in run.line_ids}
        self.env.invalidate_all()
        return told

    def assertCostsOnePart(self, told, detail, kind="not_stored"):
        self.assertEqual(told, {"a": ("done", False), "b": ("failed", detail), "c": ("done", False)})
        self.assertEqual(
            self.databases.mapped("database_nb_documents"), [7, 7, 7], "the other parts are there"
        )
        self.assertEqual(self.bad.database_synchro_error, kind)
        self.assertTrue(self.bad.database_next_synchro, "it is asked again")

    def test_storing_fails(self):
        def store(databases, results):
            for database in databases:
                {"a": 1, "c": 2}[database.name]

        self.add_part(lambda _database: None, store)
        with self.assertLogs(UNFORESEEN, "ERROR") as logs:
            self.assertCostsOnePart(self.store(), "visits: KeyError")
        self.assertEqual(len(logs.output), 1)
        self.assertIn("in store", logs.output[0])

    def test_storing_breaks_the_transaction(self):
        def store(databases, results):
            if self.bad.id in databases.ids:
                databases.env.cr.execute("SELECT 1 / 0")

        self.add_part(lambda _database: None, store)
        with self.assertLogs(UNFORESEEN, "ERROR"), self.assertLogs("odoo.sql_db", "ERROR"):
            self.assertCostsOnePart(self.store(), "visits: DivisionByZero")

    def test_what_was_written_before_is_undone(self):
        def store(databases, results):
            databases.write({"description": "visited"})
            if self.bad.id in databases.ids:
                raise psycopg2.DataError

        self.add_part(lambda _database: None, store)
        with self.assertLogs(UNFORESEEN, "ERROR"):
            self.assertCostsOnePart(self.store(), "visits: DataError")
        self.assertEqual([bool(database.description) for database in self.databases], [True, False, True])

    def test_asking_fails(self):
        def question(database):
            if database.name == "b":
                database.env.cr.execute("SELECT 1 / 0")
            return Query("visits", "website.visitor", "search_count")

        self.add_part(question, lambda _databases, _results: None)
        with self.assertLogs(UNFORESEEN, "ERROR"), self.assertLogs("odoo.sql_db", "ERROR"):
            questions = self.databases.sudo()._database_questions()
        names = {id_: {query.name for query in work.queries} for id_, work in questions.items()}
        self.assertEqual(names[self.bad.id], {"users", "kpis", "api_keys"})
        self.assertIn("visits", names[self.databases[0].id])
        lost = {id_: dict(work.lost) for id_, work in questions.items()}
        self.assertCostsOnePart(self.store(lost), "visits: DivisionByZero", "hub_error")

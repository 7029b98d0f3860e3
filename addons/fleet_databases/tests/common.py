import tempfile
import zlib
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from odoo.tests import TransactionCase, new_test_user
from odoo.tools import config

from odoo.addons.fleet_databases.models.run.claim import DATABASE
from odoo.addons.fleet_databases.remote.errors import MethodNotFound, RemoteError
from odoo.addons.fleet_databases.remote.values import Result
from odoo.addons.fleet_databases.tools.remote_users import remote_users

EXPORT = "base.group_allow_export"
SALE, BANK = "account_journal_type_sale", "account_journal_type_bank"


def kpi(kpi_id, value, type_="integer", name=None):
    return {"id": kpi_id, "name": name or kpi_id, "type": type_, "value": value}


def user(login, name="", login_date=False, email=False):
    """A user as a database tells it. The same login has the same id."""
    id_ = zlib.crc32(login.encode("utf-8", "surrogatepass")) // 2
    return {"id": id_, "login": login, "email": email, "name": name or login, "login_date": login_date}


def api_keys(databases):
    """:return: id -> API key, which only the hub itself can read"""
    return databases.env["databases.key"].sudo()._keys(databases.ids)


def store_answer(database, kpis=(), users=(), **values):
    """Store an answer of a database."""
    answers = {"kpis": list(kpis), "users": list(users)}
    return store_result(database, version="19.0", protocol="json2", answers=answers, **values)


def store_result(database, claim=None, **values):
    """Store the result of asking a database.

    :param claim: the claim under which it was asked; a new one by default
    :param values: fields of a :class:`~..remote.values.Result`
    :return: the outcomes that count
    """
    database_sudo = database.sudo()  # as the engine does
    claim = claim or database_sudo._database_try_claim().database_claim
    result = Result(database.id, **values)
    if not result.error:
        result = read_result(database_sudo, result)
    kept = DATABASE.kept(database_sudo, claim)
    stored = kept._database_store(dict.fromkeys(kept.ids, result))
    database_sudo.env["databases.run.line"]._record(stored)._tell_progress()
    return stored


def read_result(database_sudo, result):
    """Apply the readers of the hub to the answers in a result. The user behind the key need not be among the users that
    were told."""
    work = database_sudo._database_questions()[database_sudo.id]
    told = result.answers
    queries = {query.name: query for query in work.queries if query.name in told or not query.optional}
    queries["users"] = replace(queries["users"], read=remote_users)
    work = replace(work, queries=tuple(queries.values()))
    try:
        return replace(result, answers=work(Told(told)))
    except RemoteError as error:
        return replace(result, answers={}, error=error)


class Told:
    """Takes the place of a session with a database.

    :param answers: name of a question -> answer as it comes; ``uid`` -> who stands behind the key
    """

    QUESTIONS = {
        "res.users": "users",
        "kpi.provider": "kpis",
        "account.move": "draft_groups",
        "account.journal": "journals",
        "res.users.apikeys": "api_keys",
        "res.company": "companies",
    }

    series = 19, 0

    def __init__(self, answers):
        self._answers = answers

    def open(self):
        pass

    def uid(self):
        return self._answers.get("uid", 2)

    def call(self, model, method, _params):
        name = "own companies" if method == "read" else self.QUESTIONS[model]
        if name not in self._answers:
            raise MethodNotFound(model)
        return self._answers[name]


class DatabasesCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(cls.env, "fleet-admin", "fleet_databases.group_databases_admin")
        cls.consultant = new_test_user(
            cls.env, "fleet-user@agency.example", f"fleet_databases.group_databases_user,{EXPORT}"
        )
        cls.project_manager = new_test_user(
            cls.env, "project-manager@agency.example", f"project.group_project_manager,{EXPORT}"
        )
        # The servers of the tests run on this machine.
        cls.env["ir.config_parameter"].set_param("fleet_databases.own_network", True)
        cls.env = cls.env(user=cls.admin)

    def create_database(self, **values):
        return self.env["project.project"].create(
            {
                "name": "Bakery Dupont",
                "database_hosting": "premise",
                "database_url": "https://bakery.example.com",
                "database_name": "bakery",
                "database_api_login": "hub@bakery.example.com",
                "database_api_key": "the-secret-key",
                **values,
            }
        )

    def kpi_values(self, database):
        """property name -> value, of the KPIs that the database has told"""
        [values] = database.read(["database_kpi_properties"])
        return {prop["name"]: prop["value"] for prop in values["database_kpi_properties"] if "value" in prop}

    def kpi_definition(self, name):
        definition = self.env["project.project"]._database_kpi_definition().sudo().database_kpi_definition
        return next(prop for prop in definition if prop["name"] == name)


class KeysCase(DatabasesCase):
    """With encryption keys of its own, in :attr:`folder`."""

    def setUp(self):
        super().setUp()
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.elsewhere(self.folder)

    def elsewhere(self, folder, **options):
        """From now on, the hub has another data folder and another odoo.conf."""
        self.enterContext(patch.dict(config._runtime_options, {"data_dir": str(folder), **options}))

    def tokens(self):
        """:return: id of a row -> what is stored of its key"""
        self.env.flush_all()
        self.env.cr.execute("SELECT id, token FROM databases_key")
        return dict(self.env.cr.fetchall())

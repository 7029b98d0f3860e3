"""What goes wrong in the hub itself: nothing is lost, and what was done is told truthfully."""

import os
import subprocess
import sys

from odoo.tools import config

from farm import fleet
from farm.cluster import own_cluster
from farm.fleet import Fleet
from farm.hub import own_hub
from test_workers import CREATE, RUN, SMALL_WAVES, assert_stored_in_full, hub_of, stored

CLAIMS_END = """
UPDATE project_project SET database_claimed_until = now() at time zone 'utc' - interval '1 second'
WHERE database_claimed_until IS NOT NULL
"""
ASKED_ENDS = """
UPDATE databases_user_change SET asked_until = now() at time zone 'utc' - interval '1 second'
WHERE asked_until IS NOT NULL
"""
LINES = "SELECT state, count(*) FROM databases_run_line GROUP BY state ORDER BY state"
STATES = "SELECT DISTINCT database_synchro_error FROM project_project WHERE database_hosting IS NOT NULL"
INVITE = """
databases = env["project.project"].search([("database_hosting", "!=", False)], order="id")
databases.database_next_synchro = False
admin = env(user=env.ref("base.user_admin"))
admin["databases.user.change"]._request(
    "invite", [(database, "ann@agency.example", "Ann") for database in databases]
)
"""


def wait_until(worker, condition):
    while not condition():
        assert worker.poll() is None, worker.communicate()[0]


def test_postgresql_restarts_during_a_run(monkeypatch):
    with (
        own_cluster(monkeypatch) as cluster,
        hub_of(workers=4, hosts=10, databases=6, latency=0.1) as (hub, farm),
    ):
        every = {name for _url, name in farm.databases()}
        worker = hub.start(SMALL_WAVES + RUN)
        wait_until(worker, lambda: len(stored(hub)) >= 10)
        cluster.stop()
        worker.communicate(timeout=60)
        cluster.start()

        before = stored(hub)
        assert 10 <= len(before) < 60, "restarted too late"
        assert_stored_in_full(hub, before)
        assert dict(hub.rows(LINES)) == {"done": len(before), "waiting": 60 - len(before)}
        hub.rows(CLAIMS_END)
        hub.run(RUN)
        assert_stored_in_full(hub, every)
        assert hub.rows(LINES) == [("done", 60)]
        assert hub.rows(STATES) == [(None,)], "a failure of the hub is not one of the databases"


OUTCOMES = """
SELECT state, effect, detail LIKE '%%interrupted%%', count(*) FROM databases_user_change GROUP BY 1, 2, 3
"""


def test_killed_while_users_are_invited():
    """Some were invited in the client's database, and nobody wrote it down: the next try looks, and says what
    it can know."""
    with hub_of(workers=4, hosts=8, databases=4, latency=0.3) as (hub, farm):
        hub.run(INVITE)  # above twenty databases it is left to the scheduler
        worker = hub.start(RUN)
        wait_until(worker, lambda: sum(farm.invited().values()) >= 4)
        worker.kill()
        worker.wait()
        assert {state for state, *_rest in hub.rows(OUTCOMES)} >= {"waiting"}
        hub.rows(CLAIMS_END)
        hub.rows(ASKED_ENDS)
        hub.run(RUN)
        assert farm.invited() == dict.fromkeys((name for _url, name in farm.databases()), 1), (
            "each of them, once"
        )
        found = {
            (state, effect): (interrupted, count) for state, effect, interrupted, count in hub.rows(OUTCOMES)
        }
        assert sum(count for _interrupted, count in found.values()) == 32
        assert found.keys() <= {("done", "create"), ("skipped", "present")}
        interrupted, _count = found["skipped", "present"]
        assert interrupted, "whether the first try did it can't be known, and is not claimed"


def keys_folder(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    return f"--data-dir={folder}"


def test_two_hubs_with_different_encryption_keys(tmp_path):
    """On one database, by mistake: the one that can't read the keys says so and touches nothing."""
    first, second = keys_folder(tmp_path, "first"), keys_folder(tmp_path, "second")
    with fleet.running(Fleet(hosts=2, databases=2)) as farm, own_hub("keys") as hub:
        hub.run(CREATE.format(workers=4, key=fleet.KEY, databases=farm.databases()), first)
        every = {name for _url, name in farm.databases()}
        hub.run(RUN, first)
        due = "UPDATE project_project SET database_next_synchro = now() at time zone 'utc' - interval '1 second'"
        hub.rows(due)
        hub.run(RUN, second)
        assert hub.rows(STATES) == [("key_unreadable",)]
        assert_stored_in_full(hub, every)
        again = (
            "SELECT count(*) FROM project_project"
            " WHERE database_next_synchro < now() + interval '2 hours' AND database_hosting IS NOT NULL"
        )
        assert hub.rows(again) == [(len(every),)], "well again by themselves"
        hub.rows(due)
        hub.run(RUN, first)
        assert hub.rows(STATES) == [(None,)]


def test_dump_that_is_restored_elsewhere_opens_nothing(tmp_path):
    """Nothing of the database opens a client: neither in the dump itself, nor in the hub that is made of it."""
    with fleet.running(Fleet(hosts=2)) as farm, own_hub("keys") as hub:
        hub.run(CREATE.format(workers=4, key=fleet.KEY, databases=farm.databases()))
        hub.run(RUN)
        dump = subprocess.run(["pg_dump", hub.name], check=True, capture_output=True).stdout
        assert b"db0x0" in dump
        assert fleet.KEY.encode() not in dump
        elsewhere = keys_folder(tmp_path, "elsewhere")
        hub.rows(
            "UPDATE project_project SET database_next_synchro = now() at time zone 'utc' - interval '1 second'"
        )
        asked = farm.asked()
        hub.run(RUN, elsewhere)
        assert farm.asked() == asked
        assert hub.rows(STATES) == [("key_unreadable",)]


# Keys that are on their way in.
OTHER_KEYS = """
database = env["project.project"].search([("database_hosting", "!=", False)], limit=1)
env["databases.key.renewal"].create({"project_id": database.id, "key": "new"})
env["base_import.import"].create({"res_model": "project.project", "file": b"name,database_api_key"})
"""


def test_neutralized_copy_asks_nobody():
    with fleet.running(Fleet(hosts=2)) as farm, own_hub("copy") as hub:
        hub.run(CREATE.format(workers=4, key=fleet.KEY, databases=farm.databases()))
        hub.run(OTHER_KEYS)
        hub.run("from odoo.modules.neutralize import neutralize_database; neutralize_database(env.cr)")
        for table in ("databases_key", "databases_key_renewal", "base_import_import"):
            assert hub.rows(f"SELECT count(*) FROM {table}") == [(0,)]
        ours = "SELECT active FROM ir_cron WHERE cron_name LIKE 'Databases: %%'"
        assert hub.rows(ours) == [(False,)] * 3
        hub.run('env["databases.run"]._synchronize_due()')
        assert farm.asked() == {}
        assert hub.rows(STATES) == [("credentials_missing",)]


FULL_DISK = """
import resource
from odoo.exceptions import UserError
database = env["project.project"].create(
    {"name": "b", "database_hosting": "premise", "database_url": "https://b.example"}
)
env.cr.commit()
limit = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (10, limit[1]))
try:
    database.database_api_key = "the-secret-key"
    print("stored")
except UserError as error:
    print(error)
    env.cr.rollback()
resource.setrlimit(resource.RLIMIT_FSIZE, limit)
"""


def test_no_room_for_the_encryption_key(tmp_path):
    """A key that is stored must be one that can be read again."""
    folder = keys_folder(tmp_path, "full")
    with own_hub("full") as hub:
        told = hub.run(FULL_DISK, folder)
        assert "was not stored" in told
        assert "the-secret-key" not in told
        assert hub.rows("SELECT count(*) FROM databases_key") == [(0,)]
        assert not list((tmp_path / "full").glob("fleet_databases*")), "nothing half written stays"
        hub.run(
            'env["project.project"].search([("name", "=", "b")]).database_api_key = "the-secret-key"', folder
        )
        read = 'print(env["project.project"].search([("name", "=", "b")]).database_api_key_state)'
        assert hub.run(read, folder).split() == ["set"]


FULL_DISK_AT_ROTATION = """
import resource
from odoo.addons.fleet_databases.models.key import encryption_keys
before = encryption_keys.path().read_text()
limit = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (10, limit[1]))
try:
    encryption_keys.add()
except encryption_keys.KeyFlaw as flaw:
    print(flaw)
assert encryption_keys.path().read_text() == before
"""


def test_no_room_for_a_new_encryption_key(tmp_path):
    folder = keys_folder(tmp_path, "full")
    with own_hub("full") as hub:
        hub.run(CREATE.format(workers=4, key=fleet.KEY, databases=[("http://127.0.0.1:9", "b")]), folder)
        assert "can't be written" in hub.run(FULL_DISK_AT_ROTATION, folder)
        assert len(list((tmp_path / "full").glob("fleet_databases*"))) == 1


MIGRATE = """
from odoo.modules import load_script
script = "fleet_databases/migrations/19.0.1.2.0/post-migration.py"
load_script(script, "migration").migrate(env.cr, "19.0.1.1.0")
"""


def test_keys_in_clear_text_are_encrypted_by_the_upgrade():
    with fleet.running(Fleet(hosts=2)) as farm, own_hub("upgraded") as hub:
        hub.run(CREATE.format(workers=4, key="another", databases=farm.databases()))
        # As the table was before, with the keys in it.
        hub.rows("ALTER TABLE databases_key ADD COLUMN key varchar")
        hub.rows("UPDATE databases_key SET key = %s, token = 'nothing'", fleet.KEY)
        hub.run(MIGRATE)
        assert fleet.KEY not in str(hub.rows("SELECT * FROM databases_key"))
        hub.run(RUN)
        assert_stored_in_full(hub, {name for _url, name in farm.databases()})


def rotate(*options):
    """Run the command that encrypts everything anew, with these options of Odoo."""
    command = [
        sys.executable,
        "-m",
        "odoo",
        f"--addons-path={','.join(config['addons_path'])}",
        "databases_keys",
    ]
    command += ["-c", os.environ["FLEET_CONFIGURATION"], *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_rotation_command(tmp_path):
    folder = keys_folder(tmp_path, "rotated")
    with fleet.running(Fleet(hosts=2)) as farm, own_hub("keys") as hub:
        hub.run(CREATE.format(workers=4, key=fleet.KEY, databases=farm.databases()), folder)
        [file] = (tmp_path / "rotated").glob("fleet_databases.keys")
        [old] = file.read_text().split()
        done = rotate("-d", hub.name, folder)
        assert done.returncode == 0, done.stderr
        assert f"{hub.name}: 2 API keys encrypted anew, 0 could not be decrypted" in done.stdout
        new, still = file.read_text().split()
        assert (still, file.stat().st_mode & 0o777) == (old, 0o600)
        assert not {old, new} & set(done.stdout.split() + done.stderr.split())
        file.write_text(new)
        hub.run(RUN, folder)
        assert_stored_in_full(hub, {name for _url, name in farm.databases()})
        elsewhere = rotate("-d", hub.name, keys_folder(tmp_path, "elsewhere"))
        assert elsewhere.returncode != 0
        assert "0 API keys encrypted anew, 2 could not be decrypted" in elsewhere.stdout
        assert "Keep all encryption keys" in elsewhere.stderr


def test_rotation_without_database_is_explained():
    assert "Which database? Use -d" in rotate().stderr

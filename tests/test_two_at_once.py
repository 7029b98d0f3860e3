"""Two administrators of Databases change the connection of one database at once: nobody's key goes unsaid to an address
that whoever entered it did not see."""

import contextlib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from farm.hub import own_hub, serving_hub
from farm.person import Person

OLD, NEW = "https://old.example.com", "https://new.example.com"
SEEN = {"database_url": OLD, "database_name": "bakery", "database_api_login": "hub"}
PREPARE = f"""
from odoo.fields import Command
group = env.ref("fleet_databases.group_databases_admin")
for name in ("ann", "bob"):
    env["res.users"].with_context(no_reset_password=True).create({{
        "name": name, "login": name, "password": name, "email": name + "@agency.example",
        "group_ids": [Command.set(group.ids)],
    }})
database = env["project.project"].create({{
    "name": "Bakery", "database_hosting": "premise", "database_api_key": "old-key", **{SEEN!r},
}})
print(database.id)
"""
# Ends its transaction when the test lets go of the lock.
CHANGE = """
ann = env["res.users"].search([("login", "=", "ann")])
env["project.project"].with_user(ann).browse({id}).write({values!r})
env.flush_all()
print("written", flush=True)
env.cr.execute("SELECT pg_advisory_lock(1)")
"""
TOLD = """
import json
database = env["project.project"].browse({id})
[target] = database._database_targets()
print(json.dumps([target.url, target.key, database.message_ids.mapped("body")]))
"""
WAITING = """SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0"""


class Bakery:
    """A database of a hub that is served, and what can be done to it."""

    def __init__(self, hub, folder, url):
        self.hub, self.folder = hub, f"--data-dir={folder}"
        self.id = int(hub.run(PREPARE, self.folder).splitlines()[-1])
        self.bob = Person(url, hub.name, "bob", "bob")

    def saved_by_bob(self, **values):
        """What the server answers when Bob presses Save."""
        return self.bob.call("project.project", "web_save", [self.id], values, {"database_url": {}})

    def saved_meanwhile(self, values, **by_bob):
        """:return: what the server answers Bob, who saves while Ann's ``values`` are written and not yet committed"""
        with ThreadPoolExecutor() as threads:
            with self.hub.transaction() as cursor:
                cursor.execute("SELECT pg_advisory_lock(1)")
                ann = self.hub.start(CHANGE.format(id=self.id, values=values), self.folder)
                assert ann.stdout.readline() == b"written\n"
                bob = threads.submit(self.saved_by_bob, **by_bob)
                while self.hub.rows(WAITING) != [(2,)]:
                    assert not bob.done(), bob.result()
            output, _none = ann.communicate(timeout=60)
            assert ann.returncode == 0, output
            return bob.result(timeout=60)

    def told(self):
        """:return: the address to which a key is sent, the key, what the conversation says"""
        return json.loads(self.hub.run(TOLD.format(id=self.id), self.folder).splitlines()[-1])


@pytest.fixture
def bakery(tmp_path):
    with own_hub("two") as hub, contextlib.ExitStack() as stack:
        server = stack.enter_context(serving_hub(hub, tmp_path, "--max-cron-threads=0"))
        yield Bakery(hub, tmp_path, server.url)


def test_key_while_the_address_changes(bakery):
    answer = bakery.saved_meanwhile(
        {"database_url": NEW}, database_api_key="key-of-bob", database_connection_seen=SEEN
    )
    assert "was changed meanwhile" in answer["error"]
    url, key, notes = bakery.told()
    assert (url, key) == (NEW, "old-key")
    assert any("API key is sent to https://new.example.com" in note for note in notes)
    # Bob looks, and enters it again; a form that is older than somebody's change is the same.
    seen = {**SEEN, "database_url": NEW}
    assert "error" not in bakery.saved_by_bob(database_api_key="key-of-bob", database_connection_seen=seen)[0]
    assert bakery.told()[:2] == [NEW, "key-of-bob"]
    assert (
        "was changed meanwhile"
        in bakery.saved_by_bob(database_api_key="another", database_connection_seen=SEEN)["error"]
    )
    # What he has typed himself he has seen.
    bakery.saved_by_bob(database_api_key="another", database_connection_seen=SEEN, database_url=OLD)
    assert bakery.told()[:2] == [OLD, "another"]


def test_address_while_the_key_changes(bakery):
    answer = bakery.saved_meanwhile({"database_api_key": "key-of-ann"}, database_url=NEW)
    assert "error" not in answer[0]
    url, key, notes = bakery.told()
    assert (url, key) == (NEW, "key-of-ann")
    # Ann is told.
    assert any("API key is sent to https://new.example.com" in note for note in notes)


def test_script_that_says_nothing_of_what_it_saw(bakery):
    answer = bakery.saved_meanwhile({"database_url": NEW}, database_api_key="key-of-bob")
    assert "error" not in answer[0]
    url, key, [note, *_earlier] = bakery.told()
    assert (url, key) == (NEW, "key-of-bob")
    assert "API key is sent to https://new.example.com" in note

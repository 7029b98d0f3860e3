"""Two people at once: the second begins, and sees nothing of it, while the first is about to commit."""

import psycopg2

FIRST = """
{code}
env.flush_all()
print("done", flush=True)
env.cr.execute("SELECT pg_advisory_xact_lock(1)")
"""
SECOND = """
from odoo.service.model import retrying
env.cr.execute("SELECT 1")
print("begun", flush=True)
retrying(lambda: exec({code!r}, {{"env": env}}), env)
"""
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')"


def at_once(hub, first, second):
    """Run two pieces of Python in processes of Odoo, each in a transaction that commits at its end.

    As a request does it, the second begins anew where PostgreSQL says that the first was in its way.

    :return: the two processes, which have ended, each with what it printed
    """
    connection = psycopg2.connect(dbname=hub.name)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(1)")
        earlier = hub.start(FIRST.format(code=first))
        assert earlier.stdout.readline() == b"done\n", earlier.communicate()[0]
        later = hub.start(SECOND.format(code=second))
        assert later.stdout.readline() == b"begun\n", later.communicate()[0]
        while later.poll() is None and hub.rows(WAITING) == [(0,)]:
            pass
    finally:
        connection.close()
    return [(worker, worker.communicate()[0]) for worker in (earlier, later)]

"""The least that any client has to do: the same calls over requests, kept alive, in as many threads, without an ORM."""

import itertools
import time
from concurrent.futures import ThreadPoolExecutor

import requests

from odoo.addons.fleet_databases.tools.remote_users import FIELDS

CALLS = (
    ("kpi.provider/get_kpi_summary", {}),
    ("res.users/search_read", {"domain": [["share", "=", False]], "fields": list(FIELDS)}),
)


def pull_bare(databases, key, workers):
    """Pull each database once.

    :param databases: list of (url, name)
    :return: seconds of the wall clock
    """
    begin = time.monotonic()
    with ThreadPoolExecutor(workers) as pool:
        for _answers in pool.map(_pull, databases, itertools.repeat(key)):
            pass
    return time.monotonic() - begin


def _pull(database, key):
    url, name = database
    headers = {"Authorization": f"bearer {key}", "X-Odoo-Database": name}
    with requests.Session() as http:
        http.trust_env = False
        answers = [http.get(f"{url}/web/version", timeout=60).json()]
        for path, params in CALLS:
            answer = http.post(f"{url}/json/2/{path}", json=params, headers=headers, timeout=60)
            answer.raise_for_status()
            answers.append(answer.json())
    return answers

"""The least that any client has to do: the same calls over plain http.client, kept alive, in as many threads."""

import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

CALLS = (
    ("kpi.provider/get_kpi_summary", {}),
    ("res.users/search_read", {"domain": [["share", "=", False]], "fields": ["login", "name", "login_date"]}),
)


def bare_throughput(url, client, entries, workers):
    """Pull one database ``entries`` times.

    :return: databases per second
    """
    begin = time.monotonic()
    with ThreadPoolExecutor(workers) as pool:
        for _answers in pool.map(lambda _entry: _pull(url, client), range(entries)):
            pass
    return entries / (time.monotonic() - begin)


def _pull(url, client):
    headers = {
        "Authorization": f"bearer {client['key']}",
        "Content-Type": "application/json",
        "X-Odoo-Database": client["name"],
    }
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    connection.request("GET", "/web/version")
    answers = [json.load(connection.getresponse())]
    for path, params in CALLS:
        connection.request("POST", f"/json/2/{path}", json.dumps(params), headers)
        answer = connection.getresponse()
        assert answer.status == 200, answer.read()
        answers.append(json.load(answer))
    connection.close()
    return answers

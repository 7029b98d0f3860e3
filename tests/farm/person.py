"""Somebody who works with a hub over HTTP, as a browser does, and keeps every answer."""

import json
import re

import requests

PATIENCE = 60


class Person:
    """:attr:`answers` has the text of each answer, with its headers.

    :param url: of the hub's server
    :param login: None for the public
    """

    def __init__(self, url, database, login=None, password=None):
        self._url = url
        self._http = requests.Session()
        self._http.trust_env = False
        self.answers = []
        if login:
            credentials = {"db": database, "login": login, "password": password}
            assert self.ask("/web/session/authenticate", credentials)["result"]["uid"]

    def call(self, model, method, *args, **kwargs):
        """Call a method.

        :return: its answer, or a dictionary with ``error``: what Odoo says of a failure, as a text
        """
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        answer = self.ask(f"/web/dataset/call_kw/{model}/{method}", params)
        return answer["result"] if "result" in answer else {"error": json.dumps(answer["error"])}

    def ask(self, path, params):
        return json.loads(
            self._kept(self._http.post(self._url + path, json={"params": params}, timeout=PATIENCE))
        )

    def open(self, path):
        return self._kept(self._http.get(self._url + path, timeout=PATIENCE))

    def upload(self, path, content, **fields):
        """Send a form with a file, as a browser sends it."""
        token = re.search(r'csrf_token: "(\w+)"', self.open("/odoo"))[1]
        files = {"ufile": ("file.csv", content, "text/csv")}
        fields["csrf_token"] = token
        return self._kept(self._http.post(self._url + path, fields, files=files, timeout=PATIENCE))

    def _kept(self, answer):
        self.answers.append(f"{answer.headers}\n{answer.text}")
        return answer.text

"""A fake of a remote Odoo: a transport whose answers are written in the test."""

import json
import xmlrpc.client

from odoo.addons.fleet_databases.remote.http.answer import Answer

HTML_404 = Answer(404, "text/html", b"<h1>Not Found</h1>")


def json_answer(value, status=200):
    return Answer(status, "application/json", json.dumps(value).encode())


def odoo_error(status, message, name="odoo.exceptions.UserError"):
    return json_answer({"name": name, "message": message, "debug": "Traceback: a remote secret"}, status)


def xml_answer(value):
    return Answer(
        200, "text/xml", xmlrpc.client.dumps((value,), methodresponse=True, allow_none=True).encode()
    )


def xml_fault(code, text):
    return Answer(200, "text/xml", xmlrpc.client.dumps(xmlrpc.client.Fault(code, text)).encode())


class FakeServer:
    """Takes the place of :class:`~..remote.transport.Transport`.

    :param json2: ``model.method`` -> Answer, for what is asked over JSON-2
    :param xmlrpc: ``model.method`` or the name of a method of ``common`` -> Answer
    :param version: Answer of ``/web/version``

    :attr:`asked` has what was asked: (name, arguments), in order.
    """

    def __init__(self, json2=None, xmlrpc=None, version=HTML_404):
        self._json2 = json2 or {}
        self._xmlrpc = xmlrpc or {}
        self._version = version
        self._versions = {}
        self._otherwise = HTML_404
        self.asked = []
        self.headers = []

    def get(self, path):
        self.asked.append((path, None))
        return self._versions.get(path, self._version if path == "/web/version" else self._otherwise)

    def post(self, path, body, headers):
        self.headers.append(headers)
        if path.startswith("/json/2/"):
            model, method = path.removeprefix("/json/2/").split("/")
            return self._answer(self._json2, f"{model}.{method}", json.loads(body))
        args, method = xmlrpc.client.loads(body)
        if method == "execute_kw":
            method, args = f"{args[3]}.{args[4]}", args[5:]
        return self._answer(self._xmlrpc, method, args)

    def close(self):
        pass

    def _answer(self, answers, name, arguments):
        self.asked.append((name, arguments))
        return answers.get(name, self._otherwise)


def odoo_19(**json2):
    """A server of 19.0; names of calls with ``__`` for the dots: ``res__users__search_read``."""
    return FakeServer(
        json2={name.replace("__", "."): answer for name, answer in json2.items()},
        version=json_answer({"version_info": [19, 0, 0, "final", 0, ""], "version": "19.0"}),
    )


def odoo_17(**xmlrpc):
    """A server of 17.0, which accepts any login and key."""
    return FakeServer(
        xmlrpc={
            "version": xml_answer({"server_version": "17.0", "protocol_version": 1}),
            "authenticate": xml_answer(7),
            **{name.replace("__", "."): answer for name, answer in xmlrpc.items()},
        }
    )

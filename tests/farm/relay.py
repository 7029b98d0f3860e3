"""Stands in front of a real server and changes what is asked: a real answer of an older server, for example."""

import http.client
from dataclasses import replace
from urllib.parse import urlsplit

from .server import http as http_answer
from .server import read_request


def relaying(backend, change=lambda request: request, change_back=bytes, instead=lambda request: None):
    """A behaviour: pass on each request to ``backend``, and its answer back.

    :param backend: address of a real server
    :param change: function of a Request that returns the one to pass on
    :param change_back: function of the body of an answer that returns the one to pass back
    :param instead: function of a Request that returns a complete answer, or None: the real server is to answer
    """
    host = urlsplit(backend).netloc

    def behaviour(connection, _ended):
        while request := read_request(connection):
            if answer := instead(request):
                connection.sendall(answer)
                continue
            request = change(request)
            passed_on = http.client.HTTPConnection(host)
            headers = {**request.headers, "connection": "close", "content-length": str(len(request.body))}
            passed_on.request(request.method, request.path, request.body, headers)
            answer = passed_on.getresponse()
            body = change_back(answer.read())
            connection.sendall(http_answer(answer.status, body, answer.headers.get_content_type()))
            passed_on.close()

    return behaviour


def as_odoo_18(request):
    """What 19 has learned is not there: JSON-2 and the version without login."""
    learned = request.path.startswith("/json/") or request.path == "/web/version"
    return replace(request, path="/not-there") if learned else request


def without_kpi_provider(request):
    """The server was not updated since the KPIs came: asked for them, it is asked for a model that it lacks."""
    path = request.path.replace("kpi.provider", "kpi.missing")
    return replace(request, path=path, body=request.body.replace(b"kpi.provider", b"kpi.missing"))


def named_kpi_provider(body):
    """The error names the model that was asked for."""
    return body.replace(b"kpi.missing", b"kpi.provider")

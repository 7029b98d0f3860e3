"""A server that answers with a status of HTTP other than 200, or sends elsewhere."""

import json

from ..manners import everywhere, odoo_17, odoo_19
from ..server import http
from .fault import KEY, SECRET, TRACEBACK, Fault, served

_DAY = 24 * 60 * 60


def _page(status, *headers):
    """As a proxy in front of an Odoo says it."""
    return http(status, f"<h1>{status}</h1><pre>{TRACEBACK}</pre>".encode(), "text/html", *headers)


def _error(status, name, message):
    """As an Odoo says it."""
    error = {"name": name, "message": message, "arguments": [message], "context": {}, "debug": TRACEBACK}
    return http(status, json.dumps(error).encode(), "application/json")


def _pausing(status, wish):
    return everywhere(_page(status, *([f"Retry-After: {wish}"] if wish else [])))


def _redirecting(location):
    return http(302, TRACEBACK.encode(), "text/html", f"Location: {location}")


FAULTS = [
    Fault(
        "401",
        served(odoo_19(_error(401, "werkzeug.exceptions.Unauthorized", f"Invalid apikey: {SECRET}"))),
        "wrong_key",
    ),
    Fault("401 as HTML", served(odoo_19(_page(401))), "no_api"),
    Fault("401 over XML-RPC", served(odoo_17(_page(401))), "no_api"),
    Fault("402", served(odoo_19(_page(402))), "no_api"),
    Fault(
        "403",
        served(
            odoo_19(
                _error(
                    403,
                    "odoo.exceptions.AccessError",
                    f"You are not allowed to access 'User' (res.users) records: {SECRET}",
                )
            )
        ),
        "access_refused",
    ),
    Fault("403 as HTML", served(odoo_19(_page(403))), "no_api"),
    Fault("403 over XML-RPC", served(odoo_17(_page(403))), "no_api"),
    Fault("403 to everything", served(everywhere(_page(403))), "no_api"),
    Fault("404 as HTML", served(everywhere(_page(404))), "not_odoo"),
    Fault("404 as HTML after the version", served(odoo_19(_page(404))), "database_not_found"),
    Fault(
        "404 as JSON",
        served(odoo_19(_error(404, "werkzeug.exceptions.NotFound", f"the model does not exist: {SECRET}"))),
        "method_not_found",
    ),
    Fault("405", served(everywhere(_page(405))), "not_odoo"),
    Fault(
        "422",
        served(odoo_19(_error(422, "odoo.exceptions.UserError", "This database is being moved"))),
        "refused",
    ),
    Fault(
        "422 with our own key",
        served(odoo_19(_error(422, "odoo.exceptions.UserError", f"Nobody has the key {KEY}"))),
        "refused",
    ),
    Fault(
        "422 about our question",
        served(odoo_19(_error(422, "werkzeug.exceptions.UnprocessableEntity", SECRET))),
        "server_error",
    ),
    Fault("429", served(_pausing(429, None)), "busy"),
    Fault("429 with Retry-After", served(_pausing(429, 7200)), "busy", pause=7200),
    Fault(
        "429 with a Retry-After of years",
        served(_pausing(429, "Thu, 31 Dec 2099 23:59:59 GMT")),
        "busy",
        pause=_DAY,
    ),
    Fault("429 after the version", served(odoo_19(_page(429, "Retry-After: 7200"))), "busy", pause=7200),
    Fault("500 with a traceback", served(odoo_19(_page(500))), "server_error"),
    Fault(
        "500 with a traceback as JSON",
        served(odoo_19(_error(500, "builtins.KeyError", TRACEBACK))),
        "server_error",
    ),
    Fault("500 to everything", served(everywhere(_page(500))), "server_error"),
    Fault("502 as HTML", served(everywhere(_page(502))), "server_error"),
    Fault("502 after the version", served(odoo_19(_page(502))), "server_error"),
    Fault("502 over XML-RPC", served(odoo_17(_page(502))), "server_error"),
    Fault("503", served(everywhere(_page(503))), "server_error"),
    Fault("503 with Retry-After", served(_pausing(503, 7200)), "busy", pause=7200),
    Fault("Redirect loop", served(everywhere(_redirecting("/web/version"))), "redirected"),
    Fault("Redirect elsewhere", served(everywhere(_redirecting("https://erp.example.com"))), "redirected"),
    Fault("Redirect to the login", served(odoo_19(_redirecting("/web/login"))), "question_lost"),
    Fault("Redirect to another port", served(everywhere(_redirecting("http://127.0.0.1:1/"))), "redirected"),
    Fault(
        "Redirect to the metadata of a cloud",
        served(everywhere(_redirecting("http://169.254.169.254/latest"))),
        "redirected",
    ),
]

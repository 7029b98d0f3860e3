"""JSON-2: ``POST /json/2/<model>/<method>``, spoken by Odoo 19.0 and later (odoo/addons/rpc/controllers/json2.py)."""

import json
import re

from ..errors import (
    AccessRefused,
    MethodNotFound,
    NoApi,
    NotUnderstood,
    ProtocolNotSpoken,
    Refused,
    ServerError,
    WrongKey,
)
from ..printable import without

# The access errors of Odoo name the model in brackets: "... 'Journal Entry' (account.move) records."
_MODEL_IN_BRACKETS = re.compile(r"\(([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)\)")


def refused_model(message, asked):
    """The model that an access error of Odoo names, or ``asked`` if it names none."""
    found = _MODEL_IN_BRACKETS.search(message[:10_000])
    return found[1] if found else asked


class Json2:
    """The calls of one :class:`~..values.Target` over JSON-2.

    :param names_database: whether the server is told which of its databases is meant
    """

    def __init__(self, transport, target, names_database=True):
        self._transport = transport
        self._key = target.key
        self._headers = {"Content-Type": "application/json"}
        if names_database and target.database:
            self._headers["X-Odoo-Database"] = target.database

    def is_spoken(self):
        """Whether an Odoo answers under /json/2 for this database. Without a key, it asks for one.

        :raises RemoteError: whatever kept the server from answering
        """
        answer = self._transport.post("/json/2/res.users/context_get", b"{}", self._headers)
        if answer.status != 401 or answer.type != "application/json":
            return False
        try:
            return _said(answer, "name").startswith("werkzeug.")
        except NotUnderstood:
            return False

    def call(self, model, method, params):
        """Call ``model.method`` with named ``params`` (``ids`` and ``context`` are special).

        :return: the decoded answer
        :raises RemoteError: WrongKey, AccessRefused, MethodNotFound, Refused, ServerError, NotUnderstood; NoApi where
            something in front of Odoo refused, ProtocolNotSpoken where nothing answers under /json/2 for this database
        """
        headers = {**self._headers, "Authorization": f"bearer {self._key}"}
        answer = self._transport.post(f"/json/2/{model}/{method}", json.dumps(params).encode(), headers)
        is_json = answer.type == "application/json"
        if answer.status == 200:
            if not is_json:
                raise NotUnderstood("JSON")
            return answer.json()
        if answer.status == 401 and is_json:
            raise WrongKey
        if answer.status == 403 and is_json:
            raise AccessRefused(refused_model(_said(answer, "message"), model))
        if answer.status in (401, 402, 403) or (answer.status == 400 and not is_json):
            # This is not how Odoo says that a right is missing: something in front of Odoo refused.
            raise NoApi
        if answer.status in (404, 405):
            raise MethodNotFound(f"{model}.{method}") if is_json else ProtocolNotSpoken("JSON-2")
        if answer.status == 422 and is_json and not _said(answer, "name").startswith("werkzeug."):
            raise Refused(without(_said(answer, "message"), self._key))
        raise ServerError(f"HTTP {answer.status}")


def _said(answer, name):
    """``name`` or ``message`` of an error of Odoo. Its ``debug`` is the remote traceback, which we never read."""
    error = answer.json()
    said = error.get(name) if isinstance(error, dict) else None
    return said if isinstance(said, str) else ""

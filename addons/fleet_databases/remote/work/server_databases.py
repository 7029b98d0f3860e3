"""The databases of a self-hosted server, if it lets us list them (odoo/addons/web/controllers/database.py)."""

import json

from ..errors import ListingRefused, NotUnderstood, QuestionLost, ServerError
from ..shape import text

_MAX_DATABASES = 5000
_MAX_NAME = 63  # of PostgreSQL
_BLOCKED = (401, 403, 404, 405)


def ask_server(session):
    """The work of asking a server for its databases. The answer stands under ``names``, a list of str."""
    answer = _answer(session)
    if not answer:
        # A proxy may keep the list to itself. Other addresses tell whether there is an Odoo behind it.
        session.greet()
        raise ListingRefused
    said = answer.json()
    if not isinstance(said, dict):
        raise NotUnderstood("JSON-RPC")
    if "error" in said:
        raise ListingRefused
    names = said.get("result")
    if not isinstance(names, list) or len(names) > _MAX_DATABASES:
        raise NotUnderstood("a list of names was expected")
    return {"names": [text(name, _MAX_NAME) for name in names]}


def _answer(session):
    """:return: an Answer in JSON, or None: nobody answers there"""
    question = {"jsonrpc": "2.0", "method": "call", "params": {}}
    try:
        answer = session.transport.post(
            "/web/database/list", json.dumps(question).encode(), {"Content-Type": "application/json"}
        )
    except QuestionLost:
        return None
    if answer.status in _BLOCKED:
        return None
    if answer.status != 200:
        raise ServerError(f"HTTP {answer.status}")
    return answer if answer.type == "application/json" else None

"""The databases of a self-hosted server, if it lets us list them (odoo/addons/web/controllers/database.py)."""

import json

from ..errors import ListingRefused, NotOdoo, NotUnderstood, ServerError
from ..shape import text

_MAX_DATABASES = 5000
_MAX_NAME = 63  # of PostgreSQL


def ask_server(session):
    """The work of asking a server for its databases. The answer stands under ``names``, a list of str."""
    question = {"jsonrpc": "2.0", "method": "call", "params": {}}
    answer = session.transport.post(
        "/web/database/list", json.dumps(question).encode(), {"Content-Type": "application/json"}
    )
    if answer.status == 404 or answer.type != "application/json":
        raise NotOdoo
    if answer.status != 200:
        raise ServerError(f"HTTP {answer.status}")
    said = answer.json()
    if not isinstance(said, dict):
        raise NotUnderstood("JSON-RPC")
    if "error" in said:
        raise ListingRefused
    names = said.get("result")
    if not isinstance(names, list) or len(names) > _MAX_DATABASES:
        raise NotUnderstood("a list of names was expected")
    return {"names": [text(name, _MAX_NAME) for name in names]}

"""Renews API keys as releases after 19.0 do (odoo/odoo pull request 246118), in a real client's own table."""

import json
import secrets

from passlib.context import CryptContext

from .server import http

INDEX_SIZE = 8  # odoo/addons/base/models/res_users.py
_CONTEXT = CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__rounds=6000)


class Renewing:
    """Answers ``res.users.apikeys`` ``generate`` and ``revoke`` of one client; to be passed to a relay.

    :param works: whether the keys that it makes open anything
    :param revokes: whether it takes keys away

    :attr:`made` and :attr:`revoked` have the keys.
    """

    def __init__(self, clients, name, works=True, revokes=True):
        self._sql = lambda *statement: clients.sql(name, *statement)
        self._works, self._revokes = works, revokes
        self.made, self.revoked = [], []

    def __call__(self, request):
        model, _slash, method = request.path.removeprefix("/json/2/").partition("/")
        if model != "res.users.apikeys" or method not in ("generate", "revoke"):
            return None
        asked = json.loads(request.body)
        if method == "revoke" and not self._revokes:
            return http(403, b'{"name": "odoo.exceptions.AccessError", "message": "no"}', "application/json")
        answer = self._generate(**asked) if method == "generate" else self._revoke(**asked)
        return http(200, json.dumps(answer).encode(), "application/json")

    def _generate(self, key, scope, name, expiration_date):
        new = secrets.token_hex(20)
        self.made.append(new)
        if self._works:
            self._sql(
                "INSERT INTO res_users_apikeys (name, user_id, scope, expiration_date, key, index)"
                " SELECT %s, user_id, %s, %s, %s, %s FROM res_users_apikeys WHERE index = %s",
                name,
                scope,
                expiration_date,
                _CONTEXT.hash(new),
                new[:INDEX_SIZE],
                key[:INDEX_SIZE],
            )
        return new

    def _revoke(self, key):
        self.revoked.append(key)
        self._sql("DELETE FROM res_users_apikeys WHERE index = %s", key[:INDEX_SIZE])
        return True

"""Renews an API key: use the old key to get a new one, try the new one, and only then delete the old one.

``res.users.apikeys.generate`` and ``revoke`` are not in every Odoo 19.0 (odoo/odoo pull request 246118).
"""

import contextlib
from dataclasses import dataclass, field, replace
from datetime import datetime

from ..errors import NotUnderstood, Refused, RemoteError
from ..printable import without
from ..rpc.session import Session
from ..shape import text

_MAX_KEY = 200
_MODEL = "res.users.apikeys"


@dataclass(frozen=True, slots=True)
class NewKey:
    """:param end: datetime in UTC"""

    key: str = field(repr=False)
    end: datetime


@dataclass(frozen=True, slots=True)
class Renewal:
    """The work of getting a new key; the old one stays valid. It stands under ``key``, as :class:`NewKey`.

    :param name: of the key, as the user sees it in the client's database
    :param end: datetime in UTC
    """

    name: str
    end: datetime

    def __call__(self, session):
        session.open()
        own = session.uid()
        params = {
            "key": session.target.key,
            "scope": "rpc",
            "name": self.name,
            "expiration_date": self.end.strftime("%Y-%m-%d %H:%M:%S"),
        }
        key = text(session.call(_MODEL, "generate", params), _MAX_KEY)
        renewed = Session(replace(session.target, key=key), session.transport, limits=session.limits)
        try:
            prove(renewed)
            if renewed.uid() != own:
                raise NotUnderstood("the new key is another user's")
        except RemoteError:
            # Leave no unused key in the client's database.
            with contextlib.suppress(RemoteError):
                Revocation(key)(session)
            raise
        return {"key": NewKey(key, self.end)}


@dataclass(frozen=True, slots=True)
class Revocation:
    """The work of deleting a key. It has no answers."""

    key: str = field(repr=False)

    def __call__(self, session):
        session.open()
        try:
            session.call(_MODEL, "revoke", {"key": self.key})
        except Refused as refused:
            # The message may contain the key that was refused.
            raise Refused(without(refused.detail, self.key)) from None
        return {}


def prove(session):
    """The work of trying whether a key opens the database. It has no answers."""
    session.open()
    session.uid()
    return {}

"""Why a remote database gave no answer.

::

    RemoteError
    ├── Unreachable          no connection: refused, reset, no route
    │   └── UnknownHost      no server has this name
    ├── TlsError             the certificate or the encryption is not acceptable
    ├── CallTimeout          the answer was not complete in time
    ├── Redirected           the address sends elsewhere
    ├── NotOdoo              something answers, and it is not an Odoo
    ├── CredentialsMissing   nothing was asked: the name, the login or the key is missing
    ├── WrongKey             the database refused the login or the key
    ├── AccessRefused        the user behind the key lacks a right
    ├── NoApi                the server answers, but whoever runs it does not let the API through
    ├── DatabaseNotFound     the server has no such database
    ├── ListingRefused       the server does not tell which databases it has
    ├── Refused              the database refused for a reason of its own, which it tells
    ├── ServerError          the server failed
    ├── AnswerTooLarge       the answer was longer than accepted
    ├── NotUnderstood        the answer has not the shape that was expected
    ├── NotStored            the answer was fine, and the hub could not store it
    ├── MethodNotFound       no such model or method there; asked for with an alternative
    └── ProtocolNotSpoken    no such protocol there; the other one is tried
"""

from .printable import printable

_MAX_DETAIL = 200


class RemoteError(Exception):
    """A failure of one remote database.

    :param detail: the one fact that helps (a host, a model, a status), as plain text. Never a key, never a
        remote traceback. The remote side may have had a say in it, so it is made harmless.
    """

    kind = "server_error"

    def __init__(self, detail=""):
        self.detail = printable(detail, _MAX_DETAIL)
        super().__init__(self.detail)


class Unreachable(RemoteError):
    kind = "unreachable"


class UnknownHost(Unreachable):
    kind = "unknown_host"


class TlsError(RemoteError):
    kind = "tls"


class CallTimeout(RemoteError):
    kind = "timeout"


class Redirected(RemoteError):
    kind = "redirected"


class NotOdoo(RemoteError):
    kind = "not_odoo"


class CredentialsMissing(RemoteError):
    kind = "credentials_missing"


class WrongKey(RemoteError):
    kind = "wrong_key"


class AccessRefused(RemoteError):
    kind = "access_refused"


class NoApi(RemoteError):
    kind = "no_api"


class DatabaseNotFound(RemoteError):
    kind = "database_not_found"


class ListingRefused(RemoteError):
    kind = "listing_refused"


class Refused(RemoteError):
    kind = "refused"


class ServerError(RemoteError):
    kind = "server_error"


class AnswerTooLarge(RemoteError):
    kind = "answer_too_large"


class NotUnderstood(RemoteError):
    kind = "not_understood"


class NotStored(RemoteError):
    kind = "not_stored"


class MethodNotFound(RemoteError):
    kind = "method_not_found"


class ProtocolNotSpoken(RemoteError):
    kind = "not_odoo"

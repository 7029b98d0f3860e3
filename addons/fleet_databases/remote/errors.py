"""Why a remote database gave no answer.

::

    RemoteError
    ├── Unreachable          no connection: refused, reset, no route
    │   └── UnknownHost      no server has this name
    ├── TlsError             the certificate or the encryption is not acceptable
    ├── CallTimeout          the answer was not complete in time
    ├── NotAllowed           nothing was sent: the hub may not ask this address
    │   ├── ForbiddenAddress     nobody may, whatever the settings say
    │   ├── OwnNetwork           it is of the hub's own network, and the settings do not allow it
    │   └── PlainHttp            it would not be encrypted, and the settings do not allow it
    ├── Busy                 the server asks for a pause
    ├── Redirected           the address sends elsewhere
    ├── NotOdoo              something answers, and it is not an Odoo
    ├── CredentialsMissing   nothing was asked: the name, the login or the key is missing
    ├── KeyUnreadable        nothing was asked: the hub can't decrypt the key it has stored
    ├── WrongKey             the database refused the login or the key
    ├── AccessRefused        the user behind the key lacks a right
    ├── NoApi                the server answers, but whoever runs it does not let the API through
    ├── DatabaseNotFound     the server has no such database
    ├── OtherDatabase        a database answered that does not know the login: it is not the one that was asked
    ├── ListingRefused       the server does not tell which databases it has
    ├── Refused              the database refused for a reason of its own, which it tells
    ├── ServerError          the server failed
    ├── AnswerTooLarge       the answer was longer than accepted
    ├── NotUnderstood        the answer has not the shape that was expected
    ├── NotStored            the answer was fine, and the hub could not store it
    ├── TooMuch              the answer was fine, and storing it takes the hub too long
    ├── MethodNotFound       no such model or method there; asked for with an alternative
    └── ProtocolNotSpoken    no such protocol there; the other one is tried
"""

from .printable import printable

_MAX_DETAIL = 200


class RemoteError(Exception):
    """A failure of one remote database.

    :param detail: the one fact that helps (a host, a model, a status), as plain text. Never a key, never a
        remote traceback. The remote side may have had a say in it, so it is made harmless.
    :param pause: seconds that the server wants to be left alone, 0 where it does not say so
    """

    kind = "server_error"

    def __init__(self, detail="", pause=0):
        self.pause = pause
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


class NotAllowed(RemoteError):
    """Always one of its kinds."""


class ForbiddenAddress(NotAllowed):
    kind = "forbidden_address"


class OwnNetwork(NotAllowed):
    kind = "own_network"


class PlainHttp(NotAllowed):
    kind = "plain_http"


class Busy(RemoteError):
    kind = "busy"


class Redirected(RemoteError):
    kind = "redirected"


class NotOdoo(RemoteError):
    kind = "not_odoo"


class CredentialsMissing(RemoteError):
    kind = "credentials_missing"


class KeyUnreadable(RemoteError):
    kind = "key_unreadable"


class WrongKey(RemoteError):
    kind = "wrong_key"


class AccessRefused(RemoteError):
    kind = "access_refused"


class NoApi(RemoteError):
    kind = "no_api"


class DatabaseNotFound(RemoteError):
    kind = "database_not_found"


class OtherDatabase(RemoteError):
    kind = "other_database"


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


class TooMuch(RemoteError):
    kind = "too_much"


class MethodNotFound(RemoteError):
    kind = "method_not_found"


class ProtocolNotSpoken(RemoteError):
    kind = "not_odoo"
